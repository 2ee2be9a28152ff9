internal import Synchronization
internal import Sys

extension NodeControl {
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
            // A queue that has become idle may not answer; its counters tell.
            System.wait(on: changes, while: seen, timeoutNanoseconds: Int64(clamping: min(deadline - now, 1_000_000)))
        }
    }

    /// Counts what a waiting drain should look at again.
    private var changes: UnsafeMutablePointer<Atomic<UInt32>> {
        // In the second line of the word's allocation.
        UnsafeMutableRawPointer(word.pointer + 8).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    func drainChanged() {
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
