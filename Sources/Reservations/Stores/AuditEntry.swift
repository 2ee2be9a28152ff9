package import SCSI

/// What one command about reservations did, for people who ask afterwards.
package struct AuditEntry: Sendable, Hashable {
    /// When it was carried out, in nanoseconds since 1970.
    package var time: UInt64
    /// Who sent it; nil for an operator's tool.
    package var initiator: Nexus?
    /// The process that carried it out.
    package var process: Int32
    /// What it was, such as `PREEMPT AND ABORT` or `evict`.
    package var command: String
    /// The type of the reservation that the command named, where it named one.
    package var type: ReservationType?
    /// The key that the sender proved itself by; 0 without one.
    package var reservationKey: UInt64
    /// The key that the command was about; 0 without one.
    package var actionKey: UInt64
    /// How it ended, such as `GOOD`, `RESERVATION CONFLICT` or the sense data's text.
    package var status: String
    /// PRgeneration before and after.
    package var generationBefore: UInt32
    package var generationAfter: UInt32
    /// The generation of the record that it committed; nil when nothing was.
    package var committed: UInt64?
    /// Who was held and drained.
    package var victims: [Victim]
    /// How long draining took, in nanoseconds; nil when there was nothing to drain.
    package var drain: UInt64?

    /// One attachment that lost something.
    package struct Victim: Sendable, Hashable {
        /// Who.
        package var nexus: Nexus
        /// The slot it was attached at; nil when it was registered only.
        package var slot: UInt8?
        /// The process there.
        package var process: Int32?
        /// What was done when it didn't drain by itself, such as `killed`; nil otherwise.
        package var action: String?

        package init(nexus: Nexus, slot: UInt8? = nil, process: Int32? = nil, action: String? = nil) {
            self.nexus = nexus
            self.slot = slot
            self.process = process
            self.action = action
        }
    }

    package init(
        time: UInt64, initiator: Nexus?, process: Int32, command: String, type: ReservationType? = nil,
        reservationKey: UInt64 = 0, actionKey: UInt64 = 0, status: String, generationBefore: UInt32,
        generationAfter: UInt32, committed: UInt64? = nil, victims: [Victim] = [], drain: UInt64? = nil
    ) {
        self.time = time
        self.initiator = initiator
        self.process = process
        self.command = command
        self.type = type
        self.reservationKey = reservationKey
        self.actionKey = actionKey
        self.status = status
        self.generationBefore = generationBefore
        self.generationAfter = generationAfter
        self.committed = committed
        self.victims = victims
        self.drain = drain
    }
}
