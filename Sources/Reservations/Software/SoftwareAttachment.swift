package import Block
package import SCSI
internal import Synchronization
internal import Sys

/// A node under a manager that keeps and enforces reservations itself: one slot of the disk's page.
package final class SoftwareAttachment: PRAttachment, Gate, Sendable {
    let disk: SharedDisk
    let slot: Int
    package let nexus: Nexus
    private let runtime: SoftwareRuntime
    private let registrar: Registrar
    private let worker: AttachmentWorker
    private let files: AttachedFiles
    private let listener: PageListener?
    private let report: @Sendable (ReservationReport) -> Void
    /// The slots that it took the disk over from.
    private let previous = Locked(SlotSet())
    /// The lines of the queues, by where they lie.
    private let lines = Locked<[UInt: Int]>([:])

    init(
        _ registrar: Registrar, files: AttachedFiles, listener: PageListener?, runtime: SoftwareRuntime, name: String,
        report: @escaping @Sendable (ReservationReport) -> Void
    ) throws(Errno) {
        disk = registrar.disk
        slot = registrar.slot
        nexus = registrar.nexus
        self.registrar = registrar
        self.files = files
        self.listener = listener
        self.runtime = runtime
        self.report = report
        worker = AttachmentWorker(disk)
        try worker.start(runtime.threads, "pr-\(name)") { job in
            switch job {
            case .command(let command, let reply):
                guard reply.isAwaited else { return }
                // The first answer counts.
                reply.answer(registrar.answer(command) { reply.answer($0) })
            case .recover:
                registrar.recover()
            }
        } news: {
            registrar.look()
        }
    }

    // MARK: - Commands

    package func submit(_ command: ReservationCommand, reply: Reply) {
        if !worker.add(.command(command, reply)) { reply.answer(.communicationFailure) }
    }

    /// One that hasn't begun is left out when its turn comes.
    package func cancel(_ reply: Reply) {}

    package var gate: (any Gate)? { self }

    // MARK: - Descriptors

    package func descriptorAdded(_ descriptor: Int32) throws(BlockError) { try files.add(descriptor) }

    package func descriptorRemoved(_ descriptor: Int32) { files.remove(descriptor) }

    // MARK: - Handover

    package func activating() throws(BlockError) {
        let slots = try Handover(registrar, files).activate()
        previous.withLock { $0 = slots }
    }

    package func activationFailed() {
        Handover(registrar, files).giveBack(to: previous.withLock { $0 })
    }

    package func deactivated() { Handover(registrar, files).deactivate() }

    package func detach() {
        worker.stop()
        runtime.watcher.forget(disk, slot)
        listener?.stop()
        Leaving(registrar, files).leave()
        registrar.store.close()
    }

    // MARK: - The gate

    package var needsFence: Bool { disk.mode == .fence }

    package func openLine() throws(BlockError) -> GateLine {
        guard let (number, line) = disk.page.takeLine(for: slot) else {
            throw BlockError(
                .limit,
                "a disk with reservations takes at most \(PageLayout.lineCount) queues at a time, of all processes")
        }
        lines.withLock { $0[line.identity] = number }
        return line
    }

    package func closeLine(_ line: GateLine) {
        guard let number = lines.withLock({ $0.removeValue(forKey: line.identity) }) else { return }
        disk.page.giveBack(line: number)
    }

    package func explain(_ word: UInt64, _ access: GateAccess) -> GateVerdict {
        let mask: UInt64
        switch access {
        case .read: mask = GateWord.readMask
        case .write: mask = GateWord.writeMask
        case .command(let block):
            mask = GateWord.mask(of: CommandClass(of: block.span), UnitAttentionRule(for: block.span))
            if word & GateWord.live != 0, word & mask & GateWord.unitAttention != 0 {
                guard let sense = disk.page.takeFirstAttention(of: slot)?.sense else { return .again }
                return .refused(.checkCondition(sense))
            }
        }
        var isCommand = false
        if case .command = access { isCommand = true }
        return GateWord.explain(word, mask: mask, isCommand: isCommand)
    }

    package func wakeWhenReleased(_ control: NodeControl) {
        runtime.watcher.watch(disk, slot, control) { [worker] in worker.add(.recover) }
    }

    // MARK: - For monitors that emulate a disk

    /// What a command that is not carried out here is to be answered with, or nil when it may be; takes a unit attention
    /// that it reports.
    package func admit(_ block: [UInt8]) -> GateVerdict? {
        while true {
            let word = disk.page.wordPointer(slot).pointee.load(ordering: .sequentiallyConsistent)
            let mask = GateWord.mask(of: CommandClass(of: block.span), UnitAttentionRule(for: block.span))
            if word & mask == GateWord.live { return nil }
            let verdict = explain(word, .command(block))
            if verdict == .pass { return nil }
            if verdict != .again { return verdict }
        }
    }

    /// Takes the unit attention that is reported next.
    package func takeAttention() -> Sense? { disk.page.takeFirstAttention(of: slot)?.sense }

    /// The designators of the disk, the same for all who share it.
    package var identification: DeviceIdentification { DeviceIdentification(diskIdentity: disk.identity.digest) }
}
