internal import Block
internal import Synchronization
internal import Sys

/// A disk with reservations, as all attachments of this process share it: the page and the registry lock.
final class SharedDisk: Sendable {
    let identity: DiskIdentity
    let memory: PageMemory
    let registry: RegistryLock
    let mode: BarrierMode
    /// Of a block device: the claim that keeps strangers off it, and the node that all open it through.
    let claim: (own: DeviceClaim, node: KeptDescriptor)?
    /// False when this process opens a device through a node of its own: then it sees nobody's locks, and nothing that it
    /// doesn't see proves anything.
    let seesLocks: Bool

    init(
        identity: DiskIdentity, memory: PageMemory, registry: RegistryLock, mode: BarrierMode,
        claim: (own: DeviceClaim, node: KeptDescriptor)? = nil, seesLocks: Bool = true
    ) {
        self.identity = identity
        self.memory = memory
        self.registry = registry
        self.mode = mode
        self.claim = claim
        self.seesLocks = seesLocks
    }

    /// What another process is given that shares the disk.
    var offer: [Int32] {
        [memory.descriptor] + (claim.map { [$0.own.descriptor, $0.node.rawValue] } ?? [])
    }

    /// The page.
    var page: GatePage { GatePage(memory.base) }

    /// Makes every thread of every process that uses the page see what this one has stored, and the other way round.
    func barrier() {
        switch mode {
        case .membarrier: System.globalBarrier()
        case .fence: atomicMemoryFence(ordering: .sequentiallyConsistent)
        }
    }

    /// Changes a slot's word, apart from the bit for unit attentions; false when it says so already.
    @discardableResult
    func setWord(_ bits: UInt64, of slot: Int) -> Bool {
        let word = page.wordPointer(slot)
        var value = word.pointee.load(ordering: .sequentiallyConsistent)
        while true {
            // A word that isn't live says nothing else.
            let kept = bits & GateWord.live != 0 ? value & GateWord.unitAttention : 0
            guard value != bits | kept else { return false }
            let (exchanged, original) = word.pointee.compareExchange(
                expected: value, desired: bits | kept, ordering: .sequentiallyConsistent)
            if exchanged { break }
            value = original
        }
        // Nobody waits for a word that doesn't hold.
        if value & GateWord.hold != 0 { System.wake(page.wordHalf(slot), shared: true) }
        return true
    }

    /// Holds a slot: no further request of it begins.
    func hold(_ slot: Int) {
        page.wordPointer(slot).pointee.bitwiseOr(GateWord.hold, ordering: .sequentiallyConsistent)
    }

    // MARK: - The disks of this process

    private struct Entry {
        weak var disk: SharedDisk?
    }

    private static let known = Locked<[[UInt8]: Entry]>([:])

    /// The disk as this process has it already; only while its registry lock is held.
    static func known(_ identity: DiskIdentity) -> SharedDisk? { known.withLock { $0[identity.digest]?.disk } }

    /// Lets later attachments of this process find a disk; only while its registry lock is held.
    static func remember(_ disk: SharedDisk) {
        known.withLock { table in
            table = table.filter { $0.value.disk != nil }
            table[disk.identity.digest] = Entry(disk: disk)
        }
    }
}
