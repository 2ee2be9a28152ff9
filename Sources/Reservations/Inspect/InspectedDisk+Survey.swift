internal import Block
internal import SCSI
internal import Synchronization
internal import Sys

extension InspectedDisk {
    /// Looks at everything once; what changes meanwhile may show.
    package func survey() -> DiskSurvey {
        var probe = file
        let sockets = findSockets()
        let (page, inode) = findPage(sockets)
        if let inode, let common = try? System.open("/proc/self/fd/\(inode.rawValue)", [.readOnly, .nonBlocking]) {
            probe = KeptDescriptor(common)
        }
        let locked = (try? SlotLocks.heldSlots(probe: probe.rawValue)) ?? []
        let registry = try? System.conflictingLock(
            probe.rawValue, .exclusive, start: LockBytes.registry, length: 1)
        let stored = findStored()
        let holders = unanswered(stored, locked)
        let memory = page ?? (locked.isEmpty ? nil : findPage(of: holders))
        let seen = memory.map { survey(GatePage($0.base), locked) }
        var silence: String?
        if memory == nil, !locked.isEmpty {
            silence =
                "\(locked.count) attachments hold their locks, and nobody answers at '\(view.folder)': they use another "
                + "store or kind of manager, are dying, or this user may not write to the disk"
        }
        return DiskSurvey(
            path: path, identity: identity, kind: kind, location: view.location, time: System.realtimeNanoseconds,
            stored: stored, page: seen, silence: silence,
            unanswered: page == nil ? holders : [], lockedSlots: locked,
            kinds: (try? SlotLocks.heldKinds(probe: probe.rawValue)) ?? [], isRegistryLocked: registry != nil,
            sockets: sockets)
    }

    /// What is stored; what looks damaged is read again, since somebody may be writing it.
    private func findStored() -> DiskSurvey.Stored {
        for attempt in 0... {
            do throws(StoreError) {
                guard let state = try view.look() else { return .absent }
                if case .damaged = state, attempt < 3 {
                    System.sleep(nanoseconds: 5_000_000)
                    continue
                }
                return .state(state)
            } catch {
                return .unreadable("\(error)")
            }
        }
        return .absent
    }

    // MARK: - The page

    private func findSockets() -> [DiskSurvey.Socket] {
        (0..<PageLayout.slotCount).compactMap { slot in
            let path = socket(slot)
            guard (try? System.linkStatus(at: path)) != nil else { return nil }
            let isAlive: Bool?
            do throws(Errno) {
                _ = try UnixSocket.connect(path)
                isAlive = true
            } catch {
                isAlive = error == .connectionRefused ? false : error == .again ? true : nil
            }
            return DiskSurvey.Socket(path: path, slot: slot, isAlive: isAlive)
        }
    }

    /// The page, and of a device the node that all open it through.
    private func findPage(_ sockets: [DiskSurvey.Socket]) -> (PageMemory?, KeptDescriptor?) {
        if let folder = manager.settings.gateFolder {
            guard let ownership = try? StoreOwnership.of(file.rawValue),
                let gate = try? GateFile(folder, identity, node, ownership), let memory = try? gate.open(),
                GatePage(memory.base).objection(identity: identity.digest) == nil
            else { return (nil, nil) }
            return (memory, nil)
        }
        for socket in sockets where socket.isAlive != false {
            guard let offer = try? PageClient.ask(socket.path, showing: file.rawValue),
                let memory = try? PageMemory.receive(offer.page.duplicate(), count: PageLayout.length),
                GatePage(memory.base).objection(identity: identity.digest) == nil
            else { continue }
            guard let node = try? offer.node?.duplicate() else { return (memory, nil) }
            return (memory, KeptDescriptor(node))
        }
        return (nil, nil)
    }

    /// The page among what those have open who don't answer, since they are stopped.
    func findPageOfSilent() -> PageMemory? {
        let locked = (try? SlotLocks.heldSlots(probe: file.rawValue)) ?? []
        return findPage(of: unanswered(findStored(), locked))
    }

    /// Who was attached by the stored record, and still has a lock.
    private func unanswered(_ stored: DiskSurvey.Stored, _ locked: SlotSet) -> [DiskSurvey.Unanswered] {
        guard case .state(.record(let record)) = stored, record.bootID == Host.bootID else { return [] }
        return record.slots.filter { locked.contains(Int($0.slot)) }.map { occupant in
            DiskSurvey.Unanswered(
                slot: Int(occupant.slot), nexus: occupant.nexus, process: occupant.process,
                condition: Self.condition(of: occupant.process, started: occupant.startTime))
        }
    }

    /// The page among what processes have open that don't answer since they are stopped, where this one may look.
    private func findPage(of holders: [DiskSurvey.Unanswered]) -> PageMemory? {
        for process in Set(holders.map(\.process)) where process > 0 && process != System.processID {
            let folder = "/proc/\(process)/fd"
            for name in (try? System.entries(of: folder)) ?? [] {
                guard let link = try? System.readLink("\(folder)/\(name)"), link.hasPrefix("/memfd:\(PageMemory.name)"),
                    let opened = try? System.open("\(folder)/\(name)", .readWrite),
                    let memory = try? PageMemory.receive(opened, count: PageLayout.length),
                    GatePage(memory.base).objection(identity: identity.digest) == nil
                else { continue }
                return memory
            }
        }
        return nil
    }

    private func survey(_ page: GatePage, _ locked: SlotSet) -> DiskSurvey.Page {
        let record = PageReader(page).current()
        let tenants = page.tenants
        let all = SlotSet(0..<PageLayout.slotCount)
        let counts = page.inFlight(of: all)
        let slots = tenants.compactMap { number in
            page.tenant(number).map { tenant in
                DiskSurvey.Slot(
                    number: number, nexus: tenant.nexus, initiator: tenant.initiator, node: tenant.node,
                    process: tenant.process, condition: condition(of: tenant, page),
                    isActive: tenant.flags.contains(.active), isReadOnly: tenant.flags.contains(.readOnly),
                    hasOwnInode: tenant.flags.contains(.ownInode), hasLock: locked.contains(number),
                    since: tenant.since, word: page.wordPointer(number).pointee.load(ordering: .sequentiallyConsistent),
                    expectedWord: (record?.state).map { tenant.word(under: $0) },
                    attentions: page.pendingAttentions(of: number), inFlight: counts[number] ?? 0,
                    queues: page.lineCount(of: number))
            }
        }
        let stray = counts.filter { !tenants.contains($0.key) }.values.reduce(0, &+)
        return DiskSurvey.Page(
            generation: page.generation, record: record, slots: slots,
            pending: page.pending.map {
                DiskSurvey.Pending(slot: $0.slot, generation: $0.generation, victims: $0.victims)
            },
            holder: holder(page), usesFences: page.barrierMode == .fence,
            isSameStore: page.storePlace == nil || StorePlace(at: view.location) == page.storePlace,
            strayRequests: stray)
    }

    private func holder(_ page: GatePage) -> DiskSurvey.Holder? {
        let number = page[word: PageLayout.holderSlot]
        guard number != 0 else { return nil }
        let slot = Int(number) - 1
        return DiskSurvey.Holder(
            slot: number == PageLayout.person || slot >= PageLayout.slotCount ? nil : slot,
            process: Int32(bitPattern: page[word: PageLayout.holderProcess]),
            purpose: Registrar.Purpose(rawValue: page[word: PageLayout.holderPurpose])?.description ?? "something",
            since: page[long: PageLayout.holderSince])
    }

    /// What the process of a slot does.
    ///
    /// Where processes of other users are hidden, one that can't be found may live.
    private func condition(of tenant: SlotTenant, _ page: GatePage) -> DiskSurvey.Condition {
        guard page.bytes(PageLayout.bootID, PageLayout.bootIDLength) == Host.bootID else { return .ended }
        guard tenant.processSpace == Host.processSpace else {
            return .unknown("in another container, where its number means nothing here")
        }
        return Self.condition(of: tenant.process, started: tenant.startTime)
    }

    private static func condition(of process: Int32, started: UInt64) -> DiskSurvey.Condition {
        guard let status = try? System.processStatus(of: process), status.startTime == started else { return .ended }
        return .living(state: status.state, meaning: status.description, program: status.program)
    }
}

extension Registrar.Purpose {
    /// What it is, as the end of a sentence.
    fileprivate var description: String {
        switch self {
        case .read: "answering a question"
        case .command: "a command"
        case .recovery: "finishing what a dead process began"
        case .attach: "attaching"
        case .detach: "detaching"
        case .tool: "an operator's tool"
        }
    }
}
