internal import CLinuxShims
internal import Synchronization
internal import Sys

extension QueueState {
    /// Queues a transfer that the fast path left: looks what the matter is.
    @inline(never)
    mutating func slowTransfer(
        _ operation: Operation, _ handle: UInt32, address: UInt64, vectors: UInt, vectorCount: UInt32, length: UInt64,
        offset: UInt64, traits: RequestTraits, userData: UInt64
    ) -> RequestID? {
        guard freeCount > 0 else { return nil }
        let index = takeSlot()
        let slot = slots + Int(index)
        let generation = slot.pointee.generation
        slot.pointee = RequestSlot(
            userData: userData, stamp: stamp(), address: 0, offset: 0, length: 0, plan: handle,
            operation: operation.rawValue, flags: RequestSlot.slow, traits: traits.rawValue, next: RequestSlot.none,
            generation: generation, vectors: 0)
        slow[Int(index)] = SlowState()
        slowCount += 1
        let state = slow + Int(index)
        // Relative to the node until it is admitted: only then is the plan known to be current.
        state.pointee.offset = offset
        state.pointee.length = length
        state.pointee.address = address
        state.pointee.vectors = vectors
        state.pointee.vectorCount = vectorCount
        admit(index)
        return RequestID(slot: index, generation: generation)
    }

    /// Lets a request begin, answers it, or parks it.
    mutating func admit(_ index: UInt32) {
        let slot = slots + Int(index)
        guard slot.pointee.plan < planCount, attachments[Int(slot.pointee.plan)] != nil else {
            return finish(index, Errno.badDescriptor.result)
        }
        let plan = plans + Int(slot.pointee.plan)
        guard let operation = Operation(rawValue: slot.pointee.operation) else { return }
        while true {
            if let result = refusal(index, plan, operation) { return finish(index, result) }
            count(in: plan)
            let word = plan.pointee.control.value
            if word & ~ControlWord.flags != plan.pointee.generation & ~ControlWord.flags {
                count(out: plan)
                recompile(slot.pointee.plan)
                continue
            }
            if word & ControlWord.draining != 0 {
                count(out: plan)
                guard park(index, plan) else { continue }
                return
            }
            let gate = plan.pointee.gate.word.pointee.load(ordering: .acquiring)
            let mask = operation == .read ? GateWord.readMask : GateWord.writeMask
            if operation == .nop || operation == .flush || gate & mask == GateWord.live { break }
            count(out: plan)
            if gate & (GateWord.live | GateWord.detached) != GateWord.live {
                return finish(index, Errno.ioError.result)
            }
            if gate & mask & (GateWord.noRead | GateWord.noWrite) != 0 {
                return finish(index, Errno.reservationConflict.result)
            }
            slow[Int(index)].stage = .parked
            parked.append(index, slots)
            return
        }
        slow[Int(index)].isCounted = true
        slow[Int(index)].offset &+= plan.pointee.baseOffset
        advance(index)
    }

    /// Parks a request of a drained node; false when the drain has ended in between.
    private mutating func park(_ index: UInt32, _ plan: UnsafeMutablePointer<Plan>) -> Bool {
        guard let attachment = attachments[Int(slots[Int(index)].plan)],
            attachment.bottom.control.parkDrained(attachment.member)
        else { return false }
        slow[Int(index)].stage = .parked
        parked.append(index, slots)
        return true
    }

    /// Counts a request in, with a full fence where no other thread can issue one for this.
    private func count(in plan: UnsafeMutablePointer<Plan>) {
        plan.pointee.line.enter()
        plan.pointee.gate.line.enter()
        hf_compiler_barrier()
        if !System.hasProcessBarrier { atomicMemoryFence(ordering: .sequentiallyConsistent) }
    }

    private func count(out plan: UnsafeMutablePointer<Plan>) {
        plan.pointee.gate.line.leave()
        plan.pointee.line.leave()
    }

    /// The answer to a request that needs no engine; nil for one that does.
    private func refusal(_ index: UInt32, _ plan: UnsafeMutablePointer<Plan>, _ operation: Operation) -> Int64? {
        let state = slow + Int(index)
        let length = state.pointee.length
        if OperationSet.modifying.rawValue & operation.bit != 0 && plan.pointee.isReadOnly {
            return Errno.notPermitted.result
        }
        switch operation {
        case .read, .write, .discard, .writeZeroes:
            guard length <= plan.pointee.limit, state.pointee.offset <= plan.pointee.limit - length else {
                return Errno.ioError.result
            }
            if length == 0 { return 0 }
            if operation == .discard && !plan.pointee.discards { return 0 }
            return nil
        case .flush:
            return plan.pointee.dropsFlushes || plan.pointee.isReadOnly ? 0 : nil
        case .passThrough:
            return plan.pointee.passesCommands ? nil : Errno.notSupported.result
        case .nop:
            return nil
        }
    }

    /// Ends a request: counts it out, gives back what it holds, and puts its completion on the ready list.
    mutating func finish(_ index: UInt32, _ result: Int64) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        releaseBounce(index)
        if state.pointee.serialiser != 0 { leaveSerialiser(index) }
        if state.pointee.isCounted {
            count(out: plans + Int(slot.pointee.plan))
            state.pointee.isCounted = false
        }
        state.pointee.result = result
        state.pointee.stage = .ready
        ready.append(index, slots)
        readyCount += 1
        if slot.pointee.flags & RequestSlot.watched != 0 {
            slot.pointee.flags &= ~RequestSlot.watched
            unattended.append(slot.pointee.plan)
        }
    }

    /// Takes an engine's answer that isn't simply the whole transfer of a simple request.
    @inline(never)
    mutating func completed(_ index: UInt32, result: Int64) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        if slot.pointee.flags & RequestSlot.slow == 0 {
            // A request of the fast path turns out not to be simple: it is its own first piece.
            var fresh = SlowState()
            fresh.offset = slot.pointee.offset
            fresh.length = slot.pointee.length
            fresh.vectors = slot.pointee.vectors
            if slot.pointee.vectors != 0 {
                fresh.vectorCount = UInt32(truncatingIfNeeded: slot.pointee.address)
            } else {
                fresh.address = slot.pointee.address
            }
            fresh.stage = .direct
            fresh.pieceStart = slot.pointee.offset
            fresh.pieceEnd = slot.pointee.offset &+ slot.pointee.length
            fresh.isCounted = true
            state.pointee = fresh
            slot.pointee.flags |= RequestSlot.slow
            slowCount += 1
        }
        switch state.pointee.stage {
        case .flush:
            let bottom = attachments[Int(slot.pointee.plan)]?.bottom
            if retries(index, result) { return issue(index) }
            finish(index, bottom?.flushed(result) ?? result)
        case .nop:
            finish(index, result)
        default:
            transferred(index, result)
        }
    }

    /// True when the kernel wants the same entry again.
    mutating func retries(_ index: UInt32, _ result: Int64) -> Bool {
        guard slots[Int(index)].flags & RequestSlot.canceled == 0 else { return false }
        if result == Errno.interrupted.result { return true }
        if result == Errno.again.result {
            // From a kernel worker it can wait.
            slow[Int(index)].forcesAsync = true
            return true
        }
        return false
    }
}
