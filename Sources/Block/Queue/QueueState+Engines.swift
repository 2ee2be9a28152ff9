internal import Synchronization
internal import Sys

/// What all engines but the ring's own fast path have in common.
extension QueueState {
    // MARK: - Plans

    /// Prepares a plan's engine; one that can't serve this queue gives way to the next that can.
    mutating func prepareEngine(
        _ handle: UInt32, _ attachment: inout Attachment, _ plan: inout Plan
    ) throws(BlockError) {
        let wanted = plan.engine
        var reason: Errno?
        let others =
            wanted == .null ? [] : EngineKind.forFiles.filter { $0 != wanted && ($0 != .native || plan.isDirect) }
        for kind in [wanted] + others {
            do throws(Errno) {
                plan.carrier = kind.engine
                try kind.engine.prepare(&self, handle, &attachment, &plan)
            } catch {
                reason = reason ?? error
                continue
            }
            plan.engine = kind
            if let reason {
                let record = attachment.bottom.engineRecord
                let choice = EngineChoice(
                    fallingBackFrom: wanted, requested: record?.current.requested, to: kind, because: reason)
                record?.replace(choice)
                environment.report(EngineFallback(node: attachment.bottom.name, choice: choice))
            }
            usesOthers = usesOthers || kind == .native || kind == .threads
            return
        }
        throw BlockError(.unsupported, "no engine can serve node '\(attachment.node.name)'", cause: reason)
    }

    /// Decides where the queue waits, after its plans have changed.
    ///
    /// The context of Linux AIO is the place while no plan uses the ring; otherwise the ring, which watches the rest.
    mutating func plansChanged() {
        guard native != nil else { return }
        let usesRing = attachments.indices.contains { attachments[$0] != nil && plans[$0].engine == .ring }
        var least = Int(depth) + 2
        for index in attachments.indices where attachments[index] != nil && plans[index].batchLimit > 0 {
            least = min(least, Int(plans[index].batchLimit))
        }
        native?.pointee.batchLimit = least
        let hasMoved = waitsInNative == usesRing
        waitsInNative = !usesRing
        if owner != 0 && usesRing { watch() }
        if hasMoved && isArmed { try? arm() }
    }

    // MARK: - Requests

    /// Queues a transfer of a plan whose engine isn't the ring: what the fast path does for the ring.
    ///
    /// Returns nil for what needs the slow path.
    mutating func carry(
        _ operation: Operation, _ handle: UInt32, address: UInt64, vectors: UInt, vectorCount: UInt32, length: UInt64,
        offset: UInt64, traits: RequestTraits, userData: UInt64
    ) -> RequestID? {
        let plan = plans + Int(handle)
        guard plan.pointee.directBits & operation.bit != 0 else { return nil }
        let start = offset &+ plan.pointee.baseOffset
        guard (start | length) & plan.pointee.requestMask == 0, length &- 1 < plan.transfer(operation).most,
            offset <= plan.transfer(operation).limit &- length
        else { return nil }
        if vectors == 0 {
            guard address & plan.pointee.memoryMask == 0 else { return nil }
        } else {
            guard areAligned(vectors, vectorCount, plan) else { return nil }
        }
        guard admits(enter(plan), operation) else {
            leave(plan)
            return nil
        }
        let index = takeSlot()
        let slot = slots + Int(index)
        slot.pointee.begin(
            RequestSlot.kind(operation, plan: handle, traits: traits), userData: userData, stamp: stamp(),
            address: vectors == 0 ? address : UInt64(vectorCount), offset: start, length: length)
        slot.pointee.vectors = vectors
        slowCount += 1
        plan.pointee.carrier.issue(&self, index)
        return RequestID(slot: index, generation: slot.pointee.generation)
    }

    /// Queues a slot's current piece at its plan's engine.
    mutating func issue(_ index: UInt32) {
        plans[Int(slots[Int(index)].plan)].carrier.issue(&self, index)
    }

    /// What the engine is to do for a slot now.
    func piece(_ index: UInt32) -> EnginePiece {
        let slot = slots + Int(index)
        let direction: EnginePiece.Work = slot.pointee.operation == Operation.read.rawValue ? .read : .write
        guard slot.pointee.flags & RequestSlot.slow != 0 else {
            // A simple request keeps the number of its vectors where others keep their memory.
            let count = slot.pointee.vectors == 0 ? 0 : UInt32(truncatingIfNeeded: slot.pointee.address)
            return EnginePiece(work: direction, vectorCount: count)
        }
        let state = slow + Int(index)
        switch state.pointee.stage {
        case .flush: return EnginePiece(work: .flush)
        case .nop: return EnginePiece(work: .nop)
        case .bounceRead, .mergeHead, .mergeTail: return EnginePiece(work: .read)
        case .bounceWrite, .mergeWrite: return EnginePiece(work: .write)
        default:
            return EnginePiece(
                work: direction, vectorCount: slot.pointee.vectors == 0 ? 0 : state.pointee.vectorCount)
        }
    }

    /// Takes the end of a piece from an engine that doesn't write completions itself.
    mutating func engineDone(_ index: UInt32, _ result: Int64) {
        let slot = slots + Int(index)
        guard slot.pointee.flags == 0, result == Int64(bitPattern: slot.pointee.length) else {
            // Counted when it was issued; from now on it counts as what it turns into.
            if slot.pointee.flags & RequestSlot.slow == 0 { slowCount -= 1 }
            return completed(index, result: result)
        }
        let state = slow + Int(index)
        let plan = plans + Int(slot.pointee.plan)
        state.pointee.result = result
        state.pointee.length = slot.pointee.length
        (state.pointee.residual, state.pointee.status, state.pointee.senseLength) = (0, 0, 0)
        state.pointee.isCounted = false
        state.pointee.stage = .ready
        if slot.pointee.operation == Operation.write.rawValue {
            let end = slot.pointee.offset &+ slot.pointee.length
            plan.pointee.statistics.wrote(to: end &- plan.pointee.baseOffset)
        }
        leave(plan)
        slot.pointee.flags = RequestSlot.slow
        ready.append(index, slots)
        readyCount += 1
    }

    // MARK: - Batches

    /// Hands over what the other engines have queued, and takes what they have done, until neither is left.
    mutating func submitOthers() {
        repeat { attendAll() } while NativeEngine.submit(&self) || ThreadsEngine.submit(&self)
    }
}
