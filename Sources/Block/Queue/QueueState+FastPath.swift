internal import CLiburing
internal import CLinuxShims
internal import Synchronization
internal import Sys

extension QueueState {
    // The fast path calls nothing: what it can't do it leaves to functions with the same arguments, which it jumps to.

    /// Queues a read of plain memory; nil when the queue is full.
    @inline(__always)
    static func read(
        _ handle: UInt32, address: UInt64, length: UInt64, offset: UInt64, userData: UInt64,
        _ state: UnsafeMutablePointer<QueueState>
    ) -> RequestID? {
        state.pointee.checkThread()
        let request = state.pointee.transfer(
            .read, handle, address: address, length: length, offset: offset, traits: [], userData: userData,
            isPrepared: false)
        return request
            ?? readCarefully(handle, address: address, length: length, offset: offset, userData: userData, state)
    }

    /// Queues a write of plain memory; nil when the queue is full.
    @inline(__always)
    static func write(
        _ handle: UInt32, address: UInt64, length: UInt64, offset: UInt64, traits: RequestTraits, userData: UInt64,
        _ state: UnsafeMutablePointer<QueueState>
    ) -> RequestID? {
        state.pointee.checkThread()
        let request = state.pointee.transfer(
            .write, handle, address: address, length: length, offset: offset, traits: traits, userData: userData,
            isPrepared: false)
        return request
            ?? writeCarefully(
                handle, address: address, length: length, offset: offset, traits: traits, userData: userData, state)
    }

    @inline(never)
    private static func readCarefully(
        _ handle: UInt32, address: UInt64, length: UInt64, offset: UInt64, userData: UInt64,
        _ state: UnsafeMutablePointer<QueueState>
    ) -> RequestID? {
        guard state.pointee.prepare(address) else { return nil }
        let request = state.pointee.transfer(
            .read, handle, address: address, length: length, offset: offset, traits: [], userData: userData,
            isPrepared: true)
        return request
            ?? state.pointee.slowTransfer(
                .read, handle, address: address, vectors: 0, vectorCount: 0, length: length, offset: offset,
                traits: [], userData: userData)
    }

    @inline(never)
    private static func writeCarefully(
        _ handle: UInt32, address: UInt64, length: UInt64, offset: UInt64, traits: RequestTraits, userData: UInt64,
        _ state: UnsafeMutablePointer<QueueState>
    ) -> RequestID? {
        guard state.pointee.prepare(address) else { return nil }
        let request = state.pointee.transfer(
            .write, handle, address: address, length: length, offset: offset, traits: traits, userData: userData,
            isPrepared: true)
        return request
            ?? state.pointee.slowTransfer(
                .write, handle, address: address, vectors: 0, vectorCount: 0, length: length, offset: offset,
                traits: traits, userData: userData)
    }

    /// Does what the fast path leaves to others: reads the clock, and selects the region; false when the queue is full.
    @inline(__always)
    mutating func prepare(_ address: UInt64) -> Bool {
        guard freeCount > 0 else { return false }
        _ = stamp()
        readyPlans = planCount
        selectRegion(address)
        return true
    }

    /// True when memory lies in the current region.
    @inline(__always)
    func isPinned(_ address: UInt64, _ length: UInt64) -> Bool {
        let (end, wraps) = (address &- regionBase).addingReportingOverflow(length)
        return !wraps && end <= regionSize
    }

    /// The fast path: carries a request that meets no obstacle to the submission ring; nil, and nothing has happened,
    /// for any other.
    ///
    /// `operation` is a constant at each call: this is compiled once for reads and once for writes.
    @inline(__always)
    private mutating func transfer(
        _ operation: Operation, _ handle: UInt32, address: UInt64, length: UInt64, offset: UInt64,
        traits: RequestTraits, userData: UInt64, isPrepared: Bool
    ) -> RequestID? {
        guard handle < readyPlans, freeCount > 0 else { return nil }
        var plan = plans + Int(handle)
        let refused =
            (((offset &+ plan.pointee.baseOffset) | length) & plan.transfer(operation).mask)
            | (address & plan.pointee.memoryMask)
        // A length of 0 wraps; `most` is never more than `limit`.
        guard refused == 0, length &- 1 < plan.transfer(operation).most,
            offset <= plan.transfer(operation).limit &- length, Self.hasEntry(plan.pointee.ring)
        else { return nil }
        plan = enter(plan)
        guard admits(plan, operation) else {
            leave(plan)
            return nil
        }
        let isPinned = isPinned(address, length)
        if !isPinned, !isPrepared, chunkCount > 1 {
            leave(plan)
            return nil
        }
        let index = takeSlot()
        let slot = slots + Int(index)
        let start = offset &+ plan.pointee.baseOffset
        slot.pointee.begin(
            RequestSlot.kind(operation, plan: handle, traits: traits), userData: userData, stamp: batchStamp,
            address: address, offset: start, length: length)
        fill(
            Self.takeEntry(plan.pointee.ring), plan, operation, index: index, address: address, offset: start,
            length: length, traits: traits, isPinned: isPinned)
        return RequestID(slot: index, generation: slot.pointee.generation)
    }

    /// Counts a request in, before the words are looked at; returns the plan.
    @inline(__always)
    func enter(_ plan: UnsafeMutablePointer<Plan>) -> UnsafeMutablePointer<Plan> {
        plan.pointee.line.enter()
        plan.pointee.gate.line.enter()
        // Whoever changes a word issues a process barrier after it: no fence is needed here.
        return hf_compiler_barrier_passing(plan).unsafelyUnwrapped.assumingMemoryBound(to: Plan.self)
    }

    /// True when neither word objects to a request that was counted in.
    @inline(__always)
    func admits(_ plan: UnsafeMutablePointer<Plan>, _ operation: Operation) -> Bool {
        let mask = operation == .read ? GateWord.readMask : GateWord.writeMask
        return plan.pointee.control.value == plan.pointee.generation
            && plan.pointee.gate.word.pointee.load(ordering: .acquiring) & mask == GateWord.live
    }

    /// Counts requests out.
    @inline(__always)
    func leave(_ plan: UnsafeMutablePointer<Plan>, _ count: UInt64 = 1) {
        plan.pointee.gate.line.leave(count)
        plan.pointee.line.leave(count)
    }

    /// Writes the submission entry of a transfer.
    @inline(__always)
    func fill(
        _ entry: UnsafeMutablePointer<io_uring_sqe>, _ plan: UnsafeMutablePointer<Plan>, _ operation: Operation,
        index: UInt32, address: UInt64, offset: UInt64, length: UInt64, traits: RequestTraits, isPinned: Bool
    ) {
        let transfer = plan.transfer(operation)
        var flags = transfer.flags
        if traits.contains(.durable) { flags |= UInt64(plan.pointee.durableFlags) << 32 }
        let raw = UnsafeMutableRawPointer(entry)
        raw.storeBytes(of: isPinned ? transfer.pinnedHead : transfer.head, as: UInt64.self)
        raw.storeBytes(of: offset, toByteOffset: 8, as: UInt64.self)
        raw.storeBytes(of: address, toByteOffset: 16, as: UInt64.self)
        raw.storeBytes(of: length | flags, toByteOffset: 24, as: UInt64.self)
        raw.storeBytes(of: UInt64(index), toByteOffset: 32, as: UInt64.self)
        // The kernel made the rest zero, and nothing of what is queued here writes to it.
        raw.storeBytes(of: regionIndex, toByteOffset: 40, as: UInt64.self)
    }
}
