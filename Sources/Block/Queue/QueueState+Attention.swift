internal import CLinuxShims
internal import Synchronization
internal import Sys

extension QueueState {
    /// Takes the notes that other threads left.
    mutating func takeNotes() {
        mailbox.rearm()
        takeWaitingNotes()
    }

    /// The same, of those whose signal has been taken or wasn't needed.
    mutating func takeWaitingNotes() {
        while let note = mailbox.take() {
            switch Note.Kind(rawValue: note.kind) {
            case .workerDone: workerDone(note.index)
            case .transferDone: engineDone(note.index, slow[Int(note.index)].job.result)
            case .attention: unattended.append(note.index)
            case .commandAnswered: commandAnswered(note.index)
            case nil: continue
            }
        }
    }

    /// Looks at the nodes that asked for it; never called while completions are being taken, which it may cause.
    @inline(__always)
    mutating func attendAll() {
        if !unattended.isEmpty { attendSlowly() }
    }

    private mutating func attendSlowly() {
        while let handle = unattended.popLast() { attend(handle) }
    }

    /// Answers what the bottom node of an attachment asks, goes on with read-modify-writes that have become ready, and
    /// tries parked requests again.
    private mutating func attend(_ handle: UInt32) {
        guard handle < planCount, attachments[Int(handle)] != nil else { return }
        let plan = plans + Int(handle)
        // An idle queue would keep what the old plan has registered for ever.
        if isStale(plan), plan.pointee.line.inFlight == 0 { recompile(handle) }
        guard let attachment = attachments[Int(handle)] else { return }
        if attachment.seat?.attend() == true { retryAllHeld(handle) }
        let control = attachment.bottom.control
        answer(control, attachment)
        for index in 0..<depth where slots[Int(index)].operation != 0 && slots[Int(index)].plan == handle {
            guard slots[Int(index)].flags & RequestSlot.slow != 0 else { continue }
            let state = slow + Int(index)
            guard state.pointee.stage == .serialising, control.isReady(state.pointee.serialiser) else { continue }
            timers.remove(index)
            descriptors.timer.set(timers.earliest)
            startMerge(index)
        }
        var rest = parked
        parked = SlotList()
        while let index = rest.popFirst(slots) {
            guard slow[Int(index)].waitsFor == handle else {
                parked.append(index, slots)
                continue
            }
            if slow[Int(index)].stage == .parked {
                slow[Int(index)].stage = .idle
                admit(index)
            } else {
                resumePiece(index)
            }
        }
    }

    // MARK: - Read-modify-write

    /// Enters the read-modify-write of a piece; goes on when nothing overlaps it any more.
    mutating func serialise(_ index: UInt32) {
        let state = slow + Int(index)
        guard let attachment = attachments[Int(slots[Int(index)].plan)] else { return }
        let control = attachment.bottom.control
        let range = state.pointee.pieceStart..<state.pointee.pieceEnd
        switch control.enterSerialiser(range, member: attachment.member) {
        case .parked:
            state.pointee.stage = .serialising
            parkPiece(index)
        case .entered(let id):
            state.pointee.serialiser = id
            state.pointee.stage = .serialising
            answer(control, attachment)
            if control.isReady(id) { return startMerge(index) }
            awaitAnswers(index)
        }
    }

    /// Sees to it that a read-modify-write which waits for other queues looks again soon, with or without their answers.
    private mutating func awaitAnswers(_ index: UInt32) {
        timers.insert(index, deadline: System.monotonicNanoseconds &+ 1_000_000)
        descriptors.timer.set(timers.earliest)
    }

    /// Looks whether a read-modify-write, whose timer is off, still has to wait for other queues.
    mutating func recheckAnswers(_ index: UInt32) {
        let handle = slots[Int(index)].plan
        guard let control = attachments[Int(handle)]?.bottom.control else { return }
        if control.isReady(slow[Int(index)].serialiser) { unattended.append(handle) } else { awaitAnswers(index) }
    }

    /// Ends the read-modify-write of a piece.
    mutating func leaveSerialiser(_ index: UInt32) {
        let id = slow[Int(index)].serialiser
        slow[Int(index)].serialiser = 0
        attachments[Int(slots[Int(index)].plan)]?.bottom.control.leaveSerialiser(id)
    }

    /// True when the current piece overlaps no read-modify-write; otherwise it is parked until that ends.
    mutating func mayStart(_ index: UInt32) -> Bool {
        let state = slow + Int(index)
        let slot = slots + Int(index)
        if !System.hasProcessBarrier { atomicMemoryFence(ordering: .sequentiallyConsistent) }
        guard plans[Int(slot.pointee.plan)].control.value & ControlWord.serialising != 0,
            let attachment = attachments[Int(slot.pointee.plan)]
        else { return true }
        let range = state.pointee.pieceStart..<state.pointee.pieceEnd
        if attachment.bottom.control.admitsPiece(range, member: attachment.member, own: state.pointee.serialiser) {
            return true
        }
        parkPiece(index)
        return false
    }

    private mutating func parkPiece(_ index: UInt32) {
        slow[Int(index)].parkedStage = slow[Int(index)].stage
        slow[Int(index)].stage = .parkedPiece
        slow[Int(index)].waitsFor = slots[Int(index)].plan
        parked.append(index, slots)
    }

    private mutating func resumePiece(_ index: UInt32) {
        let state = slow + Int(index)
        state.pointee.stage = state.pointee.parkedStage
        switch state.pointee.stage {
        case .serialising: serialise(index)
        case .worker: if mayStart(index) { submitJob(index) }
        default: startPiece(index)
        }
    }

    // MARK: - Answers

    private func answer(_ control: NodeControl, _ attachment: Attachment) {
        control.attend(
            attachment.member, isClear: { isClear($0, attachment.member) },
            isDrained: {
                guard attachment.line.inFlight > 0 else { return true }
                for index in 0..<Int(depth) where slots[index].operation != 0 {
                    guard attachments[Int(slots[index].plan)]?.member == attachment.member else { continue }
                    slots[index].flags |= RequestSlot.watched
                }
                return false
            })
    }

    /// True when no piece of this attachment that is under way overlaps a range; marks those that do.
    private func isClear(_ range: Range<UInt64>, _ member: UInt64) -> Bool {
        var clear = true
        for index in 0..<depth where isUnderWay(index) {
            let slot = slots + Int(index)
            guard slot.pointee.plan < planCount, attachments[Int(slot.pointee.plan)]?.member == member,
                pieceRange(index).overlaps(range)
            else { continue }
            slot.pointee.flags |= RequestSlot.watched
            clear = false
        }
        return clear
    }

    /// True when an engine or a worker has a piece of a slot.
    private func isUnderWay(_ index: UInt32) -> Bool {
        let slot = slots + Int(index)
        guard slot.pointee.operation != 0 else { return false }
        guard slot.pointee.flags & RequestSlot.slow != 0 else { return true }
        switch slow[Int(index)].stage {
        case .direct, .bounceRead, .bounceWrite, .mergeHead, .mergeTail, .mergeWrite, .worker: return true
        case .idle, .flush, .nop, .timer, .failing, .held, .parked, .parkedPiece, .serialising, .bounceWait, .ready,
            .manager:
            return false
        }
    }

    /// The bytes at the bottom node that a slot's piece touches.
    private func pieceRange(_ index: UInt32) -> Range<UInt64> {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        guard slot.pointee.flags & RequestSlot.slow != 0 else {
            return slot.pointee.offset..<slot.pointee.offset &+ slot.pointee.length
        }
        return state.pointee.pieceStart..<state.pointee.pieceEnd
    }
}
