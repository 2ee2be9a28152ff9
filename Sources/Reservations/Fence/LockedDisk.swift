internal import Block
internal import SCSI
internal import Sys

/// A disk whose registry lock this process holds: what is stored, and how it comes to hold for everybody.
///
/// The stored record is the truth; the page follows it. A locker that dies leaves a note of what it was doing, and the next
/// one makes the page agree with what is stored: the dead one's command has either happened or not.
struct LockedDisk {
    let disk: SharedDisk
    let store: any ReservationStore
    /// What holds; never older than the page's.
    private(set) var record: DiskRecord
    /// Why the state is lost, if it was found to be.
    private(set) var damage: String?
    /// Whether a dead locker's command was found, and finished or undone.
    private(set) var hasRecovered = false

    /// The slots that had tenants when the lock was taken, and those that have been settled since; a command asks for its
    /// tenants several times, and need not look at all 128 each time.
    private var candidates: SlotSet

    private var page: GatePage { disk.page }

    /// Reads what is stored, and brings the page up to it.
    ///
    /// - Throws: That the store can't be read; nothing has changed then.
    init(_ disk: SharedDisk, _ store: any ReservationStore) throws(StoreError) {
        self.disk = disk
        self.store = store
        candidates = disk.page.tenants
        record = DiskRecord(
            generation: 0, identity: disk.identity, bootID: Host.bootID, machineID: Host.machineID)
        let published = disk.page.generation
        switch try store.load() {
        case .record(let stored) where stored.identity.digest != disk.identity.digest:
            damage = Damage.foreign(store.location, stored.identity.text)
        case .record(let stored) where stored.generation < published:
            damage = Damage.behind(store.location, stored.generation, published)
        case .record(let stored):
            record = stored
        case .blank:
            if published != 0 { damage = Damage.vanished(store.location) }
        case .damaged(let what):
            damage = Damage.unreadable(store.location, what)
        case .foreign(let label):
            damage = Damage.foreign(store.location, label)
        }
        let pending = page.pending
        if damage != nil {
            lose(published)
        } else if pending != nil || published != record.generation {
            // Nobody is told of what a loss of power could still take back.
            if published != record.generation { try store.secure() }
            hasRecovered = pending != nil
            publish(pending.map { $0.generation == record.generation ? $0.notices : [:] } ?? [:])
        }
    }

    /// Takes everything away from everybody, unless that was done already.
    private mutating func lose(_ published: UInt64) {
        if let known = PageReader(page).current(), known.state.isLost {
            record = known
            if page.isPending { publish([:]) }
            return
        }
        record.generation = published &+ 1
        record.state = .lost
        publish([:])
    }

    // MARK: - Attachments

    /// Who has a slot, and whether it is somebody who is still there.
    func tenants() -> [(slot: Int, tenant: SlotTenant)] {
        candidates.compactMap { slot in page.tenant(slot).map { (slot, $0) } }
    }

    /// Gives a free slot to somebody; its word stays as it is.
    mutating func settle(_ tenant: SlotTenant, in slot: Int) {
        page.settle(tenant, in: slot)
        candidates.insert(slot)
    }

    /// The nexuses that do I/O now.
    func attached() -> [Nexus] {
        tenants().compactMap { _, tenant in
            guard tenant.flags.contains(.active), let name = InitiatorName(tenant.initiator) else { return nil }
            return Nexus(address: tenant.nexus, name: name)
        }
    }

    /// The slots through which any of some nexuses does I/O.
    func slots(of nexuses: Set<NexusAddress>) -> SlotSet {
        guard !nexuses.isEmpty else { return SlotSet() }
        return SlotSet(
            tenants().filter { $0.tenant.flags.contains(.active) && nexuses.contains($0.tenant.nexus) }.map(\.slot))
    }

    /// True when the process behind a slot is gone, and the kernel has nothing more to do for it.
    func isGone(_ slot: Int, _ tenant: SlotTenant) -> Bool {
        guard disk.seesLocks, !tenant.flags.contains(.ownInode) else {
            // Locks on another inode are not seen from here. What is left are the counters, which go on counting for the
            // dead whatever was in flight: equal, they prove that nothing was.
            return StuckPeer(disk, slot, tenant).isGone && page.inFlight(of: [slot]).isEmpty
        }
        return (try? !SlotLocks.isHeld(slot: slot, probe: disk.registry.descriptor)) ?? false
    }

    /// Empties the slots of those who are gone; the caller's own, if it has one, isn't looked at.
    func reap(butNot own: Int? = nil) {
        for (slot, tenant) in tenants() where slot != own && isGone(slot, tenant) {
            page.vacate(slot)
            // What a dead process has left; where that can't be removed, whoever gets the slot says so.
            try? PageClient.clear(Meeting.socket(store.folder, disk.identity, slot))
        }
    }

    // MARK: - Change

    /// Makes a state durable; it holds for nobody yet.
    ///
    /// - Throws: That nothing has changed, or that nobody knows what is stored; then the state is lost, and is so already.
    mutating func commit(
        _ state: PersistentReservations, occupants: [DiskRecord.Occupant],
        noting entry: () -> AuditEntry? = { nil }
    ) throws(StoreError) {
        var next = record
        next.generation &+= 1
        next.identity = disk.identity
        next.state = state
        next.slots = occupants
        next.bootID = Host.bootID
        next.machineID = Host.machineID
        do throws(StoreError) {
            try store.commit(next, noting: entry)
        } catch {
            if case .lost(let cause) = error {
                damage = Damage.unwritable(store.location, cause)
                record.generation = next.generation
                record.state = .lost
                publish([:])
            }
            throw error
        }
        record = next
    }

    /// Makes the record hold for everybody, ends the command that is under way, and posts its unit attentions.
    ///
    /// The words come first: nobody reads of a change that isn't enforced. With `isPlain`, nobody has changed a word since
    /// the last barrier, and when none changes now either there is nothing that others must be made to see: a command
    /// without losers, under a lock whose last holder lived.
    func publish(_ notices: [Int: UnitAttentions], after change: LastChange? = nil, isPlain: Bool = false) {
        var hasChanged = !isPlain
        for (slot, tenant) in tenants() where disk.setWord(bits(for: tenant), of: slot) { hasChanged = true }
        Milestones.reach("words")
        PageWriter(page).write(record)
        page.lastChange = change
        page.generation = record.generation
        System.wake(page.generationHalf, shared: true)
        Milestones.reach("record")
        for (slot, notice) in notices where page.tenant(slot) != nil {
            page.post(notice, to: slot, from: record.generation)
        }
        // A locker that dies before this leaves the note, and the next one does it.
        if hasChanged { disk.barrier() }
        page.setPending(nil)
    }

    /// Gives the held slots the words back that belong to what is stored: the command didn't happen.
    func withdraw(_ slots: SlotSet) {
        for slot in slots {
            if let tenant = page.tenant(slot) { disk.setWord(bits(for: tenant), of: slot) }
        }
        page.setPending(nil)
    }

    /// What the word of a tenant's slot must say.
    func bits(for tenant: SlotTenant) -> UInt64 { tenant.word(under: record.state) }

    /// The attachments as a record keeps them.
    func occupants() -> [DiskRecord.Occupant] {
        tenants().map { slot, tenant in
            DiskRecord.Occupant(
                slot: UInt8(slot), nexus: tenant.nexus, process: tenant.process, startTime: tenant.startTime)
        }
    }
}
