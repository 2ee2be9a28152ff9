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
        let request = fastVectors(
            operation, handle, address, count, length: length, offset: offset, traits: traits, userData: userData)
        if let request { return request }
        return slowTransfer(
            operation, handle, address: 0, vectors: address, vectorCount: count, length: length, offset: offset,
            traits: traits, userData: userData)
    }
    /// Carries a request that meets no obstacle to the submission ring; nil, and nothing has happened, for any other.
    private mutating func fastVectors(
        _ operation: Operation, _ handle: UInt32, _ vectors: UInt, _ count: UInt32, length: UInt64, offset: UInt64,
        traits: RequestTraits, userData: UInt64
    ) -> RequestID? {
        guard handle < planCount, count > 0 else { return nil }
        let plan = plans + Int(handle)
        let start = offset &+ plan.pointee.baseOffset
        guard (start | length) & plan.transfer(operation).mask == 0,
            length &- 1 < plan.transfer(operation).most, offset <= plan.transfer(operation).limit &- length,
            areAligned(vectors, count, plan), Self.hasEntry(plan.pointee.ring)
        else { return nil }
        guard admits(enter(plan), operation) else {
            leave(plan)
            return nil
        }
        let index = takeSlot()
        let slot = slots + Int(index)
        slot.pointee.begin(
            RequestSlot.kind(operation, plan: handle, traits: traits), userData: userData, stamp: stamp(),
            address: UInt64(count), offset: start, length: length)
        slot.pointee.vectors = vectors
        let entry = Self.takeEntry(plan.pointee.ring)
        fill(
            entry, plan, operation, index: index, address: 0, offset: start, length: length, traits: traits,
            isPinned: false)
        makeVectored(entry, slot, count)
        return RequestID(slot: index, generation: slot.pointee.generation)
    }
}
