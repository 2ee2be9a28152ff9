internal import Block
internal import SCSI
internal import Sys

/// A node that becomes one of those that share a disk; on the control thread, before its first request.
///
/// Whoever finds something that the page and the store it has don't account for waits for processes that die, and then
/// refuses: two that share a disk but not a page would not fence each other.
struct Attaching {
    let node: NodeIdentity
    let settings: @Sendable () -> SoftwareSettings
    let kind: ManagerKind
    let identity: DiskIdentity
    let store: any ReservationStore
    let runtime: SoftwareRuntime
    let report: @Sendable (ReservationReport) -> Void

    private static let retryInterval: Int64 = 20_000_000

    private var role: SharedImageLocks.Role {
        guard node.isActive else { return .inactive }
        return node.isWritable ? .writer : .reader
    }

    /// What one attempt came to.
    private enum Attempt {
        case attached(SoftwareAttachment)
        /// Somebody is in the way who may be dying.
        case blocked(String)
    }

    /// Attaches.
    func run() throws(BlockError) -> SoftwareAttachment {
        let deadline = System.monotonicNanoseconds &+ settings().stuckNanoseconds
        let meeting = Meeting(node: node, identity: identity, store: store, gate: try gateFile())
        let device = try meeting.meetAtDevice(until: deadline)
        let registry = try RegistryLock(reopening: node.descriptor, name: node.path)
        do throws(Errno) {
            // Those who don't see each other's locks on the device see them on the page.
            if let page = device?.page { try registry.extend(to: page.descriptor) }
        } catch {
            throw unlockable(error)
        }
        return try retry(meeting, device, registry, until: deadline)
    }

    private func unlockable(_ error: Errno) -> BlockError {
        BlockError(.system, "'\(node.path)' can't be locked, as reservations need it", cause: error)
    }

    private func gateFile() throws(BlockError) -> GateFile? {
        guard let folder = settings().gateFolder else { return nil }
        guard node.status.kind == .regular else {
            throw BlockError(
                .invalid, "gate=\(folder) is for regular files; users of '\(node.path)' hand the page to each other")
        }
        return try GateFile(folder, identity, node, try ownership())
    }

    /// Whose the files are by which the disk's users meet.
    private func ownership() throws(BlockError) -> StoreOwnership {
        let settings = settings()
        return try StoreOwnership.of(node.descriptor, group: settings.group, mode: settings.mode)
    }

    private func retry(
        _ meeting: Meeting, _ device: Meeting.Device?, _ registry: RegistryLock, until deadline: UInt64
    ) throws(BlockError) -> SoftwareAttachment {
        let started = System.monotonicNanoseconds
        while true {
            do throws(Errno) {
                try registry.acquire(
                    deadlineNanoseconds: System.monotonicNanoseconds &+ SoftwareSettings.lockDeadline, hint: nil)
            } catch {
                throw BlockError(
                    .busy, "somebody who shares '\(node.path)' doesn't give its registry lock back", cause: error)
            }
            let attempt: Attempt
            do throws(BlockError) {
                attempt = try self.attempt(meeting, device, registry)
            } catch {
                SharedImageLocks.drop(role, on: node.descriptor)
                registry.release(hint: nil)
                throw error
            }
            if case .blocked = attempt { SharedImageLocks.drop(role, on: node.descriptor) }
            registry.release(hint: nil)
            switch attempt {
            case .attached(let attachment): return attachment
            case .blocked(let reason):
                guard System.monotonicNanoseconds < deadline else {
                    report(
                        .stuck(
                            .init(
                                stage: .attach, initiator: nil, process: nil,
                                waited: (System.monotonicNanoseconds &- started) / 1_000_000, policy: .fail,
                                reason: reason)))
                    throw BlockError(.busy, reason)
                }
            }
            System.sleep(nanoseconds: Self.retryInterval)
        }
    }

    // MARK: - One attempt, with the registry lock

    private func attempt(
        _ meeting: Meeting, _ device: Meeting.Device?, _ registry: RegistryLock
    ) throws(BlockError) -> Attempt {
        do throws(Errno) {
            // Before anything is looked for: of two programs that come at once, at least one sees the other. With the
            // registry lock: whoever else attaches has either a slot already or nothing, and isn't taken for a stranger.
            try SharedImageLocks.take(role, on: node.descriptor)
        } catch {
            throw unlockable(error)
        }
        switch try meeting.join(kind, registry, device) {
        case .disk(let disk): return try settle(meeting, disk, device)
        case .blocked(let reason): return .blocked(reason)
        }
    }

    // MARK: - The slot

    private func settle(
        _ meeting: Meeting, _ disk: SharedDisk, _ device: Meeting.Device?
    ) throws(BlockError) -> Attempt {
        var locked: LockedDisk
        do throws(StoreError) {
            locked = try LockedDisk(disk, store)
        } catch .incompatible(let bits) {
            throw BlockError(
                .unsupported, "the reservations in '\(store.location)' can't be used: \(RecordError.incompatible(bits))"
            )
        } catch {
            throw BlockError(.system, "the reservations in '\(store.location)' can't be read", cause: error.cause)
        }
        locked.reap()
        let nexus = Nexus(diskIdentity: identity.digest, name: settings().initiator)
        let others = locked.tenants()
        if let double = others.first(where: {
            $0.tenant.nexus == nexus.address && $0.tenant.flags.contains(.active) == node.isActive
        }) {
            let reason =
                "initiator '\(nexus.name)' is in use on '\(node.path)' by \(double.tenant.label); every virtual machine "
                + "needs a name of its own"
            guard StuckPeer(disk, double.slot, double.tenant).isGone else { throw BlockError(.busy, reason) }
            return .blocked(reason)
        }
        if let attempt = try strangersInTheWay(hasCompany: !others.isEmpty) { return attempt }
        let held = (try meeting.heldLocks(disk.registry.descriptor)).slots
        guard let slot = (0..<PageLayout.slotCount).first(where: { !held.contains($0) && disk.page.tenant($0) == nil })
        else {
            throw BlockError(
                .limit, "'\(node.path)' has \(PageLayout.slotCount) attachments, which is the most that it can have")
        }
        if let damage = locked.damage { report(.lost(damage)) }
        return .attached(try move(into: slot, nexus, device, &locked, isFirst: others.isEmpty))
    }

    /// Whether somebody has the image who knows nothing of reservations.
    private func strangersInTheWay(hasCompany: Bool) throws(BlockError) -> Attempt? {
        let found: LockFailure?
        do throws(Errno) {
            found = try SharedImageLocks.conflict(
                role, on: node.descriptor, beside: hasCompany ? .attachments : .nobody)
        } catch {
            throw BlockError(.system, "the locks of '\(node.path)' can't be examined", cause: error)
        }
        guard let found else { return nil }
        let error = found.error(for: "node '\(node.name)'", on: node.path, node.descriptor, node: { _ in nil })
        guard found.isPassing(node.descriptor) else { throw error }
        return .blocked("\(error)")
    }

    private func move(
        into slot: Int, _ nexus: Nexus, _ device: Meeting.Device?, _ locked: inout LockedDisk, isFirst: Bool
    ) throws(BlockError) -> SoftwareAttachment {
        let disk = locked.disk
        let files: AttachedFiles
        do throws(Errno) {
            files = try AttachedFiles(node.descriptor, role: role, slot: slot, kind: kind)
        } catch {
            throw unlockable(error)
        }
        var flags: SlotFlags = []
        if node.isActive { flags.insert(.active) }
        if !node.isWritable { flags.insert(.readOnly) }
        if let device, device.inode != .common { flags.insert(.ownInode) }
        locked.settle(
            SlotTenant(
                process: System.processID, startTime: Host.startTime, processSpace: Host.processSpace,
                nexus: nexus.address, initiator: nexus.name.text, node: node.name,
                since: System.realtimeNanoseconds / 1_000_000_000, flags: flags),
            in: slot)
        do throws(BlockError) {
            return try finish(slot, nexus, &locked, files, isFirst: isFirst)
        } catch {
            disk.page.vacate(slot)
            files.remove(node.descriptor)
            throw error
        }
    }

    private func finish(
        _ slot: Int, _ nexus: Nexus, _ locked: inout LockedDisk, _ files: AttachedFiles, isFirst: Bool
    ) throws(BlockError) -> SoftwareAttachment {
        let disk = locked.disk
        if locked.damage == nil {
            let state = locked.record.state
            let next = isFirst ? state.change(after: .powerCycle, policy: settings().policy).state : state
            do throws(StoreError) {
                try locked.commit(next, occupants: locked.occupants())
            } catch {
                throw BlockError(.system, "an attachment can't be noted in '\(store.location)'", cause: error.cause)
            }
        }
        locked.publish([:])
        if disk.page.storePlace == nil { disk.page.storePlace = StorePlace(at: store.location) }
        if node.isActive { disk.page.post(.powerOn, to: slot) }
        let listener: PageListener?
        if settings().gateFolder == nil {
            listener = try runtime.pages.serve(
                Meeting.socket(store.folder, identity, slot), disk: node.status, offering: disk.offer,
                as: try ownership())
        } else {
            listener = nil
        }
        let registrar = Registrar(disk, store, slot: slot, nexus: nexus, settings: settings, report: report)
        do throws(Errno) {
            return try SoftwareAttachment(
                registrar, files: files, listener: listener, runtime: runtime, name: node.name, report: report)
        } catch {
            listener?.stop()
            throw BlockError(.system, "no thread for the reservations of node '\(node.name)'", cause: error)
        }
    }
}
