internal import CLiburing
internal import Synchronization

/// A node's chain, compiled for one queue: constants, no objects.
///
/// The bottom driver starts it, the drivers above narrow it (``BlockNode/lower(into:)``), the queue finishes it. What
/// the fast path reads comes first.
package struct Plan {
    /// Where the node starts in the bottom node.
    package var baseOffset: UInt64 = 0
    /// Alignment of memory, minus one.
    package var memoryMask: UInt64 = 0
    var durableFlags: UInt32 = 0
    private(set) var read = Transfer()
    private(set) var write = Transfer()
    var generation: UInt64 = 0
    var control: ControlWord
    var line: CounterLine
    var gate: GateLine
    var statistics: StatisticsBlock
    var ring: UnsafeMutablePointer<io_uring>

    // What only the slow path reads.

    /// The length of the node in bytes.
    package var limit: UInt64 = 0
    /// The largest transfer that goes to the engine in one piece, in bytes.
    package var maxTransfer: UInt32 = Plan.largestTransfer
    /// Alignment of offset and length, minus one.
    package var requestMask: UInt64 = 0
    private var slowBits: UInt32 = 0
    /// Flags and file of a submission entry, where they stand in it.
    var entryHead: UInt64 = 0
    var readOpcode = UInt8(IORING_OP_READ.rawValue)
    var readFixedOpcode = UInt8(IORING_OP_READ_FIXED.rawValue)
    var writeOpcode = UInt8(IORING_OP_WRITE.rawValue)
    var writeFixedOpcode = UInt8(IORING_OP_WRITE_FIXED.rawValue)
    var readFlags: UInt32 = 0
    var writeFlags: UInt32 = 0
    /// Operations that ``carrier`` takes as they are: what ``slowBits`` would be clear for if it were the ring.
    var directBits: UInt32 = 0
    /// Operations that the queue's thread tries without waiting, before it hands them to a worker.
    var unwaitedBits: UInt32 = 0
    /// What ``engine`` stands for.
    var carrier: any Engine.Type = RingEngine.self
    /// The file's flushes don't go through Linux AIO.
    var syncsByWorker = false
    /// The most requests that one call should hand to the kernel; 0 for no such wish.
    package var batchLimit: UInt32 = 0
    /// The file bypasses the page cache.
    package var isDirect = false
    /// The file lies in memory: no transfer waits for anything.
    package var isInMemory = false
    /// The file's reads may be answered by the page cache.
    package var isBuffered = false

    /// Who carries requests out.
    package var engine = EngineKind.ring
    /// The file of the bottom node; -1 when there is none.
    package var descriptor: Int32 = -1
    /// Alignment of what can be zeroed or discarded without writing, minus one.
    package var zeroMask: UInt64 = 0
    /// Units of what drivers zero and discard, which ``zeroMask`` doesn't cover; 0 for none.
    package var zeroUnit: UInt64 = 0
    package var discardUnit: UInt64 = 0
    /// The most that one call zeroes or discards, in bytes.
    package var largestZero = UInt64.max
    package var largestDiscard = UInt64.max
    /// Modifying requests fail with EPERM.
    package var isReadOnly = false
    /// All requests fail with EPERM: somebody else has the node's data now.
    package var isInactive = false
    /// Discards reach the device; otherwise they succeed and do nothing.
    package var discards = false
    /// What becomes of writes of nothing but zeroes.
    package private(set) var detectsZeroes = ZeroDetection.off
    /// Flushes and durable writes are dropped.
    package var dropsFlushes = false
    /// Device commands may pass: nothing between the queue and the device changes what they mean.
    package var passesCommands = false
    /// The bottom node is no device, but its reservation manager may have commands: nothing changes what they mean.
    package var passesReservations = false
    /// Requests never reach the kernel; set by the drivers that answer themselves.
    package var null = NullBehaviour()
    /// Reads and writes wait for the device by polling it, on a ring of their own.
    package var polls = false
    /// The plan stands in for real transfers, for measuring the library itself.
    package var isDryRun = false

    /// The drive has no medium.
    private(set) var lacksMedium = false

    /// The drivers that see requests before they begin, the uppermost first.
    private(set) var filters: [FilterStep] = []
    /// Where writes must end, in the bottom node, to pass by those who watch them.
    private var writeMark = UInt64.max

    /// What no transfer exceeds: 2 GiB less a page, as the kernel has it.
    package static let largestTransfer: UInt32 = 0x7fff_f000

    /// Sends these operations through the slow path.
    package mutating func slow(_ operations: OperationSet) { slowBits |= operations.rawValue }

    /// Shows requests to a driver before they begin; reads and writes only if they are among `operations`.
    mutating func filter(by filter: any RequestFilter, _ operations: OperationSet) {
        filters.insert(FilterStep(filter: filter, base: baseOffset), at: 0)
        slow(operations)
    }

    /// Answers everything with ENOMEDIUM.
    mutating func removeMedium() {
        lacksMedium = true
        slow(.all)
    }

    /// Shows requests that change data beyond `end`, counted from the start of the node, to a driver; others pass by it.
    ///
    /// After all that hold requests back, so that it hears of what is about to happen.
    mutating func watchWrites(by filter: any RequestFilter, beyond end: UInt64) {
        let (mark, overflow) = baseOffset.addingReportingOverflow(end)
        writeMark = min(writeMark, overflow ? .max : mark)
        filters.append(FilterStep(filter: filter, base: baseOffset))
    }

    /// Lets the filters go, and lets nothing in any more.
    mutating func close() {
        filters = []
        (limit, maxTransfer, directBits) = (0, 0, 0)
        (read, write) = (Transfer(), Transfer())
    }

    /// Looks at what is written, unless a node below already does more; after ``discards`` is set for the node.
    package mutating func detectZeroes(_ detection: ZeroDetection) {
        // What a node below doesn't pass on stays allocated; what one above doesn't is no matter of this one.
        detectsZeroes = max(detectsZeroes, detection == .unmap && !discards ? .on : detection)
        if detectsZeroes != .off { slow(.write) }
    }

    /// What the fast path needs of one direction, ready to be used.
    struct Transfer {
        /// The largest that goes to the engine in one piece; never more than ``limit``.
        var most: UInt64 = 0
        /// Where these requests must end without anybody looking at them: the node's length, or before.
        var limit: UInt64 = 0
        /// What must be 0 in offset and length: the alignment, or everything when these requests go the slow path.
        var mask = UInt64.max
        /// The first word of a submission entry, for memory that isn't pinned.
        var head: UInt64 = 0
        /// The same for memory that is.
        var pinnedHead: UInt64 = 0
        /// The flags of a transfer, where they stand beside its length.
        var flags: UInt64 = 0
    }

    init(
        control: ControlWord, line: CounterLine, gate: GateLine, statistics: StatisticsBlock,
        ring: UnsafeMutablePointer<io_uring>
    ) {
        self.control = control
        self.line = line
        self.gate = gate
        self.statistics = statistics
        self.ring = ring
    }

    /// Prepares what the fast path reads, once everything else is decided; until then it refuses all.
    mutating func seal() {
        func isSlow(_ operations: OperationSet) -> Bool { slowBits & operations.rawValue != 0 }
        read = Transfer(
            most: UInt64(maxTransfer), limit: limit, mask: isSlow(.read) ? .max : requestMask,
            head: entryHead | UInt64(readOpcode),
            pinnedHead: entryHead | UInt64(readFixedOpcode), flags: UInt64(readFlags) << 32)
        let mark = writeMark > baseOffset ? writeMark - baseOffset : 0
        write = Transfer(
            most: min(UInt64(maxTransfer), mark), limit: min(limit, mark), mask: isSlow(.write) ? .max : requestMask,
            head: entryHead | UInt64(writeOpcode),
            pinnedHead: entryHead | UInt64(writeFixedOpcode), flags: UInt64(writeFlags) << 32)
    }

    /// Leaves transfers to ``carrier``, which takes those that nothing else slows down without further ado.
    mutating func carriesDirectly() {
        let transfers: OperationSet = [.read, .write]
        directBits = transfers.rawValue & ~slowBits
        slow(transfers)
    }
}

extension UnsafeMutablePointer<Plan> {
    /// What the fast path needs of reads or of writes; a method of the plan itself would copy all of it.
    @inline(__always)
    func transfer(_ operation: Operation) -> Plan.Transfer { operation == .read ? pointee.read : pointee.write }
}

/// How a node without a medium answers.
package struct NullBehaviour: Sendable {
    /// How long each request takes, in nanoseconds.
    package var latency: UInt64 = 0
    /// Reads fill the buffer with zeroes rather than leave it alone.
    package var readsZeroes = true
}
