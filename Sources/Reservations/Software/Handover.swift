internal import Block
internal import SCSI
internal import Synchronization
internal import Sys

/// An attachment that begins or ends to do I/O, so that another one of the same initiator on this host can go on.
struct Handover {
    private let registrar: Registrar
    private let files: AttachedFiles

    init(_ registrar: Registrar, _ files: AttachedFiles) {
        self.registrar = registrar
        self.files = files
    }

    private var page: GatePage { registrar.disk.page }

    /// Takes over from the attachment of the same initiator that does I/O, if there is one: as with any victim, it must
    /// be drained first.
    ///
    /// Returns the slots that did I/O until now.
    ///
    /// - Throws: Why not; nothing has changed then.
    func activate() throws(BlockError) -> SlotSet {
        var previous = SlotSet()
        try locked(.attach) { locked throws(BlockError) in
            locked.reap()
            guard var own = page.tenant(registrar.slot) else {
                throw BlockError(.busy, "the reservations of this node are gone")
            }
            let sources = locked.slots(of: [registrar.nexus.address])
            page.setPending(
                PendingCommand(
                    slot: registrar.slot, generation: locked.record.generation &+ 1, victims: sources, notices: [:]))
            for slot in sources { registrar.disk.hold(slot) }
            registrar.disk.barrier()
            let settings = registrar.settings()
            let stuck = Drain(locked, sources).wait(until: System.monotonicNanoseconds &+ settings.stuckNanoseconds)
            guard stuck.isEmpty else {
                locked.withdraw(sources)
                let who = stuck.keys.sorted().compactMap { page.tenant($0)?.label }.joined(separator: ", ")
                throw BlockError(.busy, "requests of \(who) are still in flight; it keeps the disk")
            }
            do throws(Errno) {
                try files.become(own.flags.contains(.readOnly) ? .reader : .writer)
            } catch {
                locked.withdraw(sources)
                throw BlockError(.system, "the image locks of a shared disk can't be taken", cause: error)
            }
            var attentions = UnitAttentions()
            for slot in sources {
                guard let source = page.tenant(slot) else { continue }
                attentions.formUnion(page.pendingAttentions(of: slot))
                page.setFlags(source.flags.subtracting(.active).union(.yielded), of: slot)
            }
            own.flags.insert(.active)
            own.flags.remove(.yielded)
            page.setFlags(own.flags, of: registrar.slot)
            locked.publish([:])
            page.post(attentions, to: registrar.slot)
            previous = sources
            previous.remove(registrar.slot)
        }
        return previous
    }

    /// Takes ``activate()`` back before any request came: who did I/O until then does it again, with the unit attentions
    /// that wait.
    ///
    /// To the others it looks as if they had been held for a while and refused what came meanwhile.
    func giveBack(to previous: SlotSet) {
        close()
        try? locked(.detach) { locked throws(BlockError) in
            // Whoever has the lock after a death in the middle of this sets the words that belong to the flags.
            page.setPending(
                PendingCommand(
                    slot: registrar.slot, generation: locked.record.generation &+ 1, victims: previous, notices: [:]))
            markInactive(locked)
            for slot in previous {
                // One that has gone, or has let go by itself meanwhile, gets nothing back.
                guard let source = page.tenant(slot), source.nexus == registrar.nexus.address,
                    source.flags.contains(.yielded), !locked.isGone(slot, source)
                else { continue }
                page.setFlags(source.flags.subtracting(.yielded).union(.active), of: slot)
                let attentions = page.pendingAttentions(of: registrar.slot)
                page.post(attentions, to: slot)
                _ = page.take(attentions, of: registrar.slot)
            }
            locked.publish([:])
            try? files.become(.inactive)
        }
    }

    /// Ends I/O; keeps slot, slot lock, and what keeps strangers from writing.
    func deactivate() {
        close()
        try? locked(.detach) { locked throws(BlockError) in
            markInactive(locked)
            try? files.become(.inactive)
        }
    }

    /// Lets nothing through any more, with or without the lock.
    private func close() {
        page.wordPointer(registrar.slot).pointee.bitwiseOr(GateWord.detached, ordering: .sequentiallyConsistent)
    }

    private func markInactive(_ locked: LockedDisk) {
        guard var own = page.tenant(registrar.slot) else { return }
        own.flags.subtract([.active, .yielded])
        page.setFlags(own.flags, of: registrar.slot)
        registrar.disk.setWord(locked.bits(for: own), of: registrar.slot)
    }

    private func locked(
        _ purpose: Registrar.Purpose, _ body: (inout LockedDisk) throws(BlockError) -> Void
    ) throws(BlockError) {
        var failure: BlockError?
        let answer = registrar.withLock(purpose) { locked in
            do throws(BlockError) { try body(&locked) } catch { failure = error }
            return .status(.good, sense: [], data: [])
        }
        if let failure { throw failure }
        guard case .status(.good, _, _) = answer else {
            throw BlockError(.busy, "somebody else holds the registry lock of the disk, or its state can't be read")
        }
    }
}

/// An attachment that ends.
struct Leaving {
    private let registrar: Registrar
    private let files: AttachedFiles

    init(_ registrar: Registrar, _ files: AttachedFiles) {
        self.registrar = registrar
        self.files = files
    }

    /// Gives the slot back, whose node has nothing in flight.
    ///
    /// Without the registry lock it stays as it is: its locks fall when the descriptor is closed, and whoever has the
    /// lock next empties it.
    func leave() {
        let page = registrar.disk.page
        page.wordPointer(registrar.slot).pointee.store(
            GateWord.live | GateWord.detached, ordering: .sequentiallyConsistent)
        _ = registrar.withLock(.detach) { locked in
            page.vacate(registrar.slot)
            if locked.damage == nil, (try? locked.commit(locked.record.state, occupants: locked.occupants())) != nil {
                locked.publish([:])
            }
            files.remove(files.descriptor)
            return .status(.good, sense: [], data: [])
        }
    }
}
