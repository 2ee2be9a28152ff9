internal import Block
package import SCSI
internal import Synchronization

/// What a software manager knows of a disk at one moment, without taking any lock.
package struct ReservationOverview: Sendable, Hashable {
    /// An attachment of some process.
    package struct Attached: Sendable, Hashable {
        package var slot: Int
        package var nexus: NexusAddress
        package var initiator: String
        package var process: Int32
        package var node: String
        /// Whether it does I/O; false while it waits to take over.
        package var isActive: Bool
        /// Whether its requests are held by a command under way.
        package var isHeld: Bool
        /// Whether it is this process's.
        package var isLocal: Bool
    }

    package var state: PersistentReservations
    /// The generation of the record.
    package var generation: UInt64
    package var attached: [Attached]
}

extension SoftwareAttachment {
    /// What holds, and who is there; nil when the page can't be read, which a command then repairs.
    package var overview: ReservationOverview? {
        guard let record = PageReader(disk.page).current() else { return nil }
        let page = disk.page
        return ReservationOverview(
            state: record.state, generation: record.generation,
            attached: page.tenants.compactMap { slot in
                page.tenant(slot).map { tenant in
                    ReservationOverview.Attached(
                        slot: slot, nexus: tenant.nexus, initiator: tenant.initiator, process: tenant.process,
                        node: tenant.node, isActive: tenant.flags.contains(.active),
                        isHeld: page.wordPointer(slot).pointee.load(ordering: .relaxed) & GateWord.hold != 0,
                        isLocal: Host.isOwn(tenant))
                }
            })
    }
}
