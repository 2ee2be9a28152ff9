internal import CLinuxShims
package import Synchronization

/// One cache line of two counters, {entered, left}, which one thread writes and any may read.
///
/// Their difference is what is in flight; counting in before a word is looked at, and out after the request is done,
/// lets another thread that changed the word and issued a barrier know when the last request that missed it is gone.
package struct CounterLine {
    let counters: UnsafeMutablePointer<Atomic<UInt64>>

    /// Uses counters that live elsewhere, such as in a shared page.
    package init(_ counters: UnsafeMutablePointer<Atomic<UInt64>>) { self.counters = counters }

    /// Allocates a line of zeroes.
    static func allocate() -> CounterLine {
        let counters: UnsafeMutablePointer<Atomic<UInt64>> = CacheLine.allocate(capacity: 2)
        for index in 0..<2 { (counters + index).initialize(to: Atomic(0)) }
        return CounterLine(counters)
    }

    /// Frees a line that ``allocate()`` made.
    func deallocate() { counters.deallocate() }

    /// Counts in.
    @inline(__always)
    func enter() {
        counters.pointee.store(counters.pointee.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }

    /// Counts out.
    @inline(__always)
    func leave(_ count: UInt64 = 1) {
        (counters + 1).pointee.store((counters + 1).pointee.load(ordering: .relaxed) &+ count, ordering: .releasing)
    }

    /// How many are between the two counters; exact for a reader only after a process barrier.
    package var inFlight: UInt64 {
        // `left` first: the other order could see a request out that it didn't see in.
        let left = (counters + 1).pointee.load(ordering: .acquiring)
        return counters.pointee.load(ordering: .acquiring) &- left
    }
}

// Safety: the counters are atomics; only the owning queue's thread writes them.
extension CounterLine: @unchecked Sendable {}
