/// Keeps the state of one disk where it outlives processes and power.
///
/// All calls come from one thread at a time, under the disk's registry lock, apart from ``setAudit(_:)`` and ``seal()``.
/// Only ``load()`` is also called without it, by tools that look on: what they find damaged may be half written, and they
/// try again.
package protocol ReservationStore: AnyObject, Sendable {
    /// The path of the sidecar or the database, for people.
    var location: String { get }
    /// The folder of it, where processes that share the disk look for each other.
    var folder: String { get }
    /// What is stored; ``StoreError/unreadable(_:)`` when nobody can tell.
    func load() throws(StoreError) -> StoredState
    /// The record that ``load()`` reports as another disk's, for an operator who knows that the disk was moved.
    func loadForeign() throws(StoreError) -> DiskRecord?
    /// Makes what ``load()`` found durable, where one that was being written when its writer died can be found before it is.
    func secure() throws(StoreError)
    /// Makes a record durable; its generation is one more than that of the last.
    ///
    /// Returns when it will be found after a loss of power. Otherwise throws ``StoreError/unchanged(_:)`` or
    /// ``StoreError/lost(_:)``. Then notes the command that led to it, if there was one: `entry` is called at most once, where
    /// possible while there is nothing to do but wait for the medium, and what it returns is dropped when this throws.
    func commit(_ record: DiskRecord, noting entry: () -> AuditEntry?) throws(StoreError)
    /// Notes what a command did, after its commit; what can't be written is dropped.
    func append(_ entry: AuditEntry)
    /// Changes where commands are noted from now on.
    func setAudit(_ place: AuditPlace)
    /// Whether a commit opens files.
    var opensFiles: Bool { get }
    /// Opens what it needs later; nothing is opened by a path afterwards.
    func seal()
    /// Lets go of files; nothing is called afterwards.
    func close()
}

extension ReservationStore {
    package func secure() throws(StoreError) {}
    package var opensFiles: Bool { false }

    /// Makes the record of no command durable.
    package func commit(_ record: DiskRecord) throws(StoreError) { try commit(record) { nil } }
}
