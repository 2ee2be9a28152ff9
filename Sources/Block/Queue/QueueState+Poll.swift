internal import CLiburing
internal import Sys

extension QueueState {
    /// Hands what is queued to the kernel, without waiting.
    mutating func submit() throws(Errno) {
        checkThread()
        if owner == 0 { try bind() }
        beginBatch()
        attendAll()
        retryUnsubmitted()
        if let pollRing { try enterKernel(pollRing, waitFor: 0, deadline: nil) }
        if let ring { try enterKernel(ring, waitFor: 0, deadline: nil) }
        if usesOthers { submitOthers() }
        announceReady()
    }

    /// Hands what is queued to the kernel and takes completions, waiting for at least `wanted` of them.
    ///
    /// Returns fewer when the time runs out or fewer requests are in flight. One kernel call a turn when all goes well.
    mutating func poll(
        _ buffer: UnsafeMutableBufferPointer<Completion>, min wanted: Int, timeout: UInt64?
    ) throws(Errno) -> Int {
        checkThread()
        if owner == 0 { try bind() }
        beginBatch()
        pollStamp = 0
        retryUnsubmitted()
        var count = ready.isEmpty ? 0 : takeReady(buffer, takeRingsTurn(buffer, 0))
        var wanted = min(wanted, buffer.count, count + inUse)
        var deadline: UInt64?
        while true {
            if usesOthers {
                submitOthers()
                count = takeReady(buffer, count)
            }
            var missing = wanted - count
            if missing > 0, deadline == nil, let timeout { deadline = System.monotonicNanoseconds &+ timeout }
            if missing > 0, answersDue > 0, lookForAnswers(deadline: deadline) { missing = 0 }
            if waitsInNative {
                try waitInNative(missing: missing, deadline: deadline)
            } else if let ring {
                try pollEngine(buffer, count, missing: missing, deadline: deadline)
                if let pollRing { count = reap(pollRing, buffer, takeRingsTurn(buffer, count)) }
                count = reap(ring, buffer, count)
            } else {
                try waitWithoutRing(missing: missing, deadline: deadline)
            }
            attendAll()
            pollStamp = 0
            count = takeReady(buffer, count)
            wanted = min(wanted, count + inUse)
            if count >= wanted { break }
            if let deadline, System.monotonicNanoseconds >= deadline { break }
        }
        if isArmed { try submitFollowing() }
        return count
    }

    /// Takes from the main ring before what else there is, one time in three; returns the new count.
    ///
    /// A caller whose buffer is always filled from elsewhere would never hear from the ring, which also brings the notes of
    /// other threads: requests that end at once, such as refused ones, are as many as the caller sends.
    @inline(never)
    private mutating func takeRingsTurn(
        _ buffer: UnsafeMutableBufferPointer<Completion>, _ count: Int
    ) -> Int {
        turn = (turn &+ 1) % 3
        guard turn == 0, let ring else { return count }
        return reap(ring, buffer, count)
    }

    /// Submits what completions have queued, the next steps of their requests.
    ///
    /// Whoever waits on a descriptor would wait for these in vain; whoever polls submits them by that.
    @inline(never)
    mutating func submitFollowing() throws(Errno) {
        retryUnsubmitted()
        if let pollRing, io_uring_sq_ready(pollRing) > 0 { try enterKernel(pollRing, waitFor: 0, deadline: nil) }
        if let ring, io_uring_sq_ready(ring) > 0 { try enterKernel(ring, waitFor: 0, deadline: nil) }
        if usesOthers { submitOthers() }
        announceReady()
    }

    /// Waits until anything happens, without taking it.
    mutating func waitForOne(deadline: UInt64?) throws(Errno) {
        if waitsInNative {
            try waitInNative(missing: 1, deadline: deadline)
        } else if let ring {
            let polled = pollRing.map { $0.pointee.sq.sqe_tail &- pollReaped } ?? 0
            // What is polled for shows only when it is looked for.
            guard polled == 0, io_uring_cq_ready(ring) == 0 else { return }
            try enterKernel(ring, waitFor: 1, deadline: deadline)
        } else {
            try waitWithoutRing(missing: 1, deadline: deadline)
        }
    }

    /// Enters the kernel for both rings; waits on the main one unless only polled requests are in flight.
    private mutating func pollEngine(
        _ buffer: UnsafeMutableBufferPointer<Completion>, _ count: Int, missing: Int, deadline: UInt64?
    ) throws(Errno) {
        guard let ring else { return }
        var missing = max(missing, 0)
        if let pollRing {
            let outstanding = pollRing.pointee.sq.sqe_tail &- pollReaped
            if outstanding > 0 {
                try enterKernel(pollRing, waitFor: 0, deadline: nil)
                // Completions are found by looking; sleeping on the other ring would stop that.
                missing = 0
            }
        }
        let ready = Int(io_uring_cq_ready(ring))
        // One entry may end several requests that a worker or a timer had.
        let needed = slowCount > 0 ? min(missing, 1) : missing
        try enterKernel(ring, waitFor: needed > ready ? needed - ready : 0, deadline: deadline)
    }

    /// Submits what a ring holds and, when asked, waits for completions.
    ///
    /// Mutating, although it changes nothing here: otherwise the whole state is copied for the call.
    private mutating func enterKernel(
        _ ring: UnsafeMutablePointer<io_uring>, waitFor: Int, deadline: UInt64?
    ) throws(Errno) {
        let result: Int
        if waitFor > 0 {
            if let deadline {
                let now = System.monotonicNanoseconds
                let left = deadline > now ? deadline - now : 0
                var span = __kernel_timespec(
                    tv_sec: Int64(left / 1_000_000_000), tv_nsec: Int64(left % 1_000_000_000))
                var completion: UnsafeMutablePointer<io_uring_cqe>?
                result = Int(
                    io_uring_submit_and_wait_timeout(ring, &completion, UInt32(waitFor), &span, nil))
            } else {
                result = Int(io_uring_submit_and_wait(ring, UInt32(waitFor)))
            }
        } else if ring == pollRing {
            result = Int(io_uring_submit_and_get_events(ring))
        } else {
            let flags = hf_sq_flags(ring)
            if flags & UInt32(HF_IORING_SQ_TASKRUN | HF_IORING_SQ_CQ_OVERFLOW) != 0 {
                result = Int(io_uring_submit_and_get_events(ring))
            } else if io_uring_sq_ready(ring) > 0 {
                result = Int(io_uring_submit(ring))
            } else {
                result = 0
            }
        }
        guard result < 0 else { return }
        switch Errno(result: result) {
        // Entries stay queued and go with the next call; completions make room meanwhile.
        case .interrupted, .again, .busy, .timeExpired: return
        case let error: throw error
        }
    }

    /// Waits for notes and timers where there is no ring.
    @inline(never)
    private mutating func waitWithoutRing(missing: Int, deadline: UInt64?) throws(Errno) {
        var timeout: Int64?
        if missing <= 0 {
            timeout = 0
        } else if let deadline {
            let now = System.monotonicNanoseconds
            timeout = deadline > now ? Int64(clamping: deadline - now) : 0
        }
        do throws(Errno) {
            guard
                try System.waitReadable([mailbox.descriptor, descriptors.timer.rawValue], timeoutNanoseconds: timeout)
            else {
                return
            }
        } catch {
            guard error == .interrupted else { throw error }
            return
        }
        takeNotes()
        expireTimers()
    }

    /// Reads the clock once for all completions of a batch.
    @inline(__always)
    mutating func stampPoll() {
        if pollStamp == 0 { pollStamp = clock.now() }
    }

    // MARK: - Ready list

    /// Takes finished requests that the engine didn't hand over itself; returns the new count.
    @inline(__always)
    mutating func takeReady(_ buffer: UnsafeMutableBufferPointer<Completion>, _ count: Int) -> Int {
        ready.isEmpty ? count : takeReadySlowly(buffer, count)
    }

    @inline(never)
    private mutating func takeReadySlowly(_ buffer: UnsafeMutableBufferPointer<Completion>, _ count: Int) -> Int {
        guard let output = buffer.baseAddress else { return count }
        stampPoll()
        var count = count
        while count < buffer.count, let index = ready.popFirst(slots) {
            let slot = slots + Int(index)
            let state = slow + Int(index)
            let result = state.pointee.result
            (output + count).initialize(
                to: Completion(
                    userData: slot.pointee.userData, result: result, residual: state.pointee.residual,
                    status: state.pointee.status, senseLength: state.pointee.senseLength))
            count &+= 1
            readyCount &-= 1
            slowCount &-= 1
            // A request for a node that isn't attached has no figures to go into.
            if slot.pointee.plan < planCount, attachments[Int(slot.pointee.plan)] != nil {
                account(index, result: result)
            }
            freeSlot(index)
        }
        return count
    }

    private func account(_ index: UInt32, result: Int64) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        let statistics = plans[Int(slot.pointee.plan)].statistics
        statistics.ended(at: pollStamp)
        // Another host has the disk by right.
        if result == Errno.reservationConflict.result { return statistics.add(StatisticsBlock.conflicts, 1) }
        guard result >= 0 else { return statistics.failed(slot.pointee.operation) }
        let latency = pollStamp > slot.pointee.stamp ? pollStamp - slot.pointee.stamp : 0
        statistics.succeeded(slot.pointee.operation, bytes: state.pointee.length, nanoseconds: latency)
    }

    /// Signals the completion descriptor for what no ring will signal.
    func announceReady() {
        if isArmed && !ready.isEmpty { descriptors.completions.signal() }
    }
}
