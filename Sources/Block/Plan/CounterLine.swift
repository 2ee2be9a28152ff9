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
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
        memory.initializeMemory(as: UInt64.self, repeating: 0, count: 8)
        return CounterLine(memory.assumingMemoryBound(to: Atomic<UInt64>.self))
    }

    /// Frees a line that ``allocate()`` made.
    func deallocate() { UnsafeMutableRawPointer(counters).deallocate() }

    @inline(__always)
    func enter() {
        counters.pointee.store(counters.pointee.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }

    @inline(__always)
    func leave() {
        (counters + 1).pointee.store((counters + 1).pointee.load(ordering: .relaxed) &+ 1, ordering: .releasing)
    }

    /// How many are between the two counters; exact for a reader only after a process barrier.
    var inFlight: UInt64 {
        // `left` first: the other order could see a request out that it didn't see in.
        let left = (counters + 1).pointee.load(ordering: .acquiring)
        return counters.pointee.load(ordering: .acquiring) &- left
    }
}

// Safety: the counters are atomics; only the owning queue's thread writes them.
extension CounterLine: @unchecked Sendable {}
