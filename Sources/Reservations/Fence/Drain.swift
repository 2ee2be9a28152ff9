internal import Sys

/// Waits until nothing of some held slots is in flight any more.
struct Drain {
    private let locked: LockedDisk
    private let victims: SlotSet
    private let started = System.monotonicNanoseconds

    /// How long a wait for the kernel to finish something is, in nanoseconds: short against any I/O.
    private static let nap: (least: Int64, most: Int64) = (20_000, 200_000)
    /// How often the locks of a slot are looked at, in nanoseconds: only the dead need it.
    private static let probeInterval: UInt64 = 1_000_000

    /// Takes slots that are held, after the barrier.
    init(_ locked: LockedDisk, _ victims: SlotSet) {
        self.locked = locked
        self.victims = victims
    }

    /// Nanoseconds since the beginning.
    var elapsed: UInt64 { System.monotonicNanoseconds &- started }

    /// Waits; returns the slots of which something is still in flight when the time is over, with how much.
    ///
    /// Two things prove that a slot is drained: as many requests came out as went in, or its locks have fallen, which the
    /// kernel lets go of with the last request of the last description. That a process is gone proves nothing.
    func wait(until deadline: UInt64) -> [Int: UInt64] {
        var nap = Self.nap.least
        var nextProbe = System.monotonicNanoseconds
        let page = locked.disk.page
        while true {
            var rest = page.inFlight(of: victims)
            if rest.isEmpty { return [:] }
            let now = System.monotonicNanoseconds
            if now >= nextProbe || now >= deadline {
                nextProbe = now + Self.probeInterval
                for slot in rest.keys {
                    guard let tenant = page.tenant(slot), !locked.isGone(slot, tenant) else {
                        rest[slot] = nil
                        page.vacate(slot)
                        continue
                    }
                }
                if rest.isEmpty { return [:] }
            }
            if now >= deadline { return rest }
            System.sleep(nanoseconds: min(nap, Int64(clamping: deadline - now)))
            nap = min(nap * 2, Self.nap.most)
        }
    }
}
