internal import Synchronization
internal import Sys

/// Limits that several nodes share, on however many queues.
///
/// A member is one attachment of a node to a queue. Where there is room, it leases credit along with a request, and
/// passes the next ones without asking. While requests wait, one member of each direction has the turn: its first request
/// waits for the buckets, by a timer of its own queue, and passes the turn on when it goes. So members alternate, however
/// much each of them asks for.
package final class ThrottleGroup: Sendable {
    /// Credit that is out.
    private struct Loan {
        let member: ThrottleMember
        let direction: ThrottleState.Direction
        let lease: ThrottleLease
    }

    private struct Shared: Sendable {
        var state: ThrottleState
        var members: [ThrottleMember] = []
        var loans: [Loan] = []
        /// Whose turn it is, by direction; nil while nothing waits.
        var turn: [ThrottleMember?] = [nil, nil]
        var generation: UInt64 = 0
        /// How often somebody came here.
        var contacts: UInt64 = 0

        /// Gives the turn to the next member that waits, after this one.
        mutating func passTurn(_ direction: ThrottleState.Direction, after member: ThrottleMember) {
            let old = turn[direction.rawValue]
            turn[direction.rawValue] = nil
            guard let index = members.firstIndex(where: { $0 === member }) else { return }
            for step in 1...members.count {
                let next = members[(index + step) % members.count]
                guard next.waiting(direction) > 0 else { continue }
                turn[direction.rawValue] = next
                if next !== old { next.seat.wake() }
                return
            }
        }

        /// Takes credit back that has run out; of members that don't show up it counts as used.
        mutating func collect(now: UInt64) {
            loans.removeAll { loan in
                guard loan.lease.end <= now else { return false }
                state.settle(loan.direction, granted: loan.lease.granted, spent: loan.lease.granted)
                return true
            }
        }

        /// Takes a member's credit back, of which it says what it has used.
        mutating func settle(_ member: ThrottleMember, _ direction: ThrottleState.Direction) {
            guard let lease = member.leases[direction.rawValue] else { return }
            member.leases[direction.rawValue] = nil
            let index = loans.firstIndex { $0.member === member && $0.direction == direction }
            guard let index, lease.generation == generation else { return }
            loans.remove(at: index)
            state.settle(direction, granted: lease.granted, spent: lease.spent)
        }
    }

    private let shared: Locked<Shared>
    /// Which limits are in force; credit of others is void.
    private let generation = Atomic<UInt64>(0)

    /// Begins with empty buckets.
    ///
    /// - Throws: When the limits contradict each other.
    package init(_ limits: ThrottleLimits, now: UInt64) throws(BlockError) {
        try limits.check()
        shared = Locked(Shared(state: ThrottleState(limits, now: now)))
    }

    /// The limits now.
    package var limits: ThrottleLimits { shared.withLock { $0.state.limits } }

    /// How often queues have asked so far: once for each lease, and once for each request that waits.
    package var contacts: UInt64 { shared.withLock { $0.contacts } }

    /// Changes the limits, and empties the buckets.
    ///
    /// - Throws: When they contradict each other; nothing has changed then.
    package func setLimits(_ limits: ThrottleLimits, now: UInt64) throws(BlockError) {
        try limits.check()
        shared.withLock { shared in
            shared.state = ThrottleState(limits, now: now)
            shared.loans = []
            shared.generation += 1
            generation.store(shared.generation, ordering: .releasing)
            // Their timers are those of the old limits.
            for member in shared.turn { member?.seat.wake() }
        }
    }

    /// The member that a seat is, which comes with its first request; on the queue's thread.
    private func member(_ seat: FilterSeat) -> ThrottleMember {
        if let member = seat.member(of: self) { return member }
        let member = ThrottleMember(seat)
        seat.join(self, as: member)
        shared.withLock { $0.members.append(member) }
        return member
    }

    // MARK: - Requests

    /// Lets a request pass that has just come, or keeps it.
    func arrive(_ seat: FilterSeat, _ direction: ThrottleState.Direction, bytes: UInt64, now: UInt64) -> FilterVerdict {
        let member = member(seat)
        member.isLeaving = false
        if member.passes(direction, bytes: bytes, now: now, generation: generation.load(ordering: .acquiring)) {
            return .pass
        }
        // Behind those that wait already; whose turn it is stays the same.
        guard member.waiting(direction) == 0 else {
            member.changeWaiting(direction, by: 1)
            return .hold(until: nil)
        }
        return shared.withLock { shared in
            shared.contacts += 1
            shared.settle(member, direction)
            shared.collect(now: now)
            guard shared.turn[direction.rawValue] == nil else {
                member.changeWaiting(direction, by: 1)
                return .hold(until: nil)
            }
            let wait = shared.state.wait(direction, now: now)
            guard wait > 0 else {
                shared.state.add(direction, bytes: bytes)
                if let lease = shared.state.lease(direction, bytes: bytes, now: now, generation: shared.generation) {
                    member.leases[direction.rawValue] = lease
                    shared.loans.append(Loan(member: member, direction: direction, lease: lease))
                }
                return .pass
            }
            member.changeWaiting(direction, by: 1)
            shared.turn[direction.rawValue] = member
            return .hold(until: now &+ wait)
        }
    }

    /// Lets the first of a member's waiting requests pass, if it is its turn and time.
    func retry(_ seat: FilterSeat, _ direction: ThrottleState.Direction, bytes: UInt64, now: UInt64) -> FilterVerdict {
        let member = member(seat)
        defer { leaveIfLast(member) }
        return shared.withLock { shared in
            shared.contacts += 1
            shared.collect(now: now)
            guard shared.turn[direction.rawValue] === member else { return .hold(until: nil) }
            let wait = shared.state.wait(direction, now: now)
            guard wait == 0 else { return .hold(until: now &+ wait) }
            shared.state.add(direction, bytes: bytes)
            member.changeWaiting(direction, by: -1)
            shared.passTurn(direction, after: member)
            return .pass
        }
    }

    /// Forgets a waiting request.
    func withdraw(_ seat: FilterSeat, _ direction: ThrottleState.Direction) {
        let member = member(seat)
        defer { leaveIfLast(member) }
        shared.withLock { shared in
            member.changeWaiting(direction, by: -1)
            if shared.turn[direction.rawValue] === member, member.waiting(direction) == 0 {
                shared.passTurn(direction, after: member)
            }
        }
    }

    /// Forgets a member, now or with the last of its requests that wait; its credit goes back.
    func leave(_ seat: FilterSeat) {
        guard let member = seat.member(of: self) else { return }
        member.isLeaving = true
        leaveIfLast(member)
    }

    private func leaveIfLast(_ member: ThrottleMember) {
        guard member.isLeaving, member.isIdle else { return }
        member.seat.leave(self)
        shared.withLock { shared in
            shared.settle(member, .read)
            shared.settle(member, .write)
            shared.members.removeAll { $0 === member }
        }
    }
}
