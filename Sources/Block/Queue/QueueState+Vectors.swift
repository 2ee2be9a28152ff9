internal import CLiburing

extension QueueState {
    /// Queues a read or a write of scattered memory; nil when the queue is full.
    mutating func transferVectors(
        _ operation: Operation, _ handle: UInt32, _ vectors: UnsafeBufferPointer<IOVector>, offset: UInt64,
        traits: RequestTraits, userData: UInt64
    ) -> RequestID? {
        checkThread()
        guard freeCount > 0 else { return nil }
        var length: UInt64 = 0
        for vector in vectors {
            // A negative or absurd count makes the length fail every bound.
            let (sum, overflow) = length.addingReportingOverflow(UInt64(bitPattern: Int64(vector.count)))
            length = overflow || vector.count < 0 ? UInt64(Int64.max) : min(sum, UInt64(Int64.max))
        }
        let address = UInt(bitPattern: vectors.baseAddress)
        let count = UInt32(clamping: vectors.count)
        if handle < planCount, count > 0 {
            let plan = plans + Int(handle)
            let start = offset &+ plan.pointee.baseOffset
            let refused =
                ((start | length) & plan.pointee.requestMask) | UInt64(plan.pointee.slowBits & operation.bit)
            if refused == 0, length &- 1 < UInt64(plan.pointee.maxTransfer), offset <= plan.pointee.limit &- length,
                areAligned(address, count, plan), enter(plan, operation)
            {
                if let entry = Self.nextEntry(plan.pointee.ring) {
                    let index = takeSlot()
                    let slot = slots + Int(index)
                    slot.pointee.userData = userData
                    slot.pointee.stamp = stamp()
                    slot.pointee.address = 0
                    slot.pointee.offset = start
                    slot.pointee.length = length
                    slot.pointee.plan = handle
                    slot.pointee.operation = operation.rawValue
                    slot.pointee.flags = 0
                    slot.pointee.traits = traits.rawValue
                    slot.pointee.vectors = address
                    fill(entry, plan, operation, index: index, slot, traits)
                    makeVectored(entry, slot, count)
                    slot.pointee.address = UInt64(count)
                    return RequestID(slot: index, generation: slot.pointee.generation)
                }
                plan.pointee.gate.line.leave()
                plan.pointee.line.leave()
            }
        }
        return slowTransfer(
            operation, handle, address: 0, vectors: address, vectorCount: count, length: length, offset: offset,
            traits: traits, userData: userData)
    }
}
