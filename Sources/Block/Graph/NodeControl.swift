internal import Synchronization
internal import Sys

/// What all queues of one bottom node share: the control word, and behind a lock who serialises and who drains.
///
/// The protocol: whoever changes the word issues a process barrier; after it, every queue either sees the change or has
/// counted its request in and shows it when it is asked. Queues with requests in flight are asked by a note and answer
/// when none of theirs is in the way; queues without any need no answer.
package final class NodeControl {
    let word: ControlWord
    private let shared = Locked(Shared())

    /// One attachment of the node to a queue.
    private struct Member {
        var mailbox: Mailbox
        var handle: UInt32
        var line: CounterLine
        /// A note is on its way.
        var isNotified = false
        /// The queue has requests parked because of this node.
        var hasParked = false
    }

    private struct Serialiser {
        var range: Range<UInt64>
        var owner: UInt64
        /// Members that have not answered.
        var awaited: Set<UInt64>
        /// The barrier has been issued and the members asked.
        var isArmed = false
    }

    private struct Shared {
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

    private func publish(_ shared: Shared) {
        var value = shared.generation &* ControlWord.step
        if shared.drains > 0 { value |= ControlWord.draining }
        if !shared.serialisers.isEmpty { value |= ControlWord.serialising }
        word.pointer.pointee.store(value, ordering: .sequentiallyConsistent)
    }

    private static func notify(_ member: inout Member) {
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
            shared.drainAwaited.remove(member)
            for id in shared.serialisers.keys { answer(&shared, member, serialiser: id) }
        }
    }

    /// How many queues are attached.
    package var attachments: Int { shared.withLock { $0.members.count } }

    /// The word that a plan compiled now expects.
    var expectedWord: UInt64 { shared.withLock { $0.generation &* ControlWord.step } }

    /// Makes every plan be compiled again before its next request.
    package func invalidatePlans() {
        shared.withLock { shared in
            shared.generation += 1
            publish(shared)
        }
        if System.hasProcessBarrier { System.processBarrier() }
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
    func isReady(_ id: UInt64) -> Bool {
        shared.withLock { shared in
            guard let serialiser = shared.serialisers[id] else { return false }
            return serialiser.isArmed && serialiser.awaited.isEmpty
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

    private func wakeParked(_ shared: inout Shared) {
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

    // MARK: - Drain

    /// Stops new requests of all queues, until as many ``endDrain()``.
    ///
    /// Those in flight go on: see ``isDrained``.
    package func beginDrain() {
        shared.withLock { shared in
            shared.drains += 1
            shared.drainAwaited.formUnion(shared.members.keys)
            publish(shared)
        }
        if System.hasProcessBarrier { System.processBarrier() }
        shared.withLock { shared in
            for key in shared.drainAwaited {
                guard var member = shared.members[key] else { continue }
                if member.line.inFlight == 0 {
                    shared.drainAwaited.remove(key)
                } else {
                    NodeControl.notify(&member)
                    shared.members[key] = member
                }
            }
        }
    }

    /// True when every request that was in flight at ``beginDrain()`` is out.
    package var isDrained: Bool {
        shared.withLock { shared in
            guard shared.drains > 0 else { return false }
            shared.drainAwaited = shared.drainAwaited.filter { (shared.members[$0]?.line.inFlight ?? 0) != 0 }
            return shared.drainAwaited.isEmpty
        }
    }

    /// Waits until every request that was in flight at ``beginDrain()`` is out; false when the time runs out first.
    ///
    /// The queues' threads must poll meanwhile; the calling thread must own none of them that has requests in flight.
    package func waitDrained(timeoutNanoseconds: UInt64) -> Bool {
        let deadline = System.monotonicNanoseconds &+ timeoutNanoseconds
        while true {
            let seen = changes.pointee.load(ordering: .acquiring)
            if isDrained { return true }
            let now = System.monotonicNanoseconds
            guard now < deadline else { return isDrained }
            System.wait(on: changes, while: seen, timeoutNanoseconds: Int64(clamping: deadline - now))
        }
    }

    /// Counts what a waiting drain should look at again.
    private var changes: UnsafeMutablePointer<Atomic<UInt32>> {
        // In the second line of the word's allocation.
        UnsafeMutableRawPointer(word.pointer + 8).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    private func drainChanged() {
        changes.pointee.add(1, ordering: .releasing)
        System.wake(changes)
    }

    /// Parks a request of a drained node; false when the drain has ended meanwhile.
    func parkDrained(_ member: UInt64) -> Bool {
        shared.withLock { shared in
            guard shared.drains > 0 else { return false }
            shared.members[member]?.hasParked = true
            return true
        }
    }

    /// Lets requests in again.
    package func endDrain() {
        shared.withLock { shared in
            precondition(shared.drains > 0, "a drain ends that never began")
            shared.drains -= 1
            publish(shared)
            if shared.drains == 0 { wakeParked(&shared) }
        }
    }

    /// Notes every queue: something else that its parked requests wait for may have changed.
    package func wake() {
        shared.withLock { shared in
            for key in shared.members.keys {
                guard var member = shared.members[key] else { continue }
                NodeControl.notify(&member)
                shared.members[key] = member
            }
        }
    }
}

// Safety: `shared` is behind its lock; the word is an atomic.
extension NodeControl: @unchecked Sendable {}
