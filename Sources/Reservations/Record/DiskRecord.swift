package import SCSI

/// The stored state of one disk: its reservations, who was attached, and which disk it is.
///
/// The same 16 KiB stand in the sidecar and in the shared page; a database keeps the used prefix.
package struct DiskRecord: Sendable, Hashable {
    /// Bytes of an encoded record, of which only the used prefix counts.
    package static let encodedLength = 16384
    /// The most attachments of a disk.
    package static let occupantLimit = 128

    /// Counts the commits of this disk and never goes back.
    package var generation: UInt64
    /// The disk that it describes.
    package var identity: DiskIdentity
    /// The place that the image had, as 32 bytes; nil for devices.
    ///
    /// Stores set it.
    package var place: [UInt8]?
    /// The boot of the last writer; 16 bytes.
    package var bootID: [UInt8]
    /// The machine of the last writer; 16 bytes.
    package var machineID: [UInt8]
    /// The reservations.
    package var state: PersistentReservations
    /// Who was attached when this was written; at most ``occupantLimit``, each slot once, in order.
    package var slots: [Occupant]

    /// One live attachment.
    package struct Occupant: Sendable, Hashable {
        /// The slot, from 0 to 127.
        package var slot: UInt8
        /// Who is attached there.
        package var nexus: NexusAddress
        /// The process, as it saw itself.
        package var process: Int32
        /// When the process started, in clock ticks since the boot (proc(5), field 22).
        package var startTime: UInt64

        package init(slot: UInt8, nexus: NexusAddress, process: Int32, startTime: UInt64) {
            self.slot = slot
            self.nexus = nexus
            self.process = process
            self.startTime = startTime
        }
    }

    package init(
        generation: UInt64, identity: DiskIdentity, bootID: [UInt8], machineID: [UInt8],
        state: PersistentReservations = PersistentReservations(), slots: [Occupant] = []
    ) {
        self.generation = generation
        self.identity = identity
        place = nil
        self.bootID = bootID
        self.machineID = machineID
        self.state = state
        self.slots = slots
    }
}

extension PersistentReservations {
    /// Whether it would make a difference if this state were forgotten.
    var hasSomethingToLose: Bool { isLost || !registrations.isEmpty }
}
