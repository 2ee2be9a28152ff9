internal import SCSI
internal import Synchronization
internal import Sys

/// Device commands: what is checked, and who carries them out.
///
/// PERSISTENT RESERVE IN and OUT go to the node's reservation manager when it has one; everything else, to the kernel.
extension QueueState {
    /// Reads the caller's command, which needs to last no longer than this; ``commandRefusal(_:_:)`` tells of a bad one.
    func takeCommand(_ index: UInt32) {
        let held = heldCommand(index)
        do throws(Errno) {
            try HeldCommand.read(slow[Int(index)].address, into: held)
        } catch {
            held.pointee.failure = error
        }
    }

    /// The answer to a command that nobody carries out here; nil for one that somebody does.
    func commandRefusal(_ index: UInt32, _ plan: UnsafeMutablePointer<Plan>) -> Int64? {
        guard plan.pointee.passesCommands || plan.pointee.passesReservations else {
            return Errno.notSupported.result
        }
        if let failure = heldCommand(index).pointee.failure { return failure.result }
        return plan.pointee.passesCommands || goesToManager(index) ? nil : Errno.notSupported.result
    }

    /// What of the gate's word stops a request.
    func gateMask(_ index: UInt32, _ operation: Operation) -> UInt64 {
        switch operation {
        case .read, .blockStatus: GateWord.readMask
        case .passThrough: heldCommand(index).pointee.gateMask
        default: GateWord.writeMask
        }
    }

    /// Ends or parks a request that the gate's word stops, and which isn't counted in; otherwise it is to be tried again,
    /// and with `passes` whatever the word says.
    mutating func stopAtGate(
        _ index: UInt32, _ handle: UInt32, _ operation: Operation, _ word: UInt64, passes: inout Bool
    ) -> Bool {
        guard let attachment = attachments[Int(handle)] else { return false }
        let isCommand = operation == .passThrough
        let verdict: GateVerdict
        if let gate = attachment.bottom.reservations?.gate {
            let plain: GateAccess = gateMask(index, operation) == GateWord.readMask ? .read : .write
            let access =
                isCommand ? GateAccess.command(Array(heldCommand(index).pointee.command.cdb)) : plain
            verdict = gate.explain(word, access)
            // Before parking: a release in between wakes the queue, which then finds the request.
            if verdict == .wait { gate.wakeWhenReleased(attachment.bottom.control) }
        } else {
            verdict = GateWord.explain(word, mask: gateMask(index, operation), isCommand: isCommand)
        }
        switch verdict {
        case .again: return true
        case .pass:
            passes = true
            return true
        case .wait: setAside(index, handle)
        case .refused(let result):
            if isCommand {
                finishCommand(index, ReservationAnswer(result), sent: 0)
            } else {
                finish(index, -Int64(result.errno))
            }
        case .failed(let number): finish(index, -Int64(number))
        }
        return false
    }

    /// Gives an admitted command to who carries it out.
    mutating func startCommand(_ index: UInt32) {
        guard goesToManager(index), let manager = reservations(index) else {
            // The worker reads the copy.
            slow[Int(index)].address = UInt64(UInt(bitPattern: commandPointer(index)))
            return startWorker(index, offset: 0, length: 0)
        }
        let held = heldCommand(index)
        let command: ReservationCommand
        do throws(Errno) {
            command = try held.pointee.reservation()
        } catch {
            return finish(index, error.result)
        }
        let reply = Reply(mailbox, slot: index)
        held.pointee.reply = reply
        slow[Int(index)].stage = .manager
        // The manager may wait until everything that the gate counts is out; this command must not be among it.
        plans[Int(slots[Int(index)].plan)].gate.line.leave()
        answersDue += 1
        lookedFor = 0
        manager.submit(command, reply: reply)
    }

    /// How long an answer is looked for before the thread sleeps, in nanoseconds: what a commit takes on a fast disk.
    ///
    /// To sleep and be woken takes tens of microseconds where idle processors halt, on a busy host up to two hundred, of
    /// this thread and of the manager's: as long as the commit itself.
    private static let patience: UInt64 = 1_000_000

    /// Looks on while managers carry out all that is in flight; true when there is something to take without waiting.
    ///
    /// Other requests would end only in the kernel, and are not kept waiting. Nor is a manager looked for whose last answer
    /// took longer.
    @inline(never)
    mutating func lookForAnswers(deadline: UInt64?) -> Bool {
        guard answersAreQuick, answersDue == inUse &- readyCount else { return false }
        var patience = Self.patience &- lookedFor
        if let deadline {
            let now = System.monotonicNanoseconds
            patience = min(patience, deadline > now ? deadline - now : 0)
        }
        // However short the calls are that wait: in all no longer than that for one answer.
        lookedFor &+= patience
        switch mailbox.look(nanoseconds: patience) {
        case .found:
            takeWaitingNotes()
            return true
        case .signalled: return false
        case .nothing:
            if lookedFor >= Self.patience { answersAreQuick = false }
            return false
        }
    }

    /// Takes a manager's answer.
    mutating func commandAnswered(_ index: UInt32) {
        guard index < depth, slow[Int(index)].stage == .manager, let answer = heldCommand(index).pointee.reply?.take()
        else { return }
        lookedFor = 0
        answersAreQuick = clock.now() &- slots[Int(index)].stamp < Self.patience
        leaveManager(index)
        finishCommand(index, answer, sent: listLength(index))
    }

    /// Takes a command from its manager; false when it has been answered already.
    mutating func withdrawCommand(_ index: UInt32) -> Bool {
        guard let reply = heldCommand(index).pointee.reply, reply.abandon() else { return false }
        reservations(index)?.cancel(reply)
        leaveManager(index)
        return true
    }

    private mutating func leaveManager(_ index: UInt32) {
        heldCommand(index).pointee.reply = nil
        answersDue -= 1
        // `finish` counts out what it believes to be in.
        plans[Int(slots[Int(index)].plan)].gate.line.enter()
    }

    /// Ends a command, of whose data `sent` bytes went out, with an answer: copies what fits into the caller's memory.
    private mutating func finishCommand(_ index: UInt32, _ answer: ReservationAnswer, sent: Int) {
        guard case .status(let status, let sense, let data) = answer else {
            guard case .failure(let number) = answer else { return }
            return finish(index, -Int64(number))
        }
        let held = heldCommand(index)
        let state = slow + Int(index)
        let command = held.pointee.command
        let written = status == .checkCondition ? min(sense.count, command.sense.count, 252) : 0
        for place in 0..<written { command.sense[place] = sense[place] }
        let room = command.direction == .fromDevice ? command.data.count : 0
        let received = status == .good ? min(data.count, room) : 0
        for place in 0..<received { command.data[place] = data[place] }
        state.pointee.status = status.rawValue
        state.pointee.senseLength = UInt8(written)
        state.pointee.residual = Int32(clamping: command.data.count - received - sent)
        finish(index, 0)
    }

    /// The bytes that a PERSISTENT RESERVE OUT sends; 0 for every other command.
    private func listLength(_ index: UInt32) -> Int {
        let held = heldCommand(index)
        let block = held.pointee.command.cdb.assumingMemoryBound(to: UInt8.self).span
        guard held.pointee.commandClass == .persistentReserveOut, let transfer = CommandTransfer(of: block) else {
            return 0
        }
        return Int(clamping: transfer.byteCount(blockSize: 1) ?? 0)
    }

    // MARK: - Where things are

    private func goesToManager(_ index: UInt32) -> Bool {
        heldCommand(index).pointee.isReservation && reservations(index) != nil
    }

    private func reservations(_ index: UInt32) -> (any PRAttachment)? {
        attachments[Int(slots[Int(index)].plan)]?.bottom.reservations
    }

    /// The command in a slow state, which stays where it is as long as the queue.
    private func heldCommand(_ index: UInt32) -> UnsafeMutablePointer<HeldCommand> {
        let offset = MemoryLayout<SlowState>.offset(of: \.command) ?? 0
        return (UnsafeMutableRawPointer(slow + Int(index)) + offset).assumingMemoryBound(to: HeldCommand.self)
    }

    private func commandPointer(_ index: UInt32) -> UnsafeMutablePointer<PassThroughCommand> {
        let offset = MemoryLayout<HeldCommand>.offset(of: \.command) ?? 0
        return (UnsafeMutableRawPointer(heldCommand(index)) + offset).assumingMemoryBound(to: PassThroughCommand.self)
    }
}
