internal import Block
internal import SCSI
internal import Sys

/// Carries out the reservation commands of one attachment.
///
/// Its worker's thread calls ``answer(_:early:)`` and ``look()``, any thread ``withLock(_:_:)``.
final class Registrar: Sendable {
    let disk: SharedDisk
    let store: any ReservationStore
    let slot: Int
    let nexus: Nexus
    /// Asked anew for each command: parts of it change at run time.
    let settings: @Sendable () -> SoftwareSettings
    private let report: @Sendable (ReservationReport) -> Void
    /// The last record that was read, which its generation identifies.
    private let known = Locked<DiskRecord?>(nil)
    private let news: News

    init(
        _ disk: SharedDisk, _ store: any ReservationStore, slot: Int, nexus: Nexus,
        settings: @escaping @Sendable () -> SoftwareSettings, report: @escaping @Sendable (ReservationReport) -> Void
    ) {
        self.disk = disk
        self.store = store
        self.slot = slot
        self.nexus = nexus
        self.settings = settings
        self.report = report
        news = News(disk, nexus: nexus, report)
    }

    private var page: GatePage { disk.page }

    /// Carries a command out; waits for the registry lock, for victims, for the disk.
    ///
    /// Calls `early` with the answer to a change that has happened, while there is still something to do that nobody need
    /// wait for.
    func answer(_ command: ReservationCommand, early: (ReservationAnswer) -> Void = { _ in }) -> ReservationAnswer {
        // What a dead locker has stored holds, but the page says nothing of it, nor of its unit attentions.
        if page.isPending, disk.registry.isFree { recover() }
        if let sense = page.takeFirstAttention(of: slot)?.sense { return ReservationAnswer(.checkCondition(sense)) }
        return command.isOut ? change(command, early) : read(command)
    }

    // MARK: - PERSISTENT RESERVE IN

    /// Answers from the page; nobody waits for anybody, as long as the page can be read.
    private func read(_ command: ReservationCommand) -> ReservationAnswer {
        guard let record = current() else {
            return withLock(.read) { locked in plan(command, locked.record.state, attached: []).answer }
        }
        return plan(command, record.state, attached: []).answer
    }

    /// The record that holds, as the page has it.
    func current() -> DiskRecord? {
        if let known = known.withLock({ $0 }), known.generation == page.generation { return known }
        let record = PageReader(page).current()
        known.withLock { $0 = record }
        return record
    }

    /// Tells the program what others have changed.
    func look() {
        if let record = current() { news.look(at: record) }
    }

    private func plan(
        _ command: ReservationCommand, _ state: PersistentReservations, attached: [Nexus],
        pending: UnitAttentions = []
    ) -> ReservationOutcome {
        state.plan(
            command.block.span, list: command.list.span,
            in: ReservationContext(
                nexus: nexus, pending: pending, attached: attached, policy: settings().policy,
                now: System.realtimeNanoseconds / 1_000_000_000))
    }

    // MARK: - PERSISTENT RESERVE OUT

    private func change(
        _ command: ReservationCommand, _ early: (ReservationAnswer) -> Void
    ) -> ReservationAnswer {
        withLock(.command) { locked in
            guard page.tenant(slot)?.nexus == nexus.address else { return .communicationFailure }
            locked.reap(butNot: slot)
            // What others did before is told now: this command's own change hides it.
            news.look(at: locked.record)
            let outcome = plan(
                command, locked.record.state, attached: locked.attached(), pending: page.pendingAttentions(of: slot))
            if !outcome.reported.isEmpty { _ = page.take(outcome.reported, of: slot) }
            guard let change = outcome.change else { return outcome.answer }
            let run = FenceRun(
                .attachment(slot: slot, nexus), change,
                command: try? PersistentReserveOut(decoding: command.block.span, list: command.list.span),
                settings: settings(), report: report)
            let result = run.carryOut(&locked) { early(outcome.answer) }
            // After a failure the page is asked.
            known.withLock { $0 = result == nil ? locked.record : nil }
            news.skip(locked.record)
            return result.map { ReservationAnswer($0) } ?? outcome.answer
        }
    }

    /// Takes what a dead locker left in hand; nothing to do when nobody died.
    func recover() {
        guard page.isPending else { return }
        _ = withLock(.recovery) { _ in .status(.good, sense: [], data: []) }
    }

    // MARK: - The lock

    /// Why the lock is held, for people.
    enum Purpose: UInt32 {
        case read = 1
        case command = 2
        case recovery = 3
        case attach = 4
        case detach = 5
        case tool = 6
    }

    /// Runs `body` with the registry lock; answers itself when the lock or the store can't be had.
    func withLock(
        _ purpose: Purpose, _ body: (inout LockedDisk) -> ReservationAnswer
    ) -> ReservationAnswer {
        do throws(Errno) {
            try RegistryHold.acquire(disk, slot, purpose, settings(), report)
        } catch {
            return ReservationAnswer(CommandResult(.busy))
        }
        defer { RegistryHold.release(disk) }
        do throws(StoreError) {
            var locked = try LockedDisk(disk, store)
            if let damage = locked.damage, !(known.withLock { $0?.state.isLost } ?? false) {
                known.withLock { $0 = locked.record }
                news.skip(locked.record)
                report(.lost(damage))
            }
            return body(&locked)
        } catch {
            return ReservationAnswer(.checkCondition(.internalTargetFailure))
        }
    }
}

extension ReservationOutcome {
    /// The answer of a command that has been carried out, or that needs no carrying out.
    var answer: ReservationAnswer { ReservationAnswer(result, data: data) }
}
