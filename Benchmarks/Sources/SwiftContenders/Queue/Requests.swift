import Block
import CContenderSupport

/// The requests of one worker: random places, one buffer a slot.
///
/// A value on the stack, so that it stays in registers.
struct Requests {
    private let node: NodeHandle
    private let memory: UnsafeMutableRawPointer
    private let size: UInt64
    private let places: UInt64
    private let isDurable: Bool
    private var random: UInt64
    /// How many are still to be queued.
    private(set) var left: UInt64

    init(_ workload: contender_workload, _ node: NodeHandle, _ memory: UnsafeMutableRawPointer, seed: UInt64) {
        self.node = node
        self.memory = memory
        size = UInt64(workload.block_size)
        isDurable = workload.durable
        places =
            (workload.layer.map { String(cString: $0) == "window" } == true ? workload.span - 8192 : workload.span)
            / size
        random = seed
        left = workload.operations
    }

    /// Queues the next request into the slot's buffer, if any is left.
    @inline(__always)
    mutating func enqueue(_ queue: borrowing BlockQueue, slot: UInt64, writes: Bool) {
        guard left > 0 else { return }
        left &-= 1
        let offset = contender_next_block(&random, places) &* size
        let buffer = memory + Int(truncatingIfNeeded: slot &* size)
        let count = Int(truncatingIfNeeded: size)
        let request =
            writes
            ? queue.write(node, from: buffer, count: count, at: offset, durable: isDurable, userData: slot)
            : queue.read(node, into: buffer, count: count, at: offset, userData: slot)
        guard request != nil else { contender_fail("the queue refused a request", 0) }
    }

    /// Checks completions and queues the next request for each.
    @inline(__always)
    mutating func renew(
        _ queue: borrowing BlockQueue, _ completions: Slice<UnsafeMutableBufferPointer<Completion>>, writes: Bool
    ) {
        for completion in UnsafeMutableBufferPointer(rebasing: completions) {
            guard completion.result == Int64(truncatingIfNeeded: size) else {
                contender_fail("a request failed or was short", Int32(clamping: min(completion.result, 0)))
            }
            enqueue(queue, slot: completion.userData, writes: writes)
        }
    }
}
