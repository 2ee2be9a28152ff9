internal import CLiburing
internal import Sys

extension QueueState {
    /// Starts the next piece of an admitted request, or ends it.
    mutating func advance(_ index: UInt32) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        let plan = plans + Int(slot.pointee.plan)
        state.pointee.stage = .idle
        if slot.pointee.flags != RequestSlot.slow {
            if slot.pointee.flags & RequestSlot.canceled != 0, state.pointee.done < max(state.pointee.length, 1) {
                return finish(index, Errno.canceled.result)
            }
            if slot.pointee.flags & RequestSlot.watched != 0 {
                // Who waits for this request waits for its piece only: the next one may be parked behind it.
                slot.pointee.flags &= ~RequestSlot.watched
                unattended.append(slot.pointee.plan)
            }
        }
        plan.pointee.carrier.start(&self, index)
    }

    /// Chooses the next piece by what a request asks for.
    mutating func startPieces(_ index: UInt32) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        guard let operation = Operation(rawValue: slot.pointee.operation) else { return }
        switch operation {
        case .write where state.pointee.isZeroes: nextZeroes(index)
        case .read, .write: nextTransfer(index)
        case .flush:
            state.pointee.stage = .flush
            issue(index)
        case .nop:
            state.pointee.stage = .nop
            issue(index)
        case .writeZeroes: nextZeroes(index)
        case .discard: nextDiscard(index)
        case .blockStatus: startWorker(index, offset: state.pointee.offset, length: state.pointee.length)
        case .copy: nextCopy(index)
        case .passThrough: startCommand(index)
        }
    }

    /// Chooses the next piece of a transfer: straight from the caller's memory where everything is aligned, through a
    /// bounce buffer where it is not.
    ///
    /// `limit` ends it before the end of the request.
    mutating func nextTransfer(_ index: UInt32, limit: UInt64 = .max) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        let plan = plans + Int(slot.pointee.plan)
        let mask = plan.pointee.requestMask
        let current = state.pointee.offset &+ state.pointee.done
        let end = min(state.pointee.offset &+ state.pointee.length, limit)
        guard current < end else { return finishTransfer(index) }
        if current & mask == 0, isDirect(index, plan) {
            let run = (end & ~mask) &- current
            // A tail that fits into a bounce buffer with the rest takes one piece less that way.
            let together = end & mask != 0 && run <= UInt64(bounces.size) &- mask &- 1
            if run > 0 && !together {
                let limit = UInt64(plan.pointee.maxTransfer) & ~mask
                let length = min(run, max(limit, mask &+ 1))
                if state.pointee.vectors == 0 || length == state.pointee.length {
                    return startDirect(index, at: current, length: length)
                }
            }
        }
        state.pointee.pieceStart = current & ~mask
        let aligned = (end &+ mask) & ~mask
        state.pointee.pieceEnd = min(aligned, state.pointee.pieceStart &+ UInt64(bounces.size))
        let largest = max(UInt64(plan.pointee.maxTransfer) & ~mask, mask &+ 1)
        state.pointee.pieceEnd = min(state.pointee.pieceEnd, state.pointee.pieceStart &+ largest)
        state.pointee.userEnd = min(end, state.pointee.pieceEnd)
        startBounced(index)
    }

    /// Ends a transfer of which all bytes are done.
    mutating func finishTransfer(_ index: UInt32) {
        let state = slow + Int(index)
        let plan = plans + Int(slots[Int(index)].plan)
        if slots[Int(index)].operation != Operation.read.rawValue {
            let end = state.pointee.offset &+ state.pointee.length
            plan.pointee.statistics.wrote(to: end &- plan.pointee.baseOffset)
            tellFilters(index, .write)
        }
        // What workers did is in no write that could be durable by itself.
        let byWorkers = OperationSet([.writeZeroes, .copy]).rawValue & (1 << UInt32(slots[Int(index)].operation)) != 0
        if byWorkers || state.pointee.isZeroes,
            slots[Int(index)].traits & RequestTraits.durable.rawValue != 0, plan.pointee.durableFlags != 0
        {
            state.pointee.stage = .flush
            return issue(index)
        }
        finish(index, bytesMoved(index))
    }

    /// True when the caller's memory can go to the engine as it is.
    private func isDirect(_ index: UInt32, _ plan: UnsafeMutablePointer<Plan>) -> Bool {
        let state = slow + Int(index)
        guard slots[Int(index)].operation != Operation.writeZeroes.rawValue else { return false }
        guard state.pointee.vectors != 0 else {
            return (state.pointee.address &+ state.pointee.done) & plan.pointee.memoryMask == 0
        }
        return state.pointee.done == 0 && areAligned(state.pointee.vectors, state.pointee.vectorCount, plan)
    }

    /// True when every vector meets a plan's alignment.
    func areAligned(_ vectors: UInt, _ count: UInt32, _ plan: UnsafeMutablePointer<Plan>) -> Bool {
        // IOV_MAX
        guard count <= 1024, let vectors = UnsafePointer<IOVector>(bitPattern: vectors) else { return false }
        var mix: UInt64 = 0
        for index in 0..<Int(count) {
            mix |= UInt64(UInt(bitPattern: vectors[index].base)) & plan.pointee.memoryMask
            mix |= UInt64(bitPattern: Int64(vectors[index].count)) & plan.pointee.requestMask
        }
        return mix == 0
    }

    private mutating func startDirect(_ index: UInt32, at offset: UInt64, length: UInt64) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        slot.pointee.offset = offset
        slot.pointee.length = length
        slot.pointee.vectors = state.pointee.vectors
        slot.pointee.address = state.pointee.vectors == 0 ? state.pointee.address &+ state.pointee.done : 0
        state.pointee.stage = .direct
        state.pointee.pieceStart = offset
        state.pointee.pieceEnd = offset &+ length
        if passesFilters(piece: index) { startPiece(index) }
    }

    /// Issues the current piece unless a read-modify-write is in its way.
    mutating func startPiece(_ index: UInt32) {
        guard mayStart(index) else { return }
        issue(index)
    }

    /// Takes the answer to a transfer piece: goes on with the rest of it, with the next piece, or ends the request.
    mutating func transferred(_ index: UInt32, _ result: Int64) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        let plan = plans + Int(slot.pointee.plan)
        let isRead: Bool
        switch state.pointee.stage {
        case .bounceRead, .mergeHead, .mergeTail: isRead = true
        case .bounceWrite, .mergeWrite: isRead = false
        default: isRead = slot.pointee.operation == Operation.read.rawValue
        }
        if retries(index, result) { return issue(index) }
        if result == Errno.notSupported.result, pollRing != nil, !state.pointee.leftPolling, let ring {
            // The device has no queue to poll: from now on its interrupts do.
            state.pointee.leftPolling = true
            plan.pointee.polls = false
            plan.pointee.ring = ring
            return issue(index)
        }
        guard result >= 0 else {
            if !isRead { noteFailedWrite(index, result) }
            return finish(index, result)
        }
        let moved = min(UInt64(result), slot.pointee.length, mayMove(index))
        guard moved < slot.pointee.length else { return pieceDone(index) }
        plan.pointee.statistics.add(StatisticsBlock.resubmitted, 1)
        if isRead && (moved == 0 || (slot.pointee.offset &+ moved) & plan.pointee.requestMask != 0) {
            return reachedEnd(index, moved: moved)
        }
        // The kernel took part of a block: that block goes again.
        let progress = moved & ~plan.pointee.requestMask
        guard progress > 0 else { return finish(index, Errno.noSpace.result) }
        if state.pointee.stage == .direct && slot.pointee.vectors != 0 {
            state.pointee.done &+= progress
            return advance(index)
        }
        slot.pointee.address &+= progress
        slot.pointee.offset &+= progress
        slot.pointee.length &-= progress
        if state.pointee.stage == .direct { state.pointee.done &+= progress }
        issue(index)
    }

    /// What of the current piece may be taken for moved: all of it, unless a filter wants it to go in parts.
    ///
    /// Whole blocks, and at least one: what ends within a block is the end of the file.
    private mutating func mayMove(_ index: UInt32) -> UInt64 {
        let most = slow[Int(index)].mostMoved
        guard most != .max else { return .max }
        slow[Int(index)].mostMoved = .max
        let mask = plans[Int(slots[Int(index)].plan)].requestMask
        return max(most & ~mask, mask &+ 1)
    }

    /// A durable write that fails with EIO may have lost what others wrote, which the kernel tells once.
    private func noteFailedWrite(_ index: UInt32, _ result: Int64) {
        let slot = slots + Int(index)
        guard result == Errno.ioError.result, slot.pointee.traits & RequestTraits.durable.rawValue != 0,
            plans[Int(slot.pointee.plan)].durableFlags != 0
        else { return }
        _ = attachments[Int(slot.pointee.plan)]?.bottom.flushed(result)
    }

    /// The file ends inside a read: the rest of the piece, and of the request, reads as zeroes.
    private mutating func reachedEnd(_ index: UInt32, moved: UInt64) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        guard state.pointee.stage == .direct else {
            let rest = Int(slot.pointee.length &- moved)
            let start = UnsafeMutableRawPointer(bitPattern: UInt(slot.pointee.address &+ moved))
            start?.initializeMemory(as: UInt8.self, repeating: 0, count: rest)
            return pieceDone(index)
        }
        fillZeroes(index, from: state.pointee.done &+ moved, count: slot.pointee.length &- moved)
        pieceDone(index)
    }

    /// A whole piece is done.
    private mutating func pieceDone(_ index: UInt32) {
        let state = slow + Int(index)
        guard state.pointee.stage == .direct else { return bounceDone(index) }
        // `slot.length` is what was left of the piece; earlier parts are counted already.
        state.pointee.done &+= slots[Int(index)].length
        advance(index)
    }
}
