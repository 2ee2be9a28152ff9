/// The deadlines of waiting requests; the earliest is at hand.
struct TimerHeap {
    private struct Entry {
        var deadline: UInt64
        var slot: UInt32
    }

    private let entries: UnsafeMutablePointer<Entry>
    private(set) var count = 0

    /// Makes room for one deadline per slot.
    init(capacity: Int) { entries = .allocate(capacity: max(capacity, 1)) }

    func free() { entries.deallocate() }

    /// The earliest deadline; nil when there is none.
    var earliest: UInt64? { count == 0 ? nil : entries[0].deadline }

    mutating func insert(_ slot: UInt32, deadline: UInt64) {
        var position = count
        count += 1
        while position > 0, entries[(position - 1) / 2].deadline > deadline {
            entries[position] = entries[(position - 1) / 2]
            position = (position - 1) / 2
        }
        entries[position] = Entry(deadline: deadline, slot: slot)
    }

    /// Takes the earliest slot off whose deadline is not after `now`.
    mutating func popExpired(_ now: UInt64) -> UInt32? {
        guard count > 0, entries[0].deadline <= now else { return nil }
        let slot = entries[0].slot
        removeEntry(0)
        return slot
    }

    /// Takes a slot out; linear.
    mutating func remove(_ slot: UInt32) {
        for position in 0..<count where entries[position].slot == slot {
            removeEntry(position)
            return
        }
    }

    private mutating func removeEntry(_ position: Int) {
        count -= 1
        guard position < count else { return }
        let last = entries[count]
        // Rebuilding the path both ways keeps the order wherever the last one lands.
        var hole = position
        while hole > 0, entries[(hole - 1) / 2].deadline > last.deadline {
            entries[hole] = entries[(hole - 1) / 2]
            hole = (hole - 1) / 2
        }
        while true {
            var child = hole * 2 + 1
            guard child < count else { break }
            if child + 1 < count, entries[child + 1].deadline < entries[child].deadline { child += 1 }
            guard entries[child].deadline < last.deadline else { break }
            entries[hole] = entries[child]
            hole = child
        }
        entries[hole] = last
    }
}
