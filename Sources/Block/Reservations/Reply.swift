internal import Sys

/// Where a manager puts the answer to one command; the first answer counts, and only while somebody waits for it.
///
/// It belongs to the request in a slot of a queue's table. Neither side touches the other's memory: the answer lies here
/// until the queue's thread takes it.
package final class Reply: Sendable {
    private enum State {
        case pending
        case answered(ReservationAnswer)
        /// Taken by the queue, or given up.
        case over
    }

    private let state = Locked(State.pending)
    private let post: @Sendable () -> Void

    /// Answers go to whoever `post` tells, on the manager's thread.
    package init(post: @escaping @Sendable () -> Void) { self.post = post }

    /// The reply of the request in a slot.
    convenience init(_ mailbox: Mailbox, slot: UInt32) {
        self.init { mailbox.post(.commandAnswered, slot) }
    }

    /// Answers; false when there was an answer already or nobody waits any more.
    @discardableResult
    package func answer(_ answer: ReservationAnswer) -> Bool {
        let isFirst = state.withLock { state in
            guard case .pending = state else { return false }
            state = .answered(answer)
            return true
        }
        if isFirst { post() }
        return isFirst
    }

    /// False once there is an answer or nobody waits for one.
    package var isAwaited: Bool {
        state.withLock { state in
            if case .pending = state { true } else { false }
        }
    }

    /// Gives up; false when there is an answer already, whose note is on its way.
    package func abandon() -> Bool {
        state.withLock { state in
            guard case .pending = state else { return false }
            state = .over
            return true
        }
    }

    /// Takes the answer; `nil` when there is none, or it was taken.
    package func take() -> ReservationAnswer? {
        state.withLock { state in
            guard case .answered(let answer) = state else { return nil }
            state = .over
            return answer
        }
    }
}
