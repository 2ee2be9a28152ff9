internal import Sys

extension QueueState {
    /// Chooses the next piece of a write-zeroes: a worker zeroes what is aligned, the ends are written.
    mutating func nextZeroes(_ index: UInt32) {
        let state = slow + Int(index)
        let plan = plans + Int(slots[Int(index)].plan)
        let unit = max(plan.pointee.zeroMask &+ 1, plan.pointee.zeroUnit)
        let current = state.pointee.offset &+ state.pointee.done
        let end = state.pointee.offset &+ state.pointee.length
        guard current < end else { return finishTransfer(index) }
        let stop = end - end % unit
        if state.pointee.writesZeroes { return nextTransfer(index) }
        if current % unit == 0 {
            guard stop > current else { return nextTransfer(index) }
            let most = min(Self.largestWork, plan.pointee.largestZero)
            return startWorker(index, offset: current, length: min(stop &- current, most))
        }
        nextTransfer(index, limit: current &+ unit &- current % unit)
    }

    /// The most that a worker does in one piece: between two a request can be cancelled, and lets others pass.
    private static let largestWork: UInt64 = 1 << 30

    /// Chooses the next piece of a discard, of what is aligned; the rest stays.
    mutating func nextDiscard(_ index: UInt32) {
        let state = slow + Int(index)
        let plan = plans + Int(slots[Int(index)].plan)
        let unit = max(plan.pointee.zeroMask &+ 1, plan.pointee.discardUnit)
        let current = state.pointee.offset &+ state.pointee.done
        let start = current &+ (current % unit == 0 ? 0 : unit &- current % unit)
        let end = state.pointee.offset &+ state.pointee.length
        let stop = end - end % unit
        guard start < stop else { return finish(index, 0) }
        let most = min(Self.largestWork, plan.pointee.largestDiscard)
        startWorker(index, offset: start, length: min(stop &- start, most))
    }

    /// Chooses the next piece of a copy.
    mutating func nextCopy(_ index: UInt32) {
        let state = slow + Int(index)
        let rest = state.pointee.length &- state.pointee.done
        guard rest > 0 else { return finishTransfer(index) }
        startWorker(index, offset: state.pointee.offset &+ state.pointee.done, length: min(rest, Self.largestWork))
    }

    /// Gives a piece to the worker pool, unless a read-modify-write is in its way.
    mutating func startWorker(_ index: UInt32, offset: UInt64, length: UInt64) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        state.pointee.stage = .worker
        state.pointee.pieceStart = offset
        state.pointee.pieceEnd = offset &+ length
        let touches = OperationSet.modifying.rawValue & (1 << UInt32(slot.pointee.operation)) != 0
        if touches, !mayStart(index) { return }
        submitJob(index)
    }

    mutating func submitJob(_ index: UInt32) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        guard var operation = Operation(rawValue: slot.pointee.operation) else { return }
        var traits = RequestTraits(rawValue: slot.pointee.traits)
        if operation == .write { operation = .writeZeroes }
        // Deallocating is discarding. A write's zeroes may be deallocated by the node that detects them.
        if !state.pointee.isZeroes, !plans[Int(slot.pointee.plan)].discards { traits.remove(.mayUnmap) }
        state.pointee.job.driver = attachments[Int(slot.pointee.plan)]?.bottom
        state.pointee.job.mailbox = mailbox
        state.pointee.job.transfer = nil
        state.pointee.job.slot = index
        state.pointee.job.operation = operation
        state.pointee.job.traits = traits
        state.pointee.job.offset = state.pointee.pieceStart
        state.pointee.job.length = state.pointee.pieceEnd &- state.pointee.pieceStart
        if operation == .passThrough {
            state.pointee.job.command = UnsafePointer(bitPattern: UInt(state.pointee.address))
        }
        if operation == .copy {
            state.pointee.job.source = attachments[Int(state.pointee.source)]?.bottom
            state.pointee.job.sourceOffset = state.pointee.sourceOffset &+ state.pointee.done
        }
        do throws(Errno) {
            try environment.workers.submit(WorkerChain(Self.job(of: state)))
        } catch {
            finish(index, error.result)
        }
    }

    /// The job in a slow state, which stays where it is as long as the queue.
    static func job(of state: UnsafeMutablePointer<SlowState>) -> UnsafeMutablePointer<WorkerJob> {
        let offset = MemoryLayout<SlowState>.offset(of: \.job) ?? 0
        return (UnsafeMutableRawPointer(state) + offset).assumingMemoryBound(to: WorkerJob.self)
    }

    /// Takes a worker's result.
    mutating func workerDone(_ index: UInt32) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        guard index < depth, state.pointee.stage == .worker else { return }
        let result = state.pointee.job.result
        switch Operation(rawValue: slot.pointee.operation) {
        case .write, .writeZeroes:
            if result == Errno.notSupported.result {
                guard !RequestTraits(rawValue: slot.pointee.traits).contains(.noFallback) else {
                    return finish(index, result)
                }
                state.pointee.writesZeroes = true
            } else if result < 0 {
                return finish(index, result)
            } else {
                state.pointee.done &+= state.pointee.job.length
            }
            advance(index)
        case .discard:
            // A device that can't discard has lost nothing.
            guard result == 0 else { return finish(index, result == Errno.notSupported.result ? 0 : result) }
            state.pointee.done = state.pointee.job.offset &+ state.pointee.job.length &- state.pointee.offset
            advance(index)
        case .copy:
            guard result > 0 else { return finish(index, result) }
            state.pointee.done &+= UInt64(result)
            advance(index)
        case .blockStatus:
            state.pointee.status = state.pointee.job.extent.rawValue
            finish(index, result)
        default:
            state.pointee.status = state.pointee.job.answer.status
            state.pointee.senseLength = state.pointee.job.answer.senseLength
            state.pointee.residual = state.pointee.job.answer.residual
            finish(index, result)
        }
    }

    // MARK: - Nodes without a medium

    /// Answers for a node that has no medium, at once or after its latency.
    mutating func answerNull(_ index: UInt32) {
        let slot = slots + Int(index)
        let plan = plans + Int(slot.pointee.plan)
        if slot.pointee.operation == Operation.read.rawValue || slot.pointee.operation == Operation.write.rawValue {
            // All of it is one piece.
            slot.pointee.offset = slow[Int(index)].offset
            slot.pointee.length = slow[Int(index)].length
            guard passesFilters(piece: index) else { return }
        }
        guard plan.pointee.null.latency > 0 else { return completeNull(index) }
        slow[Int(index)].stage = .timer
        timers.insert(index, deadline: slots[Int(index)].stamp &+ plan.pointee.null.latency)
        descriptors.timer.set(timers.earliest)
    }

    private mutating func completeNull(_ index: UInt32) {
        let state = slow + Int(index)
        let length = state.pointee.length
        switch Operation(rawValue: slots[Int(index)].operation) {
        case .read:
            if plans[Int(slots[Int(index)].plan)].null.readsZeroes { fillZeroes(index, from: 0, count: length) }
            finish(index, Int64(bitPattern: length))
        case .write: finish(index, Int64(bitPattern: length))
        case .blockStatus:
            slow[Int(index)].status =
                plans[Int(slots[Int(index)].plan)].null.readsZeroes ? ExtentKind.zero.rawValue : 0
            finish(index, Int64(bitPattern: length))
        default: finish(index, 0)
        }
    }

    /// Ends the requests whose time has come, or looks again at what they wait for.
    mutating func expireTimers() {
        descriptors.timer.clear()
        let now = System.monotonicNanoseconds
        while let index = timers.popExpired(now) {
            switch slow[Int(index)].stage {
            case .held: retryHeld(index)
            case .failing: finish(index, slow[Int(index)].result)
            case .serialising: recheckAnswers(index)
            default: completeNull(index)
            }
        }
        descriptors.timer.set(timers.earliest)
    }
}
