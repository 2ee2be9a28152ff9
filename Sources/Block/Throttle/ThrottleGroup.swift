internal import Sys

/// Limits that several nodes share, on however many queues.
///
/// A member is one attachment of a node to a queue. While requests wait, one member of each direction has the turn: its
/// first request waits for the buckets, by a timer of its own queue, and passes the turn on when it goes. So members
/// alternate, however much each of them asks for.
package final class ThrottleGroup: Sendable {
    private struct Member {
        let seat: FilterSeat
        /// How many requests wait, by direction.
        var waiting = [0, 0]
    }

    private struct Shared: Sendable {
        var state: ThrottleState
        var members: [Member] = []
        /// Whose turn it is, by direction; nil while nothing waits.
        var turn: [FilterSeat?] = [nil, nil]

        /// The place of a member, which comes with its first request.
        mutating func index(of seat: FilterSeat) -> Int {
            if let index = members.firstIndex(where: { $0.seat === seat }) { return index }
            members.append(Member(seat: seat))
            return members.count - 1
        }

        /// Gives the turn to the next member that waits, after the one at `index`.
        mutating func passTurn(_ lane: Int, after index: Int) {
            let old = turn[lane]
            turn[lane] = nil
            for step in 1...members.count {
                let next = members[(index + step) % members.count]
                guard next.waiting[lane] > 0 else { continue }
                turn[lane] = next.seat
                if next.seat !== old { next.seat.wake() }
                return
            }
        }
    }

    private let shared: Locked<Shared>

    /// Begins with empty buckets.
    ///
    /// - Throws: When the limits contradict each other.
    package init(_ limits: ThrottleLimits, now: UInt64) throws(BlockError) {
        try limits.check()
        shared = Locked(Shared(state: ThrottleState(limits, now: now)))
    }

    /// The limits now.
    package var limits: ThrottleLimits { shared.withLock { $0.state.limits } }

    /// Changes the limits, and empties the buckets.
    ///
    /// - Throws: When they contradict each other; nothing has changed then.
    package func setLimits(_ limits: ThrottleLimits, now: UInt64) throws(BlockError) {
        try limits.check()
        shared.withLock { shared in
            shared.state = ThrottleState(limits, now: now)
            // Their timers are those of the old limits.
            for seat in shared.turn { seat?.wake() }
        }
    }

    // MARK: - Requests

    /// Lets a request pass that has just come, or keeps it.
    func arrive(_ seat: FilterSeat, _ direction: ThrottleState.Direction, bytes: UInt64, now: UInt64) -> FilterVerdict {
        shared.withLock { shared in
            let lane = direction.rawValue
            let index = shared.index(of: seat)
            guard shared.turn[lane] == nil else {
                shared.members[index].waiting[lane] += 1
                return .hold(until: nil)
            }
            let wait = shared.state.wait(direction, now: now)
            guard wait > 0 else {
                shared.state.add(direction, bytes: bytes)
                return .pass
            }
            shared.members[index].waiting[lane] += 1
            shared.turn[lane] = seat
            return .hold(until: now &+ wait)
        }
    }

    /// Lets the first of a member's waiting requests pass, if it is its turn and time.
    func retry(_ seat: FilterSeat, _ direction: ThrottleState.Direction, bytes: UInt64, now: UInt64) -> FilterVerdict {
        shared.withLock { shared in
            let lane = direction.rawValue
            guard shared.turn[lane] === seat else { return .hold(until: nil) }
            let wait = shared.state.wait(direction, now: now)
            guard wait == 0 else { return .hold(until: now &+ wait) }
            shared.state.add(direction, bytes: bytes)
            let index = shared.index(of: seat)
            shared.members[index].waiting[lane] -= 1
            shared.passTurn(lane, after: index)
            return .pass
        }
    }

    /// Forgets a waiting request.
    func withdraw(_ seat: FilterSeat, _ direction: ThrottleState.Direction) {
        shared.withLock { shared in
            let lane = direction.rawValue
            let index = shared.index(of: seat)
            shared.members[index].waiting[lane] -= 1
            if shared.turn[lane] === seat, shared.members[index].waiting[lane] == 0 {
                shared.passTurn(lane, after: index)
            }
        }
    }

    /// Forgets a member, unless requests of it wait.
    func leave(_ seat: FilterSeat) {
        shared.withLock { $0.members.removeAll { $0.seat === seat && $0.waiting == [0, 0] } }
    }
}
