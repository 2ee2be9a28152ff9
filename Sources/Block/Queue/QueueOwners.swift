internal import Sys

/// Which thread owns which queues: so that a thread that waits for something else can look after its own.
final class QueueOwners: Sendable {
    /// A queue's state, which stays where it is until the queue is taken out.
    private struct Owned: @unchecked Sendable {
        // Safety: used by the owning thread only.
        let state: UnsafeMutablePointer<QueueState>
    }

    private let owned = Locked<[UInt: [Owned]]>([:])

    /// Notes a queue that the calling thread has begun to own.
    func add(_ state: UnsafeMutablePointer<QueueState>) {
        let owned = Owned(state: state)
        self.owned.withLock { $0[System.threadToken, default: []].append(owned) }
    }

    /// Forgets a queue that a thread has owned.
    func remove(_ state: UnsafeMutablePointer<QueueState>, owner: UInt) {
        let owned = Owned(state: state)
        self.owned.withLock { queues in
            queues[owner]?.removeAll { $0.state == owned.state }
            if queues[owner]?.isEmpty == true { queues[owner] = nil }
        }
    }

    /// Goes on with the requests of the calling thread's queues; true while some have not ended.
    fileprivate func pump() -> Bool {
        var isBusy = false
        for queue in owned.withLock({ $0[System.threadToken] ?? [] }) {
            // An error concerns what is submitted next, and comes again with the queue's own calls.
            let isOver = (try? queue.state.pointee.drain(timeout: 0)) ?? true
            isBusy = isBusy || !isOver
        }
        return isBusy
    }
}

extension BlockEnvironment {
    /// Goes on with the requests of all queues that the calling thread owns, without handing completions out.
    ///
    /// For a thread that waits for another one, which may wait for these requests. True while some have not ended.
    package func pumpOwnQueues() -> Bool { owners.pump() }
}
