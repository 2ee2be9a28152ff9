package import Sys

/// The locks by which attachments, and descriptions with I/O of theirs in flight, are known to everybody.
///
/// They are shared locks, which a descriptor that only reads can hold too. The kernel gives one back with the last
/// reference to the open file description, of which every request in flight holds one: a slot whose lock is free has
/// nothing in flight, even if its process has died.
package enum SlotLocks {
    /// Marks a descriptor as one that a slot does I/O with.
    package static func hold(slot: Int, on descriptor: Int32) throws(Errno) {
        try System.lock(descriptor, .shared, start: LockBytes.slot(slot), length: 1)
    }

    /// Takes the mark off; all duplicates of the descriptor lose it.
    package static func drop(slot: Int, on descriptor: Int32) {
        // Can't fail for a reason that could be acted on; the end of the description gives it back.
        try? System.unlock(descriptor, start: LockBytes.slot(slot), length: 1)
    }

    /// Marks the disk as one that a kind of managers looks after.
    package static func holdKind(_ kind: ManagerKind, on descriptor: Int32) throws(Errno) {
        try System.lock(descriptor, .shared, start: LockBytes.kind(kind), length: 1)
    }

    /// Takes that mark off.
    package static func dropKind(_ kind: ManagerKind, on descriptor: Int32) {
        try? System.unlock(descriptor, start: LockBytes.kind(kind), length: 1)
    }

    /// Whether a slot has a description that is open; `probe` is a description with no such lock of its own, which the
    /// registry lock's is.
    package static func isHeld(slot: Int, probe: Int32) throws(Errno) -> Bool {
        try System.conflictingLock(probe, .exclusive, start: LockBytes.slot(slot), length: 1) != nil
    }

    /// All slots that have a description that is open.
    package static func heldSlots(probe: Int32) throws(Errno) -> SlotSet {
        SlotSet(try held(LockBytes.slots, probe).map { Int($0 - LockBytes.slots.lowerBound) })
    }

    /// The numbers of all kinds of managers that look after the disk, lowest first; later versions may add some.
    package static func heldKinds(probe: Int32) throws(Errno) -> [UInt8] {
        try held(LockBytes.kinds, probe).map { UInt8($0 - LockBytes.kinds.lowerBound) }
    }

    /// The locked bytes of a range.
    ///
    /// The kernel names one lock at a time, in no order that could be relied on, and makes one of neighbouring ones.
    private static func held(_ bytes: Range<Int64>, _ probe: Int32) throws(Errno) -> [Int64] {
        var found: [Int64] = []
        var pending = [bytes]
        while let range = pending.popLast() {
            guard
                let lock = try System.conflictingLock(
                    probe, .exclusive, start: range.lowerBound, length: range.upperBound - range.lowerBound)
            else { continue }
            let (end, overflows) = lock.start.addingReportingOverflow(lock.length)
            // Of length 0 is a lock of everything from its start on.
            let upper = lock.length == 0 || overflows ? range.upperBound : end
            let covered = (max(lock.start, range.lowerBound)..<upper).clamped(to: range)
            guard !covered.isEmpty else { continue }
            found += covered
            if range.lowerBound < covered.lowerBound { pending.append(range.lowerBound..<covered.lowerBound) }
            if covered.upperBound < range.upperBound { pending.append(covered.upperBound..<range.upperBound) }
        }
        return found.sorted()
    }
}
