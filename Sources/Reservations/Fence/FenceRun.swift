internal import Block
internal import SCSI
internal import Sys

/// Carries one change out, with the registry lock: hold, drain, commit, publish.
///
/// GOOD is answered only after all four. Whatever fails before the commit leaves everything as it was; victims were held
/// meanwhile, never refused.
struct FenceRun {
    private let origin: FenceOrigin
    private let change: ReservationChange
    private let command: PersistentReserveOut?
    private let settings: SoftwareSettings
    private let report: (ReservationReport) -> Void

    init(
        _ origin: FenceOrigin, _ change: ReservationChange, command: PersistentReserveOut? = nil,
        settings: SoftwareSettings, report: @escaping (ReservationReport) -> Void
    ) {
        self.origin = origin
        self.change = change
        self.command = command
        self.settings = settings
        self.report = report
    }

    private var action: ReservationAction? {
        if case .person = origin { .person } else { command.map { .command($0.action) } }
    }

    /// Carries the change out; nil when it has happened, or what the command is answered instead.
    ///
    /// Calls `done` as soon as it has happened, before anybody else is told.
    func carryOut(_ locked: inout LockedDisk, done: () -> Void = {}) -> CommandResult? {
        let (before, disk) = (locked.record.state, locked.disk)
        var losers = Set(change.aborts)
        if settings.drainsAlways { losers.formUnion(change.losers.map(\.nexus)) }
        let victims = locked.slots(of: losers)
        let notices = notices(locked)
        disk.page.setPending(
            PendingCommand(
                slot: origin.slot, generation: locked.record.generation &+ 1, victims: victims, notices: notices))
        Milestones.reach("pending")
        // Who is killed has no slot any more afterwards.
        var drained = Drained(tenants: locked.tenants())
        if !victims.isEmpty {
            for slot in victims { disk.hold(slot) }
            Milestones.reach("hold")
            disk.barrier()
            Milestones.reach("barrier")
            drain(locked, victims, &drained)
            guard drained.stuck.isEmpty else {
                locked.withdraw(victims)
                return fail(locked, before, drained)
            }
        }
        Milestones.reach("drained")
        let generation = locked.record.generation &+ 1
        do throws(StoreError) {
            try locked.commit(change.state, occupants: locked.occupants()) {
                entry(from: before, to: change.state, drained, .good, committed: generation)
            }
        } catch {
            // Lost state has been published already.
            if case .unchanged = error { locked.withdraw(victims) }
            if let damage = locked.damage { report(.lost(damage)) }
            return fail(locked, before, drained)
        }
        Milestones.reach("committed")
        locked.publish(
            notices,
            after: action.map { LastChange(action: $0, slot: origin.slot) }, isPlain: victims.isEmpty)
        Milestones.reach("published")
        done()
        tell(locked, drained)
        return nil
    }

    /// The unit attentions of the change, by slots: everything of a nexus that does I/O gets them.
    private func notices(_ locked: LockedDisk) -> [Int: UnitAttentions] {
        var result: [Int: UnitAttentions] = [:]
        for notice in change.notices {
            for slot in locked.slots(of: [notice.nexus]) {
                result[slot, default: []].formUnion(notice.attentions)
            }
        }
        return result
    }

    // MARK: - Drain

    /// How a drain went.
    struct Drained {
        /// Who was attached before.
        let tenants: [(slot: Int, tenant: SlotTenant)]
        var nanoseconds: UInt64 = 0
        /// What is still in flight, by slots.
        var stuck: [Int: UInt64] = [:]
        /// The slots whose processes were killed.
        var killed = SlotSet()
    }

    private func drain(_ locked: LockedDisk, _ victims: SlotSet, _ result: inout Drained) {
        let (drain, disk) = (Drain(locked, victims), locked.disk)
        result.stuck = drain.wait(until: System.monotonicNanoseconds &+ settings.stuckNanoseconds)
        if !result.stuck.isEmpty {
            for (slot, count) in result.stuck.sorted(by: { $0.key < $1.key }) {
                guard let tenant = disk.page.tenant(slot) else { continue }
                let peer = StuckPeer(disk, slot, tenant)
                let refusal = settings.onStuck == .fail ? nil : peer.kill(settings.onStuck)
                if settings.onStuck != .fail, refusal == nil { result.killed.insert(slot) }
                let isKilled = result.killed.contains(slot)
                report(
                    .stuck(
                        .init(
                            stage: .drain, initiator: tenant.initiator, process: tenant.process,
                            waited: drain.elapsed / 1_000_000, policy: isKilled ? settings.onStuck : .fail,
                            reason: "\(count) requests of \(tenant.label) are in flight, \(peer.condition)"
                                + (refusal.map { "; it is not killed: \($0)" } ?? ""))))
            }
            if !result.killed.isEmpty {
                result.stuck = drain.wait(until: System.monotonicNanoseconds &+ settings.stuckNanoseconds)
            }
        }
        result.nanoseconds = drain.elapsed
    }

    // MARK: - Afterwards

    /// What the audit log calls it.
    private var title: String {
        if case .person(let title) = origin { title } else { action?.description ?? "" }
    }

    /// Notes that nothing has happened.
    private func fail(_ locked: LockedDisk, _ before: PersistentReservations, _ drained: Drained) -> CommandResult {
        let result = CommandResult.checkCondition(.internalTargetFailure)
        locked.store.append(entry(from: before, to: locked.record.state, drained, result, committed: nil))
        return result
    }

    /// What the audit log says.
    private func entry(
        from before: PersistentReservations, to after: PersistentReservations, _ drained: Drained,
        _ result: CommandResult, committed: UInt64?
    ) -> AuditEntry {
        let nexuses = Set(change.losers.map(\.nexus) + change.aborts)
        let victims = drained.tenants.filter { nexuses.contains($0.tenant.nexus) }.compactMap { slot, tenant in
            InitiatorName(tenant.initiator).map { name in
                AuditEntry.Victim(
                    nexus: Nexus(address: tenant.nexus, name: name), slot: UInt8(slot), process: tenant.process,
                    action: drained.killed.contains(slot) ? "killed" : drained.stuck[slot] == nil ? nil : "stuck")
            }
        }
        let absent = nexuses.subtracting(victims.map(\.nexus.address)).compactMap(before.registration).map {
            AuditEntry.Victim(nexus: $0.nexus)
        }
        return AuditEntry(
            time: System.realtimeNanoseconds, initiator: origin.nexus, process: System.processID, command: title,
            type: command?.type, reservationKey: command?.reservationKey ?? 0, actionKey: command?.actionKey ?? 0,
            status: "\(result)", generationBefore: before.generation, generationAfter: after.generation,
            committed: committed, victims: victims + absent,
            drain: victims.isEmpty ? nil : drained.nanoseconds)
    }

    private func tell(_ locked: LockedDisk, _ drained: Drained) {
        let state = locked.record.state
        let by = origin.nexus?.name.text
        report(.changed(action, by: by, state: state))
        for loss in change.losers where loss.nexus != origin.nexus?.address {
            let slots = drained.tenants.filter { $0.tenant.nexus == loss.nexus }
            let name = slots.first?.tenant.initiator ?? "\(loss.nexus)"
            report(
                .fenced(
                    .init(
                        initiator: name, isLocal: slots.contains { $0.tenant.process == System.processID },
                        by: by, action: action, generation: state.generation,
                        drainedAfter: drained.nanoseconds / 1_000_000,
                        wasKilled: slots.contains { drained.killed.contains($0.slot) })))
        }
    }
}
