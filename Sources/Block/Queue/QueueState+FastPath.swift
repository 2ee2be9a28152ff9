internal import CLiburing
internal import CLinuxShims
internal import Synchronization

extension QueueState {
    /// Queues a read or a write of plain memory; nil when the queue is full.
    ///
    /// `operation` is a constant at each call: this is compiled once for reads and once for writes.
    @inline(__always)
    mutating func transfer(
        _ operation: Operation, _ handle: UInt32, address: UInt64, length: UInt64, offset: UInt64,
        traits: RequestTraits, userData: UInt64
    ) -> RequestID? {
        checkThread()
        guard freeCount > 0 else { return nil }
        if handle < planCount {
            let plan = plans + Int(handle)
            let start = offset &+ plan.pointee.baseOffset
            let refused =
                ((start | length) & plan.pointee.requestMask) | (address & plan.pointee.memoryMask)
                | UInt64(plan.pointee.slowBits & operation.bit)
            // A length of 0 wraps; `maxTransfer` is never more than `limit`.
            if refused == 0, length &- 1 < UInt64(plan.pointee.maxTransfer),
                offset <= plan.pointee.limit &- length, enter(plan, operation)
            {
                if let entry = Self.nextEntry(plan.pointee.ring) {
                    let index = takeSlot()
                    let slot = slots + Int(index)
                    slot.pointee.userData = userData
                    slot.pointee.stamp = stamp()
                    slot.pointee.address = address
                    slot.pointee.offset = start
                    slot.pointee.length = length
                    slot.pointee.plan = handle
                    slot.pointee.operation = operation.rawValue
                    slot.pointee.flags = 0
                    slot.pointee.traits = traits.rawValue
                    slot.pointee.vectors = 0
                    fill(entry, plan, operation, index: index, slot, traits)
                    return RequestID(slot: index, generation: slot.pointee.generation)
                }
                plan.pointee.gate.line.leave()
                plan.pointee.line.leave()
            }
        }
        return slowTransfer(
            operation, handle, address: address, vectors: 0, vectorCount: 0, length: length, offset: offset,
            traits: traits, userData: userData)
    }

    /// Counts a request in and looks at both words; false, and counted out, when one of them objects.
    @inline(__always)
    func enter(_ plan: UnsafeMutablePointer<Plan>, _ operation: Operation) -> Bool {
        plan.pointee.line.enter()
        plan.pointee.gate.line.enter()
        // Whoever changes a word issues a process barrier after it: no fence is needed here.
        hf_compiler_barrier()
        let mask = operation == .read ? GateWord.readMask : GateWord.writeMask
        if plan.pointee.control.value == plan.pointee.generation,
            plan.pointee.gate.word.pointee.load(ordering: .acquiring) & mask == GateWord.live
        {
            return true
        }
        plan.pointee.gate.line.leave()
        plan.pointee.line.leave()
        return false
    }

    /// Writes the submission entry of a transfer.
    @inline(__always)
    mutating func fill(
        _ entry: UnsafeMutablePointer<io_uring_sqe>, _ plan: UnsafeMutablePointer<Plan>, _ operation: Operation,
        index: UInt32, _ slot: UnsafeMutablePointer<RequestSlot>, _ traits: RequestTraits
    ) {
        let address = slot.pointee.address
        let length = slot.pointee.length
        if chunkCount > 1, address &- regionBase >= regionSize { selectRegion(address) }
        let within = address &- regionBase
        let isFixed = within < regionSize && length <= regionSize &- within
        let opcode: UInt8
        var flags: UInt32
        if operation == .read {
            opcode = isFixed ? plan.pointee.readFixedOpcode : plan.pointee.readOpcode
            flags = plan.pointee.readFlags
        } else {
            opcode = isFixed ? plan.pointee.writeFixedOpcode : plan.pointee.writeOpcode
            flags = plan.pointee.writeFlags
            if traits.contains(.durable) { flags |= plan.pointee.durableFlags }
        }
        let raw = UnsafeMutableRawPointer(entry)
        raw.storeBytes(of: plan.pointee.entryHead | UInt64(opcode), as: UInt64.self)
        raw.storeBytes(of: slot.pointee.offset, toByteOffset: 8, as: UInt64.self)
        raw.storeBytes(of: address, toByteOffset: 16, as: UInt64.self)
        raw.storeBytes(of: length | UInt64(flags) << 32, toByteOffset: 24, as: UInt64.self)
        raw.storeBytes(of: UInt64(index), toByteOffset: 32, as: UInt64.self)
        raw.storeBytes(of: UInt64(regionIndex), toByteOffset: 40, as: UInt64.self)
        raw.storeBytes(of: 0, toByteOffset: 48, as: UInt64.self)
        raw.storeBytes(of: 0, toByteOffset: 56, as: UInt64.self)
    }

    /// Takes completions off a ring into the caller's buffer, from `count` on; returns the new count.
    mutating func reap(
        _ ring: UnsafeMutablePointer<io_uring>, _ buffer: UnsafeMutableBufferPointer<Completion>, _ count: Int
    ) -> Int {
        let available = io_uring_cq_ready(ring)
        guard available > 0, let output = buffer.baseAddress else { return count }
        distortCompletions(ring, available)
        stampPoll()
        let now = pollStamp
        let limit = buffer.count
        var count = count
        let mask = ring.pointee.cq.ring_mask
        let entries = ring.pointee.cq.cqes
        let head = ring.pointee.cq.khead.pointee
        var taken: UInt32 = 0
        while taken < available, count < limit {
            let entry = entries.unsafelyUnwrapped + Int((head &+ taken) & mask)
            taken &+= 1
            let tag = entry.pointee.user_data
            guard tag < UInt64(depth) else {
                special(tag, result: entry.pointee.res, flags: entry.pointee.flags)
                continue
            }
            let index = UInt32(truncatingIfNeeded: tag)
            let slot = slots + Int(index)
            let length = slot.pointee.length
            guard slot.pointee.flags == 0, Int64(entry.pointee.res) == Int64(bitPattern: length) else {
                completed(index, result: Int64(entry.pointee.res))
                continue
            }
            (output + count).initialize(
                to: Completion(userData: slot.pointee.userData, result: Int64(bitPattern: length)))
            count &+= 1
            let plan = plans + Int(slot.pointee.plan)
            let statistics = plan.pointee.statistics
            statistics.succeeded(slot.pointee.operation, bytes: length, nanoseconds: now &- slot.pointee.stamp)
            if slot.pointee.operation == Operation.write.rawValue {
                statistics.wrote(to: slot.pointee.offset &+ length &- plan.pointee.baseOffset)
            }
            plan.pointee.gate.line.leave()
            plan.pointee.line.leave()
            freeSlot(index)
        }
        io_uring_cq_advance(ring, taken)
        if ring == pollRing { pollReaped &+= taken }
        return count
    }
}
