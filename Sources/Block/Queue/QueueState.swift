internal import CLiburing
internal import CLinuxShims
internal import Sys

/// Everything a queue owns; lives behind one raw pointer and is touched by one thread.
///
/// What the fast path uses comes first.
struct QueueState: ~Copyable {
    let slots: UnsafeMutablePointer<RequestSlot>
    /// The slots that are free: the first ``freeCount`` of this table.
    let freeSlots: UnsafeMutablePointer<UInt32>
    var freeCount: Int
    var plans: UnsafeMutablePointer<Plan>
    var planCount: UInt32 = 0
    let depth: UInt32
    /// The plans that the fast path may use: ``planCount``, or none before the first request of a batch.
    var readyPlans: UInt32 = 0
    /// When the batch that is being filled began; 0 before its first request.
    var batchStamp: UInt64 = 0
    /// The region that the last request lay in, and its place as a submission entry has it.
    var regionBase: UInt64 = 0
    var regionSize: UInt64 = 0
    var regionIndex: UInt64 = 0
    /// How many pinned chunks of memory there are to choose from.
    var chunkCount = 0
    /// Completions that need nothing but to be polled.
    var ready = SlotList()
    /// The time of the poll batch that is being taken.
    var pollStamp: UInt64 = 0
    /// What stamps are read off.
    var clock = TickClock()

    // MARK: The slow part

    let slow: UnsafeMutablePointer<SlowState>
    /// Requests that wait for a drain, a gate or a read-modify-write to end.
    var parked = SlotList()
    var waitingForBounce = SlotList()
    /// Requests that filters of their plans hold, in the order in which they came.
    var held = SlotList()
    /// Requests that found no room in the submission ring.
    var unsubmitted = SlotList()
    /// Attachments whose node asked to be looked at.
    var unattended: [UInt32] = []
    /// Requests that the slow path drives, those on the ready list included.
    var slowCount = 0
    /// Requests on the ready list.
    var readyCount = 0
    /// Commands that managers have.
    var answersDue = 0
    /// Whether the last answer came soon, so that the next one is worth looking for.
    var answersAreQuick = true
    /// How long has been looked since a command was sent or answered, in nanoseconds, at most.
    var lookedFor: UInt64 = 0
    /// Pinned memory, in the order of the table of registered buffers.
    var chunks: [Chunk] = []
    var timers: TimerHeap
    var bounces: BouncePool
    var planCapacity: Int
    var attachments: [Attachment?] = []
    var freeHandles: [UInt32] = []
    var regions: [Region?] = []
    let environment: BlockEnvironment
    let options: QueueOptions
    let mailbox: Mailbox
    /// Where this state is; set by the queue that made it.
    var place: UnsafeMutablePointer<QueueState>?
    /// The thread that submits; 0 before the first.
    var owner: UInt = 0
    /// The ring; nil when this kernel or its rules allow none.
    var ring: UnsafeMutablePointer<io_uring>?
    /// The ring whose requests are polled for.
    var pollRing: UnsafeMutablePointer<io_uring>?
    /// Completions taken from ``pollRing``.
    var pollReaped: UInt32 = 0
    var fileTable = 0
    var bufferTable = 0
    let descriptors: Descriptors
    /// The context of Linux AIO; made for the first plan that uses it.
    var native: UnsafeMutablePointer<NativeContext>?
    /// Pieces for the worker pool that wait for the next batch.
    var jobs = WorkerChain()
    /// Some plan uses another engine than the ring.
    var usesOthers = false
    /// The queue waits in ``native``: no plan uses the ring.
    var waitsInNative = false
    /// The mailbox and the timer are watched by the ring.
    var watchesMailbox = false
    var watchesTimer = false
    var watchesNative = false
    var isArmed = false
    var isEventRegistered = false
    /// Counts up; see ``takeRingsTurn(_:_:)``.
    var turn: UInt8 = 0
    /// The line that plans without a gate count on.
    let scratchLine: CounterLine
    /// What requests without a ring's plan point at; never submitted to.
    let noRing: UnsafeMutablePointer<io_uring>

    /// Checks the options, and sets everything up but the owner.
    static func make(environment: BlockEnvironment, options: QueueOptions) throws(BlockError) -> QueueState {
        guard (1...32_768).contains(options.depth) else {
            throw BlockError(.invalid, "a queue's depth must be 1 to 32768, not \(options.depth)")
        }
        guard options.bounceSize >= 64 << 10, options.bounceSize.nonzeroBitCount == 1, options.bounceBuffers >= 1 else {
            throw BlockError(.invalid, "bounce buffers must be a power of two of at least 64 KiB, and at least one")
        }
        let mailbox: Mailbox
        let descriptors: Descriptors
        do throws(Errno) {
            mailbox = try Mailbox(capacity: options.depth + 2 * QueueState.attachmentLimit)
            descriptors = try Descriptors()
        } catch {
            throw BlockError(.system, "cannot create a queue's descriptors", cause: error)
        }
        var made = QueueState(
            environment: environment, options: options, mailbox: mailbox, descriptors: descriptors)
        try made.createRings()
        return made
    }

    private init(
        environment: BlockEnvironment, options: QueueOptions, mailbox: Mailbox, descriptors: Descriptors
    ) {
        self.mailbox = mailbox
        self.descriptors = descriptors
        self.environment = environment
        self.options = options
        depth = UInt32(options.depth)
        slots = CacheLine.allocate(capacity: options.depth)
        slots.initialize(repeating: RequestSlot.free, count: options.depth)
        slow = .allocate(capacity: options.depth)
        slow.initialize(repeating: SlowState(), count: options.depth)
        freeSlots = CacheLine.allocate(capacity: options.depth)
        // The lowest is taken first.
        for index in 0..<options.depth { (freeSlots + index).initialize(to: UInt32(options.depth - 1 - index)) }
        freeCount = options.depth
        planCapacity = 16
        plans = CacheLine.allocate(capacity: planCapacity)
        scratchLine = CounterLine.allocate()
        noRing = .allocate(capacity: 1)
        noRing.initialize(to: io_uring())
        timers = TimerHeap(capacity: options.depth)
        bounces = BouncePool(limit: options.bounceBuffers, size: options.bounceSize)
        ring = nil
        pollRing = nil
    }

    deinit {
        if let pollRing { Ring.destroy(pollRing) }
        if let ring { Ring.destroy(ring) }
        freeNative()
        for handle in 0..<planCount {
            leaveFilters(plans[Int(handle)].filters, attachments[Int(handle)]?.seat)
            var attachment = attachments[Int(handle)]
            attachment?.free()
        }
        timers.free()
        bounces.free()
        scratchLine.deallocate()
        noRing.deallocate()
        plans.deinitialize(count: Int(planCount))
        plans.deallocate()
        freeSlots.deallocate()
        slow.deinitialize(count: Int(depth))
        slow.deallocate()
        slots.deallocate()
    }

    /// Requests that were accepted and not polled.
    var inUse: Int {
        @inline(__always)
        get { Int(depth) &- freeCount }
    }

    /// Traps in debug builds when another thread than the queue's calls.
    @inline(__always)
    func checkThread() {
        #if DEBUG
        precondition(
            owner == 0 || owner == System.threadToken,
            "a block queue belongs to the thread of its first submit; call rebind() from the new thread first")
        #endif
    }

    /// Takes a slot off the free list, which isn't empty.
    @inline(__always)
    mutating func takeSlot() -> UInt32 {
        freeCount &-= 1
        return freeSlots[freeCount]
    }

    /// Gives a slot back once its completion is written.
    @inline(__always)
    mutating func freeSlot(_ index: UInt32) {
        slots[Int(index)].end()
        freeSlots[freeCount] = index
        freeCount &+= 1
    }

    /// Begins a batch: its first request finds out when.
    @inline(__always)
    mutating func beginBatch() {
        readyPlans = 0
        batchStamp = 0
    }

    /// The time that this batch's requests are stamped with: read once per batch.
    @inline(__always)
    mutating func stamp() -> UInt64 {
        if batchStamp == 0 { batchStamp = clock.now() }
        return batchStamp
    }
}

/// The descriptors that a queue owns besides its mailbox's.
final class Descriptors {
    let timer: TimerDescriptor
    let completions: EventDescriptor
    /// What callers wait for: the completions, and without a ring that watches them the mailbox and the timer too.
    let waitable: DescriptorSet

    init() throws(Errno) {
        timer = try TimerDescriptor()
        completions = try EventDescriptor()
        waitable = try DescriptorSet()
        try waitable.insert(completions.rawValue)
    }
}

/// A node attached to a queue.
struct Attachment {
    var node: any BlockNode
    var bottom: any BottomDriver
    /// The queue's number at the bottom node's control.
    var member: UInt64
    /// The place in the table of registered files; -1 without.
    var filePlace: Int
    var line: CounterLine
    var statistics: PlanStatistics
    /// The attachment as filters know it; nil while its plan has none.
    var seat: FilterSeat?
    /// The line of the bottom node's gate, if it has one.
    var gate: GateLine?
    /// Whether requests pay a full fence, because nobody else can have this thread issue one.
    var isFenced = !System.hasProcessBarrier

    /// Gets a line of the bottom node's gate.
    mutating func openGate() throws(BlockError) {
        guard let own = bottom.reservations?.gate else { return }
        gate = try own.openLine()
        isFenced = isFenced || own.needsFence
    }

    /// Gives the line back, on which nothing is counted in any more.
    mutating func closeGate() {
        if let gate { bottom.reservations?.gate?.closeLine(gate) }
        gate = nil
        isFenced = !System.hasProcessBarrier
    }

    mutating func free() {
        bottom.control.leave(member)
        closeGate()
        line.deallocate()
    }
}

/// Memory of the caller that requests may point into.
struct Region {
    var bytes: UnsafeMutableRawBufferPointer
    var isPinned: Bool
}

/// A part of a pinned region: the kernel pins at most 1 GiB in one place.
struct Chunk {
    var base: UInt64
    var size: UInt64
    var place: UInt16
    var region: Int

    static let largest = 1 << 30
}
