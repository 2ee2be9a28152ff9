internal import SCSI

/// How a software manager was configured (section F of the decisions), apart from where its store is.
struct SoftwareSettings: Sendable, Hashable {
    var initiator: InitiatorName
    /// A folder on a tmpfs for the page, instead of memory that is handed over.
    var gateFolder: String?
    var drainsAlways = true
    var onStuck = StuckPolicy.fail
    /// Milliseconds.
    var stuckTimeout: UInt32 = 5000
    var assertsSingleHost = false
    var policy = ReservationPolicy()
    var audit = AuditPlace.beside
    /// The group of what the store makes; nil for the image's.
    var group: UInt32?
    /// Permission bits of what the store makes; nil for the image's.
    var mode: UInt32?

    /// How long anybody waits for the registry lock, in nanoseconds.
    static let lockDeadline: UInt64 = 3_000_000_000
    /// After how long a held victim looks for a dead locker itself, in nanoseconds.
    static let holdPatience: UInt64 = 1_000_000_000

    var stuckNanoseconds: UInt64 { UInt64(stuckTimeout) * 1_000_000 }
}
