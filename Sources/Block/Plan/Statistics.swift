internal import Synchronization

/// The counters of one plan; written by the queue's thread, read by any.
struct StatisticsBlock {
    let words: UnsafeMutablePointer<Atomic<UInt64>>

    static let fieldsPerOperation = 4
    /// One more than the largest number of an operation.
    static let operations = 10
    static let extras = operations * fieldsPerOperation
    static let histograms = extras + 8
    static let buckets = 160
    /// One for reads, one for writes, one for flushes, and one for all else.
    static let tables = 4
    static let count = histograms + tables * buckets
    /// The places of single numbers behind ``extras``.
    static let highestEnd = extras
    static let bounced = extras + 1
    static let resubmitted = extras + 2
    static let merged = extras + 3
    static let conflicts = extras + 4
    static let latest = extras + 5

    static func allocate() -> StatisticsBlock {
        let words: UnsafeMutablePointer<Atomic<UInt64>> = CacheLine.allocate(capacity: count)
        for index in 0..<count { (words + index).initialize(to: Atomic(0)) }
        return StatisticsBlock(words: words)
    }

    func deallocate() { words.deallocate() }

    @inline(__always)
    func add(_ index: Int, _ amount: UInt64) {
        let word = words + index
        word.pointee.store(word.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }

    /// Counts requests that succeeded, and took `nanoseconds` each.
    @inline(__always)
    func succeeded(_ operation: UInt8, count: UInt64 = 1, bytes: UInt64, nanoseconds: UInt64) {
        let base = Int(operation) &* StatisticsBlock.fieldsPerOperation
        add(base, count)
        add(base &+ 1, bytes)
        add(base &+ 2, nanoseconds &* count)
        let table = StatisticsBlock.histograms &+ StatisticsBlock.table(operation) &* StatisticsBlock.buckets
        add(table &+ StatisticsBlock.bucket(nanoseconds), count)
    }

    /// Which of the tables of latencies an operation is in.
    @inline(__always)
    static func table(_ operation: UInt8) -> Int { min(Int(operation) &- 1, tables &- 1) }

    /// Counts a request that failed.
    func failed(_ operation: UInt8) { add(Int(operation) &* StatisticsBlock.fieldsPerOperation &+ 3, 1) }

    /// Notes when the last request ended.
    @inline(__always)
    func ended(at nanoseconds: UInt64) {
        (words + StatisticsBlock.latest).pointee.store(nanoseconds, ordering: .relaxed)
    }

    @inline(__always)
    func wrote(to end: UInt64) {
        let word = words + StatisticsBlock.highestEnd
        if end > word.pointee.load(ordering: .relaxed) { word.pointee.store(end, ordering: .relaxed) }
    }

    /// Four buckets an octave, from 4 ns to an hour.
    @inline(__always)
    static func bucket(_ nanoseconds: UInt64) -> Int {
        let value = min(max(nanoseconds, 4), 1 << 42 - 1)
        let shift = 61 &- value.leadingZeroBitCount
        return shift &* 4 &+ Int(truncatingIfNeeded: value >> UInt64(truncatingIfNeeded: shift)) & 3
    }

    /// The first value that falls into a bucket.
    static func lowerBound(ofBucket bucket: Int) -> UInt64 { UInt64(4 + bucket % 4) << UInt64(bucket / 4) }
}

// Safety: the fields are atomics; only the owning queue's thread writes them.
extension StatisticsBlock: @unchecked Sendable {}

/// The figures of one plan, or of several added up.
public struct Statistics: Hashable, Sendable {
    /// The figures of one operation.
    public struct Figures: Hashable, Sendable {
        /// Requests that succeeded.
        public var operations: UInt64 = 0
        /// Bytes of these requests.
        public var bytes: UInt64 = 0
        /// The sum of the latencies.
        public var nanoseconds: UInt64 = 0
        /// Requests that failed.
        public var failed: UInt64 = 0
    }

    private var figures: [Figures]
    var latencies: [[UInt64]]
    /// One past the last byte that a write reached, from the start of the node.
    public private(set) var highestWriteEnd: UInt64 = 0
    /// Requests that went through a bounce buffer.
    public private(set) var bounced: UInt64 = 0
    /// Requests that were cut into pieces or resubmitted.
    public private(set) var resubmitted: UInt64 = 0
    /// Writes that had to read before.
    public private(set) var readModifyWrites: UInt64 = 0
    /// Requests that a reservation of another host forbade; they are no failures.
    public private(set) var reservationConflicts: UInt64 = 0
    /// When the last request ended, in nanoseconds of the monotonic clock; 0 before the first.
    public private(set) var lastCompletion: UInt64 = 0

    /// Creates figures that are all 0.
    public init() {
        figures = Array(repeating: Figures(), count: StatisticsBlock.operations)
        latencies = Array(repeating: Array(repeating: 0, count: StatisticsBlock.buckets), count: StatisticsBlock.tables)
    }

    init(_ block: StatisticsBlock) {
        self.init()
        func load(_ index: Int) -> UInt64 { (block.words + index).pointee.load(ordering: .relaxed) }
        for operation in 0..<StatisticsBlock.operations {
            let base = operation * StatisticsBlock.fieldsPerOperation
            figures[operation] = Figures(
                operations: load(base), bytes: load(base + 1), nanoseconds: load(base + 2), failed: load(base + 3))
        }
        highestWriteEnd = load(StatisticsBlock.highestEnd)
        bounced = load(StatisticsBlock.bounced)
        resubmitted = load(StatisticsBlock.resubmitted)
        readModifyWrites = load(StatisticsBlock.merged)
        reservationConflicts = load(StatisticsBlock.conflicts)
        lastCompletion = load(StatisticsBlock.latest)
        for table in 0..<StatisticsBlock.tables {
            for bucket in 0..<StatisticsBlock.buckets {
                latencies[table][bucket] = load(StatisticsBlock.histograms + table * StatisticsBlock.buckets + bucket)
            }
        }
    }

    /// The figures of one operation.
    public subscript(operation: Operation) -> Figures { figures[Int(operation.rawValue)] }

    /// The same figures for a node below, in which this one begins at `offset`.
    package func moved(by offset: UInt64) -> Statistics {
        var result = self
        if highestWriteEnd > 0 { result.highestWriteEnd = highestWriteEnd &+ offset }
        return result
    }

    /// What has been added since these figures were earlier ones; the highest end of a write is that of all time.
    package func since(_ earlier: Statistics) -> Statistics {
        var result = self
        for index in figures.indices {
            result.figures[index].operations &-= earlier.figures[index].operations
            result.figures[index].bytes &-= earlier.figures[index].bytes
            result.figures[index].nanoseconds &-= earlier.figures[index].nanoseconds
            result.figures[index].failed &-= earlier.figures[index].failed
        }
        for table in latencies.indices {
            for bucket in latencies[table].indices {
                result.latencies[table][bucket] &-= earlier.latencies[table][bucket]
            }
        }
        result.bounced &-= earlier.bounced
        result.resubmitted &-= earlier.resubmitted
        result.readModifyWrites &-= earlier.readModifyWrites
        result.reservationConflicts &-= earlier.reservationConflicts
        return result
    }

    /// Adds the figures of another plan.
    public static func += (sum: inout Statistics, other: Statistics) {
        for index in sum.figures.indices {
            sum.figures[index].operations &+= other.figures[index].operations
            sum.figures[index].bytes &+= other.figures[index].bytes
            sum.figures[index].nanoseconds &+= other.figures[index].nanoseconds
            sum.figures[index].failed &+= other.figures[index].failed
        }
        for table in sum.latencies.indices {
            for bucket in sum.latencies[table].indices {
                sum.latencies[table][bucket] &+= other.latencies[table][bucket]
            }
        }
        sum.highestWriteEnd = max(sum.highestWriteEnd, other.highestWriteEnd)
        sum.bounced &+= other.bounced
        sum.resubmitted &+= other.resubmitted
        sum.readModifyWrites &+= other.readModifyWrites
        sum.reservationConflicts &+= other.reservationConflicts
        sum.lastCompletion = max(sum.lastCompletion, other.lastCompletion)
    }
}
