internal import CLiburing
internal import Synchronization
internal import Sys

extension QueueState {
    /// Tags of entries that belong to no request; above any slot number.
    private static let mailboxTag: UInt64 = 1 << 32
    private static let timerTag: UInt64 = 2 << 32
    private static let nativeTag: UInt64 = 4 << 32
    private static let cancelTag: UInt64 = 3 << 32

    /// Sets the rings up; without one when the environment or the kernel has none to give.
    mutating func createRings() throws(BlockError) {
        guard environment.allowsRing, RingSupport.shared.failure == nil else { return }
        do throws(Errno) {
            let ring = try Ring.create(.main, options: options, depth: depth)
            self.ring = ring
            if options.completionPolling { pollRing = try Ring.create(.polling, options: options, depth: depth) }
            fileTable = Ring.reserveFiles(ring, count: options.registeredFiles)
            if let pollRing, fileTable > 0 { fileTable = Ring.reserveFiles(pollRing, count: fileTable) }
            bufferTable = Ring.reserveBuffers(ring, count: 256)
            if let pollRing, bufferTable > 0 { bufferTable = Ring.reserveBuffers(pollRing, count: bufferTable) }
        } catch {
            throw BlockError(.system, "cannot create an io_uring of depth \(depth)", cause: error)
        }
        pollReaped = 0
        watchesMailbox = false
        watchesTimer = false
        watchesNative = false
        isEventRegistered = false
    }

    /// Gives the queue to the calling thread.
    mutating func bind() throws(Errno) {
        for ring in [ring, pollRing].compactMap({ $0 }) {
            _ = try System.call(.ringRegister, .none) { _ in
                Int(
                    io_uring_register(
                        UInt32(ring.pointee.ring_fd), UInt32(IORING_REGISTER_ENABLE_RINGS), nil, 0))
            }
            // Saves the kernel a look-up per call; refused before 5.18 and beyond 16 rings a thread, which is fine.
            _ = io_uring_register_ring_fd(ring)
        }
        owner = System.threadToken
        if let place { environment.owners.add(place) }
        if !waitsInNative { watch() }
    }

    /// Takes the queue from its thread.
    mutating func disown() {
        if owner != 0, let place { environment.owners.remove(place, owner: owner) }
        owner = 0
    }

    /// Lets the ring watch the mailbox, the timer, and Linux AIO where the queue has it.
    mutating func watch() {
        guard let ring else { return }
        if !watchesMailbox, let entry = claimEntry(ring) {
            io_uring_prep_poll_multishot(entry, mailbox.descriptor, 1)
            entry.pointee.user_data = QueueState.mailboxTag
            watchesMailbox = true
        }
        if !watchesTimer, let entry = claimEntry(ring) {
            io_uring_prep_poll_multishot(entry, descriptors.timer.rawValue, 1)
            entry.pointee.user_data = QueueState.timerTag
            watchesTimer = true
        }
        if !watchesNative, let native, let entry = claimEntry(ring) {
            io_uring_prep_poll_multishot(entry, native.pointee.event.rawValue, 1)
            entry.pointee.user_data = QueueState.nativeTag
            watchesNative = true
        }
    }

    /// True when there is a free place in a ring's submission queue.
    @inline(__always)
    static func hasEntry(_ ring: UnsafeMutablePointer<io_uring>) -> Bool {
        // A ring that was set up has it.
        let head = UnsafeMutableRawPointer(ring.pointee.sq.khead.unsafelyUnwrapped)
        // Acquire: with a submission thread the kernel may still read the entry before this one moves on.
        let seen = head.assumingMemoryBound(to: Atomic<UInt32>.self).pointee.load(ordering: .acquiring)
        return ring.pointee.sq.sqe_tail &- seen < ring.pointee.sq.ring_entries
    }

    /// Takes the place that there is.
    @inline(__always)
    static func takeEntry(_ ring: UnsafeMutablePointer<io_uring>) -> UnsafeMutablePointer<io_uring_sqe> {
        let tail = ring.pointee.sq.sqe_tail
        ring.pointee.sq.sqe_tail = tail &+ 1
        return ring.pointee.sq.sqes.unsafelyUnwrapped + Int(tail & ring.pointee.sq.ring_mask)
    }

    /// A free place in a ring's submission queue; nil when there is none.
    ///
    /// liburing has the same as a function of its own, which the fast path would pay a call for.
    @inline(__always)
    static func nextEntry(_ ring: UnsafeMutablePointer<io_uring>) -> UnsafeMutablePointer<io_uring_sqe>? {
        hasEntry(ring) ? takeEntry(ring) : nil
    }

    /// A place in a ring's submission queue that is needed now: makes the kernel take what is queued when it must.
    private mutating func claimEntry(
        _ ring: UnsafeMutablePointer<io_uring>
    ) -> UnsafeMutablePointer<io_uring_sqe>? {
        if let entry = Self.nextEntry(ring) { return entry }
        // A ring works only for the thread that owns it, from then on.
        if owner == 0 { try? bind() }
        _ = io_uring_submit(ring)
        return Self.nextEntry(ring)
    }

    /// Handles a completion that belongs to no request.
    @inline(never)
    mutating func special(_ tag: UInt64, result: Int32, flags: UInt32) {
        let goesOn = flags & UInt32(IORING_CQE_F_MORE) != 0
        switch tag {
        case QueueState.mailboxTag:
            watchesMailbox = goesOn
            takeNotes()
        case QueueState.timerTag:
            watchesTimer = goesOn
            expireTimers()
        case QueueState.nativeTag:
            watchesNative = goesOn
            native.map { nativeSignalled($0) }
        default:
            // A cancellation: the request's own completion says what came of it.
            return
        }
        if !goesOn { watch() }
    }

    /// Asks the kernel to give up on the entry of a slot.
    mutating func cancelEntry(_ index: UInt32, _ ring: UnsafeMutablePointer<io_uring>) {
        guard let entry = claimEntry(ring) else { return }
        io_uring_prep_cancel64(entry, UInt64(index), 0)
        entry.pointee.user_data = QueueState.cancelTag
    }

    /// Queues the entry for a slot's current piece; what finds no room goes with the next batch.
    mutating func issueEntry(_ index: UInt32) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        let plan = plans + Int(slot.pointee.plan)
        // A ring that is polled carries transfers only.
        let isTransfer = state.pointee.stage != .flush && state.pointee.stage != .nop
        guard let target = isTransfer ? plan.pointee.ring : ring, let entry = Self.nextEntry(target) else {
            unsubmitted.append(index, slots)
            return
        }
        switch state.pointee.stage {
        case .flush:
            io_uring_prep_fsync(entry, 0, UInt32(IORING_FSYNC_DATASYNC))
            setFile(entry, plan)
        case .nop:
            io_uring_prep_nop(entry)
        case .bounceRead, .mergeHead, .mergeTail:
            fill(entry, plan, .read, index)
        case .bounceWrite, .mergeWrite:
            fill(entry, plan, .write, index)
        default:
            let operation: Operation = slot.pointee.operation == Operation.read.rawValue ? .read : .write
            fill(entry, plan, operation, index)
            if slot.pointee.vectors != 0 { makeVectored(entry, slot, state.pointee.vectorCount) }
        }
        entry.pointee.user_data = UInt64(index)
        if state.pointee.forcesAsync { entry.pointee.flags |= UInt8(HF_IOSQE_ASYNC) }
    }

    /// Writes the submission entry of the piece that a slot describes.
    private mutating func fill(
        _ entry: UnsafeMutablePointer<io_uring_sqe>, _ plan: UnsafeMutablePointer<Plan>, _ operation: Operation,
        _ index: UInt32
    ) {
        let slot = slots + Int(index)
        let address = slot.pointee.address
        let length = slot.pointee.length
        selectRegion(address)
        fill(
            entry, plan, operation, index: index, address: address, offset: slot.pointee.offset, length: length,
            traits: RequestTraits(rawValue: slot.pointee.traits), isPinned: isPinned(address, length))
    }

    private func setFile(_ entry: UnsafeMutablePointer<io_uring_sqe>, _ plan: UnsafeMutablePointer<Plan>) {
        entry.pointee.flags = UInt8(truncatingIfNeeded: plan.pointee.entryHead >> 8)
        entry.pointee.fd = Int32(truncatingIfNeeded: plan.pointee.entryHead >> 32)
    }

    /// Turns the entry of a transfer into one of the caller's vectors.
    func makeVectored(
        _ entry: UnsafeMutablePointer<io_uring_sqe>, _ slot: UnsafeMutablePointer<RequestSlot>, _ count: UInt32
    ) {
        guard entry.pointee.opcode != UInt8(IORING_OP_NOP.rawValue) else { return }
        let isRead = slot.pointee.operation == Operation.read.rawValue
        entry.pointee.opcode = UInt8(isRead ? IORING_OP_READV.rawValue : IORING_OP_WRITEV.rawValue)
        entry.pointee.addr = UInt64(slot.pointee.vectors)
        entry.pointee.len = count
        entry.pointee.buf_index = 0
    }

    /// Tries the entries again that found no room.
    @inline(__always)
    mutating func retryUnsubmitted() {
        if !unsubmitted.isEmpty { retryUnsubmittedSlowly() }
    }

    @inline(never)
    private mutating func retryUnsubmittedSlowly() {
        if let ring { _ = io_uring_submit(ring) }
        if let pollRing { _ = io_uring_submit(pollRing) }
        var rest = unsubmitted
        unsubmitted = SlotList()
        while let index = rest.popFirst(slots) { issue(index) }
    }

    /// Alters results that tests have planted faults for.
    @inline(__always)
    mutating func distortCompletions(_ ring: UnsafeMutablePointer<io_uring>, _ available: UInt32) {
        if Faults.isArmed { distortSlowly(ring, available) }
    }

    @inline(never)
    private mutating func distortSlowly(_ ring: UnsafeMutablePointer<io_uring>, _ available: UInt32) {
        for offset in 0..<available {
            let position = (ring.pointee.cq.khead.pointee &+ offset) & ring.pointee.cq.ring_mask
            guard let entry = ring.pointee.cq.cqes.map({ $0 + Int(position) }), entry.pointee.user_data < UInt64(depth)
            else { continue }
            distort(entry)
        }
    }

    /// What tells a durable write from others for planted faults, as an ioctl is told by its number.
    func writeFlags(_ index: UInt32) -> UInt {
        let slot = slots + Int(index)
        let isDurable = slot.pointee.traits & RequestTraits.durable.rawValue != 0
        return isDurable ? UInt(plans[Int(slot.pointee.plan)].durableFlags) : 0
    }

    private func distort(_ entry: UnsafeMutablePointer<io_uring_cqe>) {
        let index = Int(entry.pointee.user_data)
        let operation = slots[index].operation
        let stage = slots[index].flags & RequestSlot.slow != 0 ? slow[index].stage : .direct
        let call: SystemCall
        switch stage {
        case .flush: call = .ringSync
        case .bounceRead, .mergeHead, .mergeTail: call = .ringRead
        case .bounceWrite, .mergeWrite: call = .ringWrite
        default: call = operation == Operation.read.rawValue ? .ringRead : .ringWrite
        }
        let plan = plans + Int(slots[index].plan)
        let flags = call == .ringWrite ? writeFlags(UInt32(index)) : 0
        guard let fault = Faults.next(call, .descriptor(plan.pointee.descriptor), request: flags) else { return }
        let result = Int(entry.pointee.res)
        entry.pointee.res = Int32(fault.apply(limit: max(result, 0), argument: nil) { result < 0 ? result : $0 })
    }
}
