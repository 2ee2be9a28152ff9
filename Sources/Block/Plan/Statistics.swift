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
    static let count = histograms + 3 * buckets

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
        let table = StatisticsBlock.histograms &+ min(Int(operation) &- 1, 2) &* StatisticsBlock.buckets
        add(table &+ StatisticsBlock.bucket(nanoseconds), count)
    }

    /// Counts a request that failed.
    func failed(_ operation: UInt8) { add(Int(operation) &* StatisticsBlock.fieldsPerOperation &+ 3, 1) }

    @inline(__always)
    func wrote(to end: UInt64) {
        let word = words + StatisticsBlock.extras
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
    private var latencies: [[UInt64]]
    /// One past the last byte that a write reached, from the start of the node.
    public private(set) var highestWriteEnd: UInt64 = 0
    /// Requests that went through a bounce buffer.
    public private(set) var bounced: UInt64 = 0
    /// Requests that were cut into pieces or resubmitted.
    public private(set) var resubmitted: UInt64 = 0
    /// Writes that had to read before.
    public private(set) var readModifyWrites: UInt64 = 0

    /// Creates figures that are all 0.
    public init() {
        figures = Array(repeating: Figures(), count: StatisticsBlock.operations)
        latencies = Array(repeating: Array(repeating: 0, count: StatisticsBlock.buckets), count: 3)
    }

    init(_ block: StatisticsBlock) {
        self.init()
        func load(_ index: Int) -> UInt64 { (block.words + index).pointee.load(ordering: .relaxed) }
        for operation in 0..<StatisticsBlock.operations {
            let base = operation * StatisticsBlock.fieldsPerOperation
            figures[operation] = Figures(
                operations: load(base), bytes: load(base + 1), nanoseconds: load(base + 2), failed: load(base + 3))
        }
        highestWriteEnd = load(StatisticsBlock.extras)
        bounced = load(StatisticsBlock.extras + 1)
        resubmitted = load(StatisticsBlock.extras + 2)
        readModifyWrites = load(StatisticsBlock.extras + 3)
        for table in 0..<3 {
            for bucket in 0..<StatisticsBlock.buckets {
                latencies[table][bucket] = load(StatisticsBlock.histograms + table * StatisticsBlock.buckets + bucket)
            }
        }
    }

    /// The figures of one operation.
    public subscript(operation: Operation) -> Figures { figures[Int(operation.rawValue)] }

    /// The latency that this share (0...1) of the requests doesn't exceed; nil when there were none.
    ///
    /// Exact to a quarter of an octave. All operations but reads and writes count as one kind.
    public func latency(of operation: Operation, quantile: Double) -> UInt64? {
        let table = latencies[min(Int(operation.rawValue) - 1, 2)]
        let total = table.reduce(0, &+)
        guard total > 0 else { return nil }
        let wanted = max(1, UInt64((Double(total) * min(max(quantile, 0), 1)).rounded(.up)))
        var seen: UInt64 = 0
        for bucket in table.indices {
            seen &+= table[bucket]
            if seen >= wanted { return StatisticsBlock.lowerBound(ofBucket: bucket + 1) - 1 }
        }
        return nil
    }

    /// The same figures for a node below, in which this one begins at `offset`.
    package func moved(by offset: UInt64) -> Statistics {
        var result = self
        if highestWriteEnd > 0 { result.highestWriteEnd = highestWriteEnd &+ offset }
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
    }
}
