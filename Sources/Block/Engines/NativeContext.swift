internal import CLinuxShims
internal import Sys

/// What a queue has for Linux AIO: a context, a block for each slot, and the blocks that wait for the next batch.
struct NativeContext: ~Copyable {
    let context: AIOContext
    /// Signalled with every completion, for whoever waits elsewhere.
    let event: EventDescriptor
    /// One per slot; then those that watch the mailbox and the timer.
    let blocks: UnsafeMutablePointer<hf_aio_block>
    private let pending: UnsafeMutablePointer<UnsafeMutablePointer<hf_aio_block>?>
    private(set) var pendingCount = 0
    /// Requests that the kernel has.
    var inKernel = 0
    /// The most blocks that one call hands over.
    var batchLimit: Int
    /// Who watches the mailbox and the timer.
    var mailboxWatch = Watch.nobody
    var timerWatch = Watch.nobody

    enum Watch {
        case nobody
        /// The block waits for the next batch.
        case pending
        case kernel
    }

    private let depth: Int

    init(depth: UInt32) throws(Errno) {
        let event = try EventDescriptor()
        let context = try AIOContext(capacity: Int(depth) + 2, label: event.rawValue)
        self.event = event
        self.context = context
        self.depth = Int(depth)
        batchLimit = self.depth + 2
        blocks = .allocate(capacity: self.depth + 2)
        blocks.initialize(repeating: hf_aio_block(), count: self.depth + 2)
        pending = .allocate(capacity: self.depth + 2)
        pending.initialize(repeating: nil, count: self.depth + 2)
    }

    deinit {
        pending.deallocate()
        blocks.deallocate()
    }

    /// The tags of the watching blocks, above those of the slots.
    var mailboxTag: UInt64 { UInt64(depth) }
    var timerTag: UInt64 { UInt64(depth) + 1 }

    /// True when a wait for the context ends with a note or a timer too.
    var isWatching: Bool { mailboxWatch == .kernel && timerWatch == .kernel }

    /// Queues the block of a tag for the next batch.
    mutating func append(_ tag: Int) {
        pending[pendingCount] = blocks + tag
        pendingCount &+= 1
    }

    /// Hands up to a batch to the kernel; returns how many it took.
    mutating func submitBatch() throws(Errno) -> Int {
        let count = try context.submit(pending, count: min(pendingCount, batchLimit))
        for index in 0..<count {
            let tag = pending[index]?.pointee.data
            if tag == mailboxTag {
                mailboxWatch = .kernel
            } else if tag == timerTag {
                timerWatch = .kernel
            } else {
                inKernel &+= 1
            }
        }
        drop(count)
        return count
    }

    /// The first block that waits, taken out.
    mutating func popFirst() -> UnsafeMutablePointer<hf_aio_block>? {
        guard pendingCount > 0 else { return nil }
        let first = pending[0]
        drop(1)
        return first
    }

    /// Takes the block of a tag out; false when it doesn't wait.
    mutating func remove(_ tag: Int) -> Bool {
        guard let place = (0..<pendingCount).first(where: { pending[$0] == blocks + tag }) else { return false }
        pendingCount -= 1
        for index in place..<pendingCount { pending[index] = pending[index + 1] }
        return true
    }

    private mutating func drop(_ count: Int) {
        pendingCount -= count
        guard pendingCount > 0 else { return }
        pending.update(from: pending + count, count: pendingCount)
    }
}
