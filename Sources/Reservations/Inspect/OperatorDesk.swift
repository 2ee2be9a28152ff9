package import Block
package import SCSI
internal import Sys

/// Changes the reservations of a disk for a person with a tool: under the registry lock, noted in the audit log, and like a
/// command in everything else.
///
/// Those who are attached are held and drained where they lose something; what was stored before stays whenever something
/// fails.
package struct OperatorDesk {
    let disk: InspectedDisk

    /// What was done.
    package struct Outcome: Sendable, Hashable {
        package var before: PersistentReservations
        package var after: PersistentReservations
        /// The generation of the record that was stored.
        package var record: UInt64
        /// How many attachments there were.
        package var attachments: Int
        /// What happened on the way.
        package var reports: [ReservationReport]
    }

    package init(_ disk: InspectedDisk) { self.disk = disk }

    // MARK: - Changes

    /// Takes the registrations of some initiators away, after everything of theirs has ended.
    package func evict(_ nexuses: Set<NexusAddress>) throws(BlockError) -> Outcome {
        try requireStore()
        return try change("evict") { desk throws(BlockError) in
            let state = try desk.usable()
            guard nexuses.allSatisfy({ state.registration(of: $0) != nil }) else {
                throw BlockError(.invalid, "nobody is registered at '\(disk.path)' who could be evicted")
            }
            return state.change(evicting: nexuses, attached: desk.locked.attached())
        }
    }

    /// Makes what is stored for another disk the state of this one, which was moved or restored.
    package func adopt() throws(BlockError) -> Outcome {
        try requireStore()
        return try change("adopt") { desk throws(BlockError) in
            let foreign: DiskRecord?
            do throws(StoreError) {
                foreign = try desk.locked.store.loadForeign()
            } catch {
                throw unreadable(error)
            }
            guard let foreign else {
                throw BlockError(
                    .invalid,
                    "'\(disk.view.location)' holds nothing of another disk: there is nothing to adopt")
            }
            let next = foreign.state.moved(to: disk.identity.digest)
            return desk.locked.record.state.change(
                replacedBy: next, telling: .deviceReset, attached: desk.locked.attached())
        }
    }

    /// Starts anew: nobody is registered, nothing is reserved.
    package func reset() throws(BlockError) -> Outcome {
        try requireStore()
        return try change("reset") { desk throws(BlockError) in
            let state = desk.locked.record.state
            let next =
                state.isLost
                ? PersistentReservations() : state.change(evicting: Set(state.registrations.map(\.address))).state
            return state.change(
                replacedBy: next, telling: .reservationsPreempted, attached: desk.locked.attached())
        }
    }

    /// Takes over the state of a disk that was exported elsewhere; refuses while anybody is attached.
    package func restore(_ state: PersistentReservations) throws(BlockError) -> Outcome {
        try change("import") { desk throws(BlockError) in
            guard desk.locked.tenants().isEmpty else {
                throw BlockError(
                    .busy,
                    "'\(disk.path)' is in use by \(desk.locked.tenants().map(\.tenant.label).joined(separator: ", ")); "
                        + "stop them first")
            }
            let next = state.moved(to: disk.identity.digest)
            return desk.locked.record.state.change(replacedBy: next, telling: .deviceReset)
        }
    }

    /// What holds now, to be taken elsewhere; noted in the audit log.
    ///
    /// When the store was removed while the disk is in use, the page alone knows.
    package func export() throws(BlockError) -> StateTransfer {
        let survey = disk.survey()
        if survey.damage == .vanished, let record = survey.page?.record, !record.state.isLost {
            return StateTransfer(record, time: System.realtimeNanoseconds)
        }
        try requireStore()
        return try withLock { desk throws(BlockError) in
            _ = try desk.usable()
            let record = desk.locked.record
            desk.locked.store.append(
                AuditEntry(
                    time: System.realtimeNanoseconds, initiator: nil, process: System.processID, command: "export",
                    status: "\(CommandResult.good)", generationBefore: record.state.generation,
                    generationAfter: record.state.generation))
            return StateTransfer(record, time: System.realtimeNanoseconds)
        }
    }

    private func requireStore() throws(BlockError) {
        do throws(StoreError) {
            guard try disk.view.look() == nil else { return }
        } catch {
            throw unreadable(error)
        }
        throw BlockError(
            .invalid, "no reservations of '\(disk.path)' are kept: there is no '\(disk.view.location)'", cause: .noEntry
        )
    }

    private func unreadable(_ error: StoreError) -> BlockError {
        BlockError(.system, "'\(disk.view.location)': \(error)", cause: error.cause)
    }

    // MARK: - The lock

    /// A disk whose registry lock is held.
    struct Desk {
        var locked: LockedDisk

        /// What holds, unless it is lost.
        func usable() throws(BlockError) -> PersistentReservations {
            guard !locked.record.state.isLost else {
                throw BlockError(.invalid, locked.damage ?? "the reservations of this disk are lost")
            }
            return locked.record.state
        }
    }

    private func change(
        _ title: String, _ plan: (Desk) throws(BlockError) -> ReservationChange
    ) throws(BlockError) -> Outcome {
        try withLock { desk throws(BlockError) in
            let (before, attachments) = (desk.locked.record.state, desk.locked.tenants().count)
            let change = try plan(desk)
            var reports: [ReservationReport] = []
            let run = FenceRun(.person(title), change, settings: disk.manager.settings) { reports.append($0) }
            let result = run.carryOut(&desk.locked)
            guard result == nil else {
                throw BlockError(.busy, Self.reason(reports, desk.locked), cause: nil)
            }
            return Outcome(
                before: before, after: desk.locked.record.state, record: desk.locked.record.generation,
                attachments: attachments, reports: reports)
        }
    }

    /// Why a change didn't happen.
    private static func reason(_ reports: [ReservationReport], _ locked: LockedDisk) -> String {
        if let damage = locked.damage, locked.record.state.isLost { return damage }
        let stuck = reports.compactMap { report in
            if case .stuck(let stuck) = report { stuck.reason } else { nil }
        }
        guard stuck.isEmpty else { return "nothing was changed: " + stuck.joined(separator: "; ") }
        return "nothing was changed: '\(locked.store.location)' could not be written"
    }

    /// Runs `body` with the registry lock of the disk, joined to those who are attached.
    private func withLock<Value>(_ body: (inout Desk) throws(BlockError) -> Value) throws(BlockError) -> Value {
        let settings = disk.manager.settings
        try DiskAdmission.check(disk.file.rawValue, settings.assertsSingleHost ? .assert : .auto)
        // A block device that is joined gets another description behind its number.
        let own: Descriptor
        do throws(Errno) {
            own = try System.open("/proc/self/fd/\(disk.file.rawValue)", [.readWrite, .nonBlocking])
        } catch {
            throw BlockError(.system, "'\(disk.path)' can't be opened for writing, which changes need", cause: error)
        }
        var node = disk.node
        node.descriptor = own.rawValue
        let store = try disk.manager.openStore(node, disk.identity)
        defer { store.close() }
        let gate = try settings.gateFolder.map { folder throws(BlockError) in
            try GateFile(folder, disk.identity, node, try disk.manager.ownership(node))
        }
        var meeting = Meeting(node: node, identity: disk.identity, store: store, gate: gate)
        meeting.spare = { disk.findPageOfSilent() }
        let deadline = System.monotonicNanoseconds &+ settings.stuckNanoseconds
        let device = try meeting.meetAtDevice(until: deadline)
        let registry = try RegistryLock(reopening: node.descriptor, name: node.path)
        do throws(Errno) {
            if let page = device?.page { try registry.extend(to: page.descriptor) }
        } catch {
            throw BlockError(.system, "'\(node.path)' can't be locked, as reservations need it", cause: error)
        }
        while true {
            try acquire(registry)
            let joined: Meeting.Joined
            do throws(BlockError) {
                joined = try meeting.join(disk.kind, registry, device)
            } catch {
                registry.release(hint: nil)
                throw error
            }
            switch joined {
            case .disk(let shared):
                RegistryHold.note(shared.page, nil, .tool)
                defer {
                    shared.page[word: PageLayout.holderSlot] = 0
                    registry.release(hint: shared.page.lockHint)
                }
                var desk = Desk(locked: try load(shared, store))
                desk.locked.reap()
                return try body(&desk)
            case .blocked(let reason):
                registry.release(hint: nil)
                guard System.monotonicNanoseconds < deadline else { throw BlockError(.busy, reason) }
                System.sleep(nanoseconds: 20_000_000)
            }
        }
    }

    private func load(_ shared: SharedDisk, _ store: any ReservationStore) throws(BlockError) -> LockedDisk {
        do throws(StoreError) {
            return try LockedDisk(shared, store)
        } catch {
            throw unreadable(error)
        }
    }

    private func acquire(_ registry: RegistryLock) throws(BlockError) {
        do throws(Errno) {
            try registry.acquire(
                deadlineNanoseconds: System.monotonicNanoseconds &+ SoftwareSettings.lockDeadline, hint: nil)
        } catch {
            let survey = disk.survey()
            let who = survey.page?.holder.map {
                "\(survey.name($0.slot)) has held it for \(DiskSurvey.seconds(survey.age($0)))"
            }
            throw BlockError(
                .busy, "the registry lock of '\(disk.path)' can't be had\(who.map { ": \($0)" } ?? "")", cause: error)
        }
    }
}
