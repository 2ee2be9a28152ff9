internal import CLinuxShims
internal import Synchronization
internal import Sys

extension QueueState {
    /// Queues a transfer that the fast path left: looks what the matter is.
    @inline(never)
    mutating func slowTransfer(
        _ operation: Operation, _ handle: UInt32, address: UInt64, vectors: UInt, vectorCount: UInt32, length: UInt64,
        offset: UInt64, traits: RequestTraits, userData: UInt64, source: UInt32 = RequestSlot.none,
        sourceOffset: UInt64 = 0
    ) -> RequestID? {
        guard freeCount > 0 else { return nil }
        if usesOthers, handle < planCount,
            let request = carry(
                operation, handle, address: address, vectors: vectors, vectorCount: vectorCount, length: length,
                offset: offset, traits: traits, userData: userData)
        {
            return request
        }
        let index = beginSlow(operation, handle, traits, userData: userData)
        let state = slow + Int(index)
        // Relative to the node until it is admitted: only then is the plan known to be current.
        state.pointee.offset = offset
        state.pointee.length = length
        state.pointee.address = address
        state.pointee.vectors = vectors
        state.pointee.vectorCount = vectorCount
        state.pointee.source = source
        state.pointee.sourceOffset = sourceOffset
        if operation == .passThrough { takeCommand(index) }
        admit(index)
        return RequestID(slot: index, generation: slots[Int(index)].generation)
    }

    /// Accepts a request that can't be carried out, and ends it with an error; nil when the queue is full.
    mutating func refuse(
        _ operation: Operation, _ handle: UInt32, _ error: Errno, userData: UInt64
    ) -> RequestID? {
        guard freeCount > 0 else { return nil }
        let index = beginSlow(operation, handle, [], userData: userData)
        finish(index, error.result)
        return RequestID(slot: index, generation: slots[Int(index)].generation)
    }

    /// Takes a slot for a request that its ``SlowState`` drives; one is free.
    @inline(__always)
    private mutating func beginSlow(
        _ operation: Operation, _ handle: UInt32, _ traits: RequestTraits, userData: UInt64
    ) -> UInt32 {
        let index = takeSlot()
        let slot = slots + Int(index)
        slot.pointee.begin(
            RequestSlot.kind(operation, plan: handle, traits: traits), userData: userData, stamp: stamp(), address: 0,
            offset: 0, length: 0)
        slot.pointee.flags = RequestSlot.slow
        slow[Int(index)] = SlowState()
        slowCount += 1
        return index
    }

    /// Lets a request begin, answers it, or parks it.
    mutating func admit(_ index: UInt32) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        guard let operation = Operation(rawValue: slot.pointee.operation), passesFilters(index, operation),
            enter(index, slot.pointee.plan, operation)
        else { return }
        let plan = plans + Int(slot.pointee.plan)
        if operation == .copy {
            guard enter(index, state.pointee.source, .read) else {
                // All or nothing: who drains both nodes must not wait for one that waits for the other.
                return leave(plan)
            }
            state.pointee.sourceOffset &+= plans[Int(state.pointee.source)].baseOffset
        }
        state.pointee.isCounted = true
        state.pointee.offset &+= plan.pointee.baseOffset
        if operation == .write, plan.pointee.detectsZeroes != .off, holdsZeroes(index) {
            state.pointee.isZeroes = true
            if plan.pointee.detectsZeroes == .unmap { slot.pointee.traits |= RequestTraits.mayUnmap.rawValue }
        }
        advance(index)
    }

    /// Counts a request in at an attachment; false when it was answered or parked instead.
    private mutating func enter(_ index: UInt32, _ handle: UInt32, _ operation: Operation) -> Bool {
        guard handle < planCount, attachments[Int(handle)] != nil else {
            finish(index, Errno.badDescriptor.result)
            return false
        }
        let plan = plans + Int(handle)
        let isSource = slots[Int(index)].operation == Operation.copy.rawValue && operation == .read
        let offset = isSource ? slow[Int(index)].sourceOffset : slow[Int(index)].offset
        var passesGate = false
        while true {
            // A plan from before a change must not answer: the node may be longer now.
            if isStale(plan) { recompile(handle) }
            let answer =
                operation == .passThrough
                ? commandRefusal(index, plan)
                : refusal(plan, operation, offset, slow[Int(index)].length, isSource: isSource)
            if let result = answer {
                finish(index, result)
                return false
            }
            count(in: plan, isFenced: attachments[Int(handle)]?.isFenced ?? true)
            if isStale(plan) {
                leave(plan)
                continue
            }
            if plan.pointee.control.value & ControlWord.draining != 0 {
                leave(plan)
                guard park(index, handle) else { continue }
                return false
            }
            let gate = plan.pointee.gate.word.pointee.load(ordering: .acquiring)
            let mask = gateMask(index, operation)
            if operation == .nop || passesGate || gate & mask == GateWord.live { return true }
            leave(plan)
            guard stopAtGate(index, handle, operation, gate, passes: &passesGate) else { return false }
        }
    }

    /// True when the node has changed since a plan was compiled.
    func isStale(_ plan: UnsafeMutablePointer<Plan>) -> Bool {
        (plan.pointee.control.value ^ plan.pointee.generation) & ~ControlWord.flags != 0
    }

    /// Parks a request of a drained node; false when the drain has ended in between.
    private mutating func park(_ index: UInt32, _ handle: UInt32) -> Bool {
        guard let attachment = attachments[Int(handle)], attachment.bottom.control.parkDrained(attachment.member)
        else { return false }
        setAside(index, handle)
        return true
    }

    /// Puts a request that isn't admitted on the parked list, until there is news of an attachment.
    mutating func setAside(_ index: UInt32, _ handle: UInt32) {
        slow[Int(index)].stage = .parked
        slow[Int(index)].waitsFor = handle
        parked.append(index, slots)
    }

    /// Counts a request in, with a full fence where no other thread can issue one for this.
    private func count(in plan: UnsafeMutablePointer<Plan>, isFenced: Bool) {
        plan.pointee.line.enter()
        plan.pointee.gate.line.enter()
        hf_compiler_barrier()
        if isFenced { atomicMemoryFence(ordering: .sequentiallyConsistent) }
    }

    /// The answer to a request that needs no engine; nil for one that does.
    func refusal(
        _ plan: UnsafeMutablePointer<Plan>, _ operation: Operation, _ offset: UInt64, _ length: UInt64, isSource: Bool
    ) -> Int64? {
        if plan.pointee.isInactive { return Errno.notPermitted.result }
        if plan.pointee.lacksMedium { return Errno.noMedium.result }
        if OperationSet.modifying.rawValue & operation.bit != 0 && plan.pointee.isReadOnly {
            return Errno.notPermitted.result
        }
        switch operation {
        case .read, .write, .discard, .writeZeroes, .blockStatus, .copy:
            guard length <= plan.pointee.limit, offset <= plan.pointee.limit - length else {
                return Errno.ioError.result
            }
            if operation == .copy || isSource, plan.pointee.engine == .null || plan.pointee.isDryRun {
                return Errno.notSupported.result
            }
            if length == 0 && !isSource && operation != .copy { return 0 }
            if operation == .discard && !plan.pointee.discards { return 0 }
            return nil
        case .flush:
            return plan.pointee.dropsFlushes || plan.pointee.isReadOnly ? 0 : nil
        // Commands have refusals of their own.
        case .passThrough, .nop:
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
            leave(plans + Int(slot.pointee.plan))
            if slot.pointee.operation == Operation.copy.rawValue {
                leave(plans + Int(state.pointee.source))
                // Who drains the source looks at its requests only, of which this is none.
                unattended.append(state.pointee.source)
            }
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
            let flushed = bottom?.flushed(result) ?? result
            finish(index, flushed == 0 ? bytesMoved(index) : flushed)
        case .nop:
            finish(index, result)
        default:
            transferred(index, result)
        }
    }

    /// The result of a request that has succeeded: the length where data was moved.
    func bytesMoved(_ index: UInt32) -> Int64 {
        switch Operation(rawValue: slots[Int(index)].operation) {
        case .read, .write, .copy: Int64(bitPattern: slow[Int(index)].length)
        default: 0
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
