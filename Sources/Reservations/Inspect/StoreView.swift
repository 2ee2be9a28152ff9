/// What a kind of managers keeps of a disk, for those who only look: needs no lock and changes nothing.
package protocol StoreView: Sendable {
    /// The path of the sidecar or the database.
    var location: String { get }
    /// The folder of it, where processes that share the disk look for each other.
    var folder: String { get }

    /// What is stored, whichever disk it belongs to; nil when nothing ever was.
    ///
    /// What somebody is writing at this moment may look damaged.
    func look() throws(StoreError) -> StoredState?

    /// Whether the stored bytes are what they should be, part by part.
    func examine(_ identity: DiskIdentity) -> [ReservationCheck]

    /// The commands that were noted about the disk.
    func auditTrail(of identity: DiskIdentity) -> (any AuditTrail)?
}

/// Commands that were noted, in the order in which they came.
package protocol AuditTrail: AnyObject {
    /// Where they are noted, for people.
    var place: String { get }
    /// Those that came since the last call; at the first call all that are kept.
    func next() throws(StoreError) -> [AuditEntry]
}

/// One thing that was looked at, and whether it is as it should be.
package struct ReservationCheck: Sendable, Hashable {
    package enum Verdict: String, Sendable, Hashable {
        /// As it should be.
        case ok
        /// Unusual and harmless, or about to change by itself.
        case note
        /// Not as it should be.
        case wrong
    }

    package var subject: String
    package var verdict: Verdict
    /// What was seen, without a final full stop.
    package var detail: String

    package init(_ subject: String, _ verdict: Verdict, _ detail: String) {
        self.subject = subject
        self.verdict = verdict
        self.detail = detail
    }
}
