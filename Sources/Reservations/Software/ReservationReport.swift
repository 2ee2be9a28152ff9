package import SCSI

/// What the program around a software manager is told; the events of the schema are made of it.
package enum ReservationReport: Sendable, Hashable {
    /// Registrations or the reservation changed; `by` is nil when the manager doesn't know.
    case changed(ReservationAction?, by: String?, state: PersistentReservations)
    /// An initiator lost a permission and its I/O is done.
    case fenced(Fenced)
    /// Somebody else is waited for in vain.
    case stuck(Stuck)
    /// The state is damaged, or another disk's; the text says what, and the ways out.
    case lost(String)

    package struct Fenced: Sendable, Hashable {
        package var initiator: String
        package var isLocal: Bool
        package var by: String?
        package var action: ReservationAction?
        package var generation: UInt32
        /// Milliseconds until the loser's I/O was done; nil in a process that only heard of it.
        package var drainedAfter: UInt64?
        package var wasKilled: Bool
    }

    package struct Stuck: Sendable, Hashable {
        package enum Stage: Sendable, Hashable { case lock, drain, attach }
        package var stage: Stage
        package var initiator: String?
        package var process: Int32?
        /// Milliseconds.
        package var waited: UInt64
        package var policy: StuckPolicy
        package var reason: String
    }
}

/// What changed the reservations of a disk.
package enum ReservationAction: Sendable, Hashable {
    case command(PersistentReserveOut.ServiceAction)
    /// Somebody with a tool.
    case person
}

/// What becomes of processes that don't finish their I/O in time.
package enum StuckPolicy: Sendable, Hashable {
    case fail
    case kill
    case killAny
}

extension ReservationAction: CustomStringConvertible {
    /// The name of the standard, such as `PREEMPT AND ABORT`.
    package var description: String {
        switch self {
        case .command(.register): "REGISTER"
        case .command(.reserve): "RESERVE"
        case .command(.release): "RELEASE"
        case .command(.clear): "CLEAR"
        case .command(.preempt): "PREEMPT"
        case .command(.preemptAndAbort): "PREEMPT AND ABORT"
        case .command(.registerAndIgnoreExistingKey): "REGISTER AND IGNORE EXISTING KEY"
        case .command(.registerAndMove): "REGISTER AND MOVE"
        case .command(.replaceLostReservation): "REPLACE LOST RESERVATION"
        case .person: "operator"
        }
    }
}
