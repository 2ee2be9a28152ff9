internal import Block
internal import Sys

extension Meeting {
    /// What looking for the others has come to.
    enum Joined {
        /// The disk as they know it, or new when nobody uses it.
        case disk(SharedDisk)
        /// Somebody is in the way who may be dying.
        case blocked(String)
    }

    /// Joins those who share the disk, or makes what they will share; with the registry lock.
    ///
    /// Whatever is locked that page and store don't account for is in the way: two that share a disk but not a page would
    /// not fence each other.
    func join(_ kind: ManagerKind, _ registry: RegistryLock, _ device: Device?) throws(BlockError) -> Joined {
        let (slots, kinds) = try heldLocks(registry.descriptor)
        if let other = kinds.first(where: { $0 != kind.rawValue }) {
            return .blocked(
                "'\(node.path)' is in use by \(ManagerKind.typeName(of: other)); all who share a disk must use one kind of "
                    + "manager with one store")
        }
        guard let disk = try find(registry, device, isInUse: !slots.isEmpty) else {
            guard slots.isEmpty else { return .blocked(strange(slots)) }
            let made = try create(registry, device)
            if device != nil {
                do throws(Errno) { try registry.extendHeld(to: made.memory.descriptor) } catch {
                    throw BlockError(.system, "'\(node.path)' can't be locked, as reservations need it", cause: error)
                }
            }
            return .disk(made)
        }
        let strangers = slots.subtracting(disk.page.tenants)
        guard strangers.isEmpty else { return .blocked(strange(strangers)) }
        try checkStore(disk)
        return .disk(disk)
    }

    /// The slots and kinds of managers that are locked.
    func heldLocks(_ probe: Int32) throws(BlockError) -> (slots: SlotSet, kinds: [UInt8]) {
        do throws(Errno) {
            return (try SlotLocks.heldSlots(probe: probe), try SlotLocks.heldKinds(probe: probe))
        } catch {
            throw BlockError(.system, "the locks of '\(node.path)' can't be examined", cause: error)
        }
    }

    /// Refuses a store that isn't the others'.
    private func checkStore(_ disk: SharedDisk) throws(BlockError) {
        guard let theirs = disk.page.storePlace else { return }
        guard let ours = StorePlace(at: store.location), ours == theirs else {
            throw BlockError(
                .busy,
                "'\(node.path)' is in use with another store than '\(store.location)', or that was replaced while it is in "
                    + "use; all who share a disk must use one")
        }
    }

    private func strange(_ slots: SlotSet) -> String {
        let holders = LockHolders().find(node.descriptor, byte: LockBytes.slot(slots.first { _ in true } ?? 0))
        let who =
            holders.isEmpty
            ? "by somebody whom this process can't see: in another container, of another user, or dying"
            : "by " + holders.map { "process \($0.process)" }.joined(separator: ", ")
        return
            "'\(node.path)' is shared \(who), who doesn't answer at '\(store.folder)': all who share a disk must use the "
            + "same kind of manager with the same store"
    }
}
