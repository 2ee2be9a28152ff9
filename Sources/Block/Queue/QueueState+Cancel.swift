internal import CLiburing
internal import Sys

extension QueueState {
    /// Asks for the early end of a request; false when it is over or unknown.
    mutating func cancel(_ id: RequestID) -> Bool {
        checkThread()
        let index = id.slot
        guard index < depth, slots[Int(index)].operation != 0, slots[Int(index)].generation == id.generation else {
            return false
        }
        let slot = slots + Int(index)
        let state = slow + Int(index)
        let isSlow = slot.pointee.flags & RequestSlot.slow != 0
        if isSlow && state.pointee.stage == .ready { return false }
        slot.pointee.flags |= RequestSlot.canceled
        switch isSlow ? state.pointee.stage : .direct {
        case .parked, .parkedPiece: parked.remove(index, slots)
        case .held: withdrawHeld(index)
        case .bounceWait: waitingForBounce.remove(index, slots)
        case .timer, .failing, .serialising:
            timers.remove(index)
            descriptors.timer.set(timers.earliest)
        case .worker:
            guard environment.workers.withdraw(Self.job(of: state)) else { return true }
            state.pointee.job = WorkerJob()
        case .manager: guard withdrawCommand(index) else { return true }
        case .idle, .ready: return true
        case .direct, .bounceRead, .bounceWrite, .mergeHead, .mergeTail, .mergeWrite, .flush, .nop:
            if plans[Int(slot.pointee.plan)].carrier.cancel(&self, index) {
                engineDone(index, Errno.canceled.result)
            }
            return true
        }
        finish(index, Errno.canceled.result)
        return true
    }

    /// Asks for the early end of every request.
    mutating func cancelAll() {
        for index in 0..<depth where slots[Int(index)].operation != 0 {
            _ = cancel(RequestID(slot: index, generation: slots[Int(index)].generation))
        }
    }

    /// Waits until every accepted request has ended; their completions wait to be polled.
    ///
    /// Returns false when the time ran out, as it does while a drained node holds requests back.
    mutating func drain(timeout: UInt64?) throws(Errno) -> Bool {
        checkThread()
        let deadline = timeout.map { System.monotonicNanoseconds &+ $0 }
        while readyCount < inUse {
            try submit()
            if let ring { settle(ring) }
            if let pollRing { settle(pollRing) }
            attendAll()
            // What has ended may have queued the next piece.
            if usesOthers { submitOthers() }
            guard readyCount < inUse else { break }
            if let deadline, System.monotonicNanoseconds >= deadline { return false }
            try waitForOne(deadline: deadline)
        }
        return true
    }

    /// Takes a ring's completions and keeps the requests' ends for the next poll.
    private mutating func settle(_ ring: UnsafeMutablePointer<io_uring>) {
        let available = io_uring_cq_ready(ring)
        guard available > 0 else { return }
        distortCompletions(ring, available)
        for offset in 0..<available { reapOther(ring, after: offset) }
        io_uring_cq_advance(ring, available)
        if ring == pollRing { pollReaped &+= available }
    }
}
