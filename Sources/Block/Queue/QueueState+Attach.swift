internal import CLinuxShims
internal import Sys

extension QueueState {
    /// The most nodes on one queue.
    static let attachmentLimit = 4096

    /// Compiles a node's chain into this queue's table.
    mutating func attach(_ node: any BlockNode) throws(BlockError) -> UInt32 {
        checkThread()
        let handle = freeHandles.popLast() ?? planCount
        guard Int(handle) < QueueState.attachmentLimit else {
            throw BlockError(.limit, "a queue takes at most \(QueueState.attachmentLimit) nodes")
        }
        reservePlan(handle)
        let bottom = node.bottom
        let line = CounterLine.allocate()
        let statistics = PlanStatistics()
        let member = bottom.control.join(mailbox, handle: handle, line: line)
        var attachment = Attachment(
            node: node, bottom: bottom, member: member, filePlace: -1, line: line, statistics: statistics)
        do throws(BlockError) {
            try attachment.openGate()
            let plan = try compile(handle, &attachment)
            if handle < planCount { plans[Int(handle)] = plan } else { (plans + Int(handle)).initialize(to: plan) }
        } catch {
            attachment.free()
            if handle < planCount { freeHandles.append(handle) }
            throw error
        }
        if Int(handle) < attachments.count {
            attachments[Int(handle)] = attachment
        } else {
            attachments.append(attachment)
        }
        planCount = max(planCount, handle + 1)
        plansChanged()
        node.attached(statistics)
        return handle
    }

    private mutating func reservePlan(_ handle: UInt32) {
        guard Int(handle) >= planCapacity else { return }
        let larger: UnsafeMutablePointer<Plan> = CacheLine.allocate(capacity: planCapacity * 2)
        larger.moveInitialize(from: plans, count: Int(planCount))
        plans.deallocate()
        plans = larger
        planCapacity *= 2
    }

    private func emptyPlan(_ attachment: Attachment) -> Plan {
        Plan(
            control: attachment.bottom.control.word, line: attachment.line,
            gate: attachment.gate ?? GateLine(word: GateWord.open, line: scratchLine),
            statistics: attachment.statistics.block,
            ring: ring ?? noRing)
    }

    /// Lowers a node and adds what only the queue knows.
    private mutating func compile(_ handle: UInt32, _ attachment: inout Attachment) throws(BlockError) -> Plan {
        var plan = emptyPlan(attachment)
        // Before lowering: a change meanwhile makes the plan be compiled again.
        plan.generation = attachment.bottom.control.expectedWord
        try attachment.node.lower(into: &plan)
        plan.maxTransfer = UInt32(min(UInt64(plan.maxTransfer), plan.limit))
        if plan.isReadOnly { plan.slow(.modifying) }
        if plan.isInactive { plan.slow(.all) }
        plan.durableFlags = plan.dropsFlushes ? 0 : UInt32(hf_rwf_dsync)
        if attachment.isFenced { plan.slow(.all) }
        try prepareEngine(handle, &attachment, &plan)
        if !plan.filters.isEmpty, attachment.seat == nil { attachment.seat = FilterSeat(mailbox, handle: handle) }
        plan.seal()
        return plan
    }

    /// Lets the ring know a plan's file.
    mutating func register(_ handle: UInt32, _ attachment: inout Attachment, _ plan: inout Plan) {
        plan.entryHead = UInt64(UInt32(bitPattern: plan.descriptor)) << 32
        if plan.polls, let pollRing { plan.ring = pollRing } else { plan.polls = false }
        guard let ring, Int(handle) < fileTable else { return }
        do throws(Errno) {
            try Ring.setFile(ring, Int(handle), plan.descriptor)
            if let pollRing { try Ring.setFile(pollRing, Int(handle), plan.descriptor) }
        } catch {
            // A plain descriptor works as well, if slower.
            return
        }
        attachment.filePlace = Int(handle)
        plan.entryHead = UInt64(handle) << 32 | QueueState.fixedFileFlag
    }

    /// Compiles a plan again whose node has changed; a node that can't be lowered any more answers EIO.
    mutating func recompile(_ handle: UInt32) {
        guard var attachment = attachments[Int(handle)] else { return }
        let before = plans[Int(handle)].filters
        do throws(BlockError) {
            try move(&attachment, handle)
            plans[Int(handle)] = try compile(handle, &attachment)
        } catch {
            var plan = emptyPlan(attachment)
            plan.generation = attachment.bottom.control.expectedWord
            plan.maxTransfer = 0
            (plan.engine, plan.carrier) = (.null, NullEngine.self)
            plan.slow(.all)
            plans[Int(handle)] = plan
        }
        leaveFilters(before, besides: plans[Int(handle)].filters, attachment.seat)
        attachments[Int(handle)] = attachment
        plansChanged()
    }

    /// Follows a chain that ends in another node than it did; the change has drained it.
    private func move(_ attachment: inout Attachment, _ handle: UInt32) throws(BlockError) {
        let bottom = attachment.node.bottom
        guard bottom !== attachment.bottom else { return }
        attachment.bottom.control.leave(attachment.member)
        attachment.closeGate()
        attachment.member = bottom.control.join(mailbox, handle: handle, line: attachment.line)
        attachment.bottom = bottom
        // What was counted so far belongs to the nodes that it went to.
        attachment.statistics = PlanStatistics()
        attachment.node.attached(attachment.statistics)
        try attachment.openGate()
    }

    /// Takes a node off; its requests must have been polled.
    mutating func detach(_ handle: UInt32) throws(BlockError) {
        checkThread()
        guard handle < planCount, var attachment = attachments[Int(handle)] else {
            throw BlockError(.invalid, "no node is attached under this handle")
        }
        for index in 0..<Int(depth) where slots[index].operation != 0 && uses(index, handle) {
            throw BlockError(.busy, "node '\(attachment.node.name)' has requests in flight")
        }
        if attachment.filePlace >= 0 {
            // A registered file keeps the locks of its description.
            for ring in [ring, pollRing].compactMap({ $0 }) { try? Ring.setFile(ring, attachment.filePlace, -1) }
        }
        leaveFilters(plans[Int(handle)].filters, attachment.seat)
        attachments[Int(handle)] = nil
        attachment.free()
        unattended.removeAll { $0 == handle }
        freeHandles.append(handle)
        // The fast path finds nothing that fits; the slow path finds no attachment.
        plans[Int(handle)].close()
        plansChanged()
    }

    /// True when a request in flight goes to an attachment, or copies from it.
    private func uses(_ index: Int, _ handle: UInt32) -> Bool {
        slots[index].plan == handle
            || slots[index].operation == Operation.copy.rawValue && slow[index].source == handle
    }

    // MARK: - Memory

    /// Pins a caller's memory so that the kernel needs not look it up at each request; false when the limit on pinned
    /// memory, or the table, is exhausted: requests there work all the same.
    mutating func addRegion(_ bytes: UnsafeMutableRawBufferPointer) -> (id: Int, isPinned: Bool) {
        checkThread()
        let id = regions.firstIndex { $0 == nil } ?? regions.count
        let isPinned = pin(bytes, region: id)
        let region = Region(bytes: bytes, isPinned: isPinned)
        if id < regions.count { regions[id] = region } else { regions.append(region) }
        return (id, isPinned)
    }

    private mutating func pin(_ bytes: UnsafeMutableRawBufferPointer, region: Int) -> Bool {
        guard let ring, let base = bytes.baseAddress, !bytes.isEmpty else { return false }
        var start = 0
        while start < bytes.count {
            let size = min(Chunk.largest, bytes.count - start)
            let taken = Set(chunks.map { Int($0.place) })
            let part = UnsafeMutableRawBufferPointer(start: base + start, count: size)
            guard let place = (0..<bufferTable).first(where: { !taken.contains($0) }),
                (try? Ring.setBuffer(ring, place, part)) != nil
            else {
                unpin(region: region)
                return false
            }
            let chunk = Chunk(
                base: UInt64(UInt(bitPattern: base + start)), size: UInt64(size), place: UInt16(place), region: region)
            chunks.append(chunk)
            if let pollRing, (try? Ring.setBuffer(pollRing, place, part)) == nil {
                unpin(region: region)
                return false
            }
            start += size
        }
        chunksChanged()
        return true
    }

    private mutating func unpin(region: Int) {
        for chunk in chunks where chunk.region == region {
            for ring in [ring, pollRing].compactMap({ $0 }) { try? Ring.setBuffer(ring, Int(chunk.place), nil) }
        }
        chunks.removeAll { $0.region == region }
        chunksChanged()
    }

    private mutating func chunksChanged() {
        chunkCount = chunks.count
        regionBase = chunks.first?.base ?? 0
        regionSize = chunks.first?.size ?? 0
        regionIndex = UInt64(chunks.first?.place ?? 0)
    }

    /// Lets memory go that no request in flight points into; false when the number names none.
    mutating func removeRegion(_ id: Int) -> Bool {
        checkThread()
        guard regions.indices.contains(id), regions[id] != nil else { return false }
        unpin(region: id)
        regions[id] = nil
        return true
    }

    /// Makes the chunk current that an address lies in.
    @inline(never)
    mutating func selectRegion(_ address: UInt64) {
        guard chunkCount > 1, address &- regionBase >= regionSize else { return }
        for chunk in chunks where address &- chunk.base < chunk.size {
            regionBase = chunk.base
            regionSize = chunk.size
            regionIndex = UInt64(chunk.place)
            return
        }
    }

    // MARK: - Moving to another thread

    /// Frees the queue, which has nothing in flight, from its thread: the next to submit owns it.
    mutating func rebind() throws(BlockError) {
        guard inUse == 0 else {
            throw BlockError(.busy, "a queue moves to another thread only when all its completions have been polled")
        }
        if let pollRing { Ring.destroy(pollRing) }
        if let ring { Ring.destroy(ring) }
        ring = nil
        pollRing = nil
        disown()
        chunks = []
        chunksChanged()
        try createRings()
        for handle in 0..<planCount where attachments[Int(handle)] != nil { recompile(handle) }
        for (id, region) in regions.enumerated() {
            guard let region else { continue }
            let isPinned = pin(region.bytes, region: id)
            regions[id]?.isPinned = isPinned
        }
        if isArmed { try? arm() }
    }
}
