internal import Sys

/// io_uring: the fastest wherever the kernel needs no thread of its own to carry a request out.
///
/// What makes it fast is in ``QueueState``: the fast path writes submission entries itself.
enum RingEngine: Engine {
    static func failure(_ environment: BlockEnvironment) -> Errno? {
        environment.allowsRing ? RingSupport.shared.failure : .notPermitted
    }

    static func prepare(
        _ queue: inout QueueState, _ handle: UInt32, _ attachment: inout Attachment, _ plan: inout Plan
    ) throws(Errno) {
        guard queue.ring != nil else { throw failure(queue.environment) ?? .noSystemCall }
        queue.register(handle, &attachment, &plan)
    }

    static func issue(_ queue: inout QueueState, _ index: UInt32) { queue.issueEntry(index) }

    static func cancel(_ queue: inout QueueState, _ index: UInt32) -> Bool {
        if queue.unsubmitted.contains(index, queue.slots) {
            queue.unsubmitted.remove(index, queue.slots)
            return true
        }
        // A polled request can't be cancelled; it ends soon.
        if let ring = queue.ring { queue.cancelEntry(index, ring) }
        return false
    }
}

/// Answers for nodes without a medium.
enum NullEngine: Engine {
    static func prepare(
        _ queue: inout QueueState, _ handle: UInt32, _ attachment: inout Attachment, _ plan: inout Plan
    ) throws(Errno) { plan.slow(.all) }

    static func start(_ queue: inout QueueState, _ index: UInt32) { queue.answerNull(index) }

    // Never reached: no request of such a node has pieces.
    static func issue(_ queue: inout QueueState, _ index: UInt32) {}
    static func cancel(_ queue: inout QueueState, _ index: UInt32) -> Bool { false }
}
