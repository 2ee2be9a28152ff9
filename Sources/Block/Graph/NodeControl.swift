internal import Synchronization
internal import Sys

/// What all queues of one bottom node share: the control word, and behind a lock who serialises and who drains.
///
/// The protocol: whoever changes the word issues a process barrier; after it, every queue either sees the change or has
/// counted its request in and shows it when it is asked. Queues with requests in flight are asked by a note and answer
/// when none of theirs is in the way; queues without any need no answer, and nobody waits for that of one whose last
/// request has ended meanwhile.
package final class NodeControl {
    let word: ControlWord
    let shared = Locked(Shared())

    /// One attachment of the node to a queue.
    struct Member {
        var mailbox: Mailbox
        var handle: UInt32
        var line: CounterLine
        /// A note is on its way.
        var isNotified = false
        /// The queue has requests parked because of this node.
        var hasParked = false
    }

    struct Serialiser {
        var range: Range<UInt64>
        var owner: UInt64
        /// Members that have not answered.
        var awaited: Set<UInt64>
        /// The barrier has been issued and the members asked.
        var isArmed = false
    }

    struct Shared {
        var members: [UInt64: Member] = [:]
        var serialisers: [UInt64: Serialiser] = [:]
        var drains = 0
        /// Members that have not answered the drain.
        var drainAwaited: Set<UInt64> = []
        var next: UInt64 = 0
        var generation: UInt64 = 0
    }

    package init() { word = ControlWord.allocate() }

    deinit { word.deallocate() }

    func publish(_ shared: Shared) {
        var value = shared.generation &* ControlWord.step
        if shared.drains > 0 { value |= ControlWord.draining }
        if !shared.serialisers.isEmpty { value |= ControlWord.serialising }
        word.pointer.pointee.store(value, ordering: .sequentiallyConsistent)
    }

    static func notify(_ member: inout Member) {
        guard !member.isNotified else { return }
        member.isNotified = true
        member.mailbox.post(.attention, member.handle)
    }

    // MARK: - Members

    /// Adds a queue; returns its number here.
    func join(_ mailbox: Mailbox, handle: UInt32, line: CounterLine) -> UInt64 {
        shared.withLock { shared in
            shared.next += 1
            shared.members[shared.next] = Member(mailbox: mailbox, handle: handle, line: line)
            return shared.next
        }
    }

    /// Takes a queue out, which has nothing in flight.
    func leave(_ member: UInt64) {
        shared.withLock { shared in
            shared.members.removeValue(forKey: member)
            if shared.drainAwaited.remove(member) != nil, shared.drainAwaited.isEmpty { drainChanged() }
            for id in shared.serialisers.keys { answer(&shared, member, serialiser: id) }
        }
    }

    /// How many queues are attached.
    package var attachments: Int { shared.withLock { $0.members.count } }

    /// The word that a plan compiled now expects.
    var expectedWord: UInt64 { shared.withLock { $0.generation &* ControlWord.step } }

    /// Makes every plan be compiled again before its next request; idle queues do it soon, so that they let go of what
    /// the plan held.
    package func invalidatePlans() {
        shared.withLock { shared in
            shared.generation += 1
            publish(shared)
        }
        if System.hasProcessBarrier { System.processBarrier() }
        wake()
    }

    // MARK: - Read-modify-write

    /// What becomes of an attempt to serialise.
    enum Serialising {
        /// Another one overlaps; the request parks and is noted when that ends.
        case parked
        /// Entered; requests of these queues may be in the way. Run when ``isReady(_:)``.
        case entered(UInt64)
    }

    /// Enters a read-modify-write over a range, unless another overlaps.
    func enterSerialiser(_ range: Range<UInt64>, member: UInt64) -> Serialising {
        let id: UInt64? = shared.withLock { shared in
            guard !shared.serialisers.values.contains(where: { $0.range.overlaps(range) }) else {
                shared.members[member]?.hasParked = true
                return nil
            }
            shared.next += 1
            shared.serialisers[shared.next] = Serialiser(
                range: range, owner: member, awaited: Set(shared.members.keys))
            publish(shared)
            return shared.next
        }
        guard let id else { return .parked }
        if System.hasProcessBarrier { System.processBarrier() }
        shared.withLock { shared in
            shared.serialisers[id]?.isArmed = true
            for key in shared.serialisers[id]?.awaited ?? [] where key != member {
                guard var other = shared.members[key] else { continue }
                if other.line.inFlight == 0 {
                    shared.serialisers[id]?.awaited.remove(key)
                } else {
                    NodeControl.notify(&other)
                    shared.members[key] = other
                }
            }
        }
        return .entered(id)
    }

    /// True when nothing is in the way of a read-modify-write any more.
    ///
    /// A queue that was asked and has nothing in flight by now owes no answer: its thread may never poll again. What it
    /// begins later sees the word.
    func isReady(_ id: UInt64) -> Bool {
        shared.withLock { shared in
            guard let serialiser = shared.serialisers[id], serialiser.isArmed else { return false }
            let awaited = serialiser.awaited.filter { key in
                key == serialiser.owner || (shared.members[key]?.line.inFlight ?? 0) != 0
            }
            shared.serialisers[id]?.awaited = awaited
            return awaited.isEmpty
        }
    }

    /// Ends a read-modify-write and lets go who waited for it.
    func leaveSerialiser(_ id: UInt64) {
        shared.withLock { shared in
            shared.serialisers.removeValue(forKey: id)
            publish(shared)
            wakeParked(&shared)
        }
    }

    /// True when a piece may start; otherwise it parks and its queue is noted later.
    func admitsPiece(_ range: Range<UInt64>, member: UInt64, own: UInt64) -> Bool {
        shared.withLock { shared in
            for (id, serialiser) in shared.serialisers where id != own && serialiser.range.overlaps(range) {
                shared.members[member]?.hasParked = true
                return false
            }
            return true
        }
    }

    private func answer(_ shared: inout Shared, _ member: UInt64, serialiser id: UInt64) {
        guard shared.serialisers[id]?.awaited.remove(member) != nil else { return }
        guard let serialiser = shared.serialisers[id], serialiser.awaited.isEmpty, serialiser.owner != member else {
            return
        }
        if var owner = shared.members[serialiser.owner] {
            NodeControl.notify(&owner)
            shared.members[serialiser.owner] = owner
        }
    }

    func wakeParked(_ shared: inout Shared) {
        for key in shared.members.keys where shared.members[key]?.hasParked == true {
            guard var member = shared.members[key] else { continue }
            member.hasParked = false
            NodeControl.notify(&member)
            shared.members[key] = member
        }
    }

    // MARK: - Answers of a queue

    /// Takes a queue's note off and lets it answer: which ranges have none of its pieces in the way, and whether
    /// everything of it is out.
    func attend(_ member: UInt64, isClear: (Range<UInt64>) -> Bool, isDrained: () -> Bool) {
        shared.withLock { shared in
            shared.members[member]?.isNotified = false
            for (id, serialiser) in shared.serialisers
            where serialiser.awaited.contains(member) && isClear(serialiser.range) {
                answer(&shared, member, serialiser: id)
            }
            if shared.drainAwaited.contains(member) && isDrained() {
                shared.drainAwaited.remove(member)
                if shared.drainAwaited.isEmpty { drainChanged() }
            }
        }
    }
}

// Safety: `shared` is behind its lock; the word is an atomic.
extension NodeControl: @unchecked Sendable {}
