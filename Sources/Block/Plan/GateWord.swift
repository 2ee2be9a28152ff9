package import Synchronization

/// The bits of the word that allows or stops I/O at the bottom of a plan.
///
/// Bit 0 is set in every valid word, so that a page that reads as zeroes allows nothing.
package enum GateWord {
    package static let live: UInt64 = 1
    package static let noRead: UInt64 = 1 << 1
    package static let noWrite: UInt64 = 1 << 2
    package static let hold: UInt64 = 1 << 3
    package static let detached: UInt64 = 1 << 4
    package static let unitAttention: UInt64 = 1 << 5

    /// What stops a read.
    package static let readMask = live | noRead | hold | detached
    /// What stops a write, and all that counts as one.
    package static let writeMask = live | noWrite | hold | detached

    /// The word of plans without a gate: it allows everything, for ever.
    // Safety: the word is an atomic that nobody changes.
    nonisolated(unsafe) static let open: UnsafeMutablePointer<Atomic<UInt64>> = {
        let word: UnsafeMutablePointer<Atomic<UInt64>> = CacheLine.allocate(capacity: 1)
        word.initialize(to: Atomic(live))
        return word
    }()
}

/// What the fast path sees of a gate: a word to look at and a line to count on.
package struct GateLine {
    let word: UnsafeMutablePointer<Atomic<UInt64>>
    let line: CounterLine

    /// The same for the same line, as long as it is open.
    package var identity: UInt { UInt(bitPattern: line.counters) }

    /// Looks at a word and counts on a line, both of which live elsewhere, such as in a shared page.
    package init(word: UnsafeMutablePointer<Atomic<UInt64>>, line: CounterLine) {
        self.word = word
        self.line = line
    }
}

// Safety: the word is an atomic that any thread may load.
extension GateLine: @unchecked Sendable {}
