package import Block
internal import Sys

/// Keeps the state of many disks in one SQLite database.
///
/// On a local file system the database is in WAL mode, which costs one sync a commit; on any other it has a rollback journal,
/// since WAL needs memory that all its users share. No transaction stays open between calls.
package final class DatabaseStore: ReservationStore {
    package let location: String
    package let folder: String
    private let identity: DiskIdentity
    private let place: [UInt8]?
    private let connection: Locked<DatabaseConnection?>
    /// The file, when commands are noted in one.
    private let log: AuditLog
    private let notesInTable: Locked<Bool>

    /// How a database survives a crash.
    package enum Journal: Sendable {
        /// A log of new pages, and memory that all users share.
        case log
        /// Copies of old pages.
        case rollback
    }

    private init(
        _ path: String, _ connection: DatabaseConnection, _ identity: DiskIdentity, _ place: [UInt8]?, _ log: AuditLog
    ) {
        location = path
        folder = SidecarPlace.folder(of: path)
        self.identity = identity
        self.place = place
        self.connection = Locked(connection)
        self.log = log
        notesInTable = Locked(false)
    }

    /// Opens the database of a disk, and makes both it and the disk's row when they are missing.
    ///
    /// `place` is what ``DiskPlace`` says of the image; without a kind of journal the file system decides.
    package static func open(
        at path: String, of identity: DiskIdentity, place: [UInt8]? = nil, ownership: StoreOwnership,
        audit: AuditPlace = .beside, journal: Journal? = nil
    ) throws(BlockError) -> DatabaseStore {
        let path = try DatabasePlace.canonical(path)
        let connection = try DatabasePlace.open(path, ownership, journal)
        do throws(DatabaseError) {
            try connection.ensure(identity, place)
        } catch {
            throw DatabasePlace.refusal(path, error)
        }
        let log = AuditLog(nil, ownership: ownership, disk: identity)
        let store = DatabaseStore(path, connection, identity, place, log)
        store.setAudit(audit)
        return store
    }

    package func load() throws(StoreError) -> StoredState {
        try read { connection throws(DatabaseError) in
            guard let row = try connection.row(of: identity) else {
                return .damaged("the disk's row was removed from the database")
            }
            let state = try row.state(of: identity)
            guard case .blank = state, let before = try predecessor(connection) else { return state }
            return .foreign(label: before.identity.text)
        }
    }

    package func loadForeign() throws(StoreError) -> DiskRecord? {
        let found = try read { connection throws(DatabaseError) -> StoredState in
            guard let row = try connection.row(of: identity), try row.state(of: identity) == .blank else {
                return .blank
            }
            return try predecessor(connection).map { .record($0) } ?? .blank
        }
        guard case .record(let record) = found else { return nil }
        return record
    }

    /// The newest state of another disk that was at the place of this new one.
    private func predecessor(_ connection: DatabaseConnection) throws(DatabaseError) -> DiskRecord? {
        guard let place, let row = try connection.row(at: place, butNot: identity),
            case .record(let record) = try row.state(of: nil), record.state.hasSomethingToLose
        else { return nil }
        return record
    }

    package func commit(_ record: DiskRecord, noting entry: () -> AuditEntry?) throws(StoreError) {
        let isRow = notesInTable.withLock { $0 }
        try commit(record, entry: isRow ? entry() : nil)
        if !isRow, let entry = entry() { log.append(entry) }
    }

    package func append(_ entry: AuditEntry) {
        guard notesInTable.withLock({ $0 }) else { return log.append(entry) }
        connection.withLock { connection in
            try? connection?.note(entry, of: identity)
        }
    }

    package func setAudit(_ place: AuditPlace) {
        notesInTable.withLock { $0 = place == .beside }
        if case .file(let path) = place { log.move(to: path) } else { log.move(to: nil) }
    }

    package var opensFiles: Bool { connection.withLock { $0?.opensFiles ?? false } }

    package func seal() { log.seal() }

    package func close() {
        connection.withLock { $0 = nil }
        log.close()
    }
}

extension DatabaseStore {
    /// The connection, for tests that make its files fail.
    var handle: OpaquePointer? { connection.withLock { $0?.database.handle } }

    private func read(
        _ body: (DatabaseConnection) throws(DatabaseError) -> StoredState
    ) throws(StoreError) -> StoredState {
        try connection.withLock { connection throws(StoreError) in
            guard let connection else { throw .unreadable(.badDescriptor) }
            do throws(DatabaseError) {
                return try body(connection)
            } catch {
                if let bits = error.incompatibleBits { throw .incompatible(bits) }
                if error.isDamage { return .damaged(error.message) }
                throw .unreadable(error.errno)
            }
        }
    }

    private func commit(_ record: DiskRecord, entry: AuditEntry?) throws(StoreError) {
        try connection.withLock { connection throws(StoreError) in
            guard let connection else { throw .unchanged(.badDescriptor) }
            // What is written to a file without a name is not found again.
            guard !connection.database.hasMoved else { throw .unchanged(.staleFile) }
            var record = record
            record.place = place
            var before: DatabaseConnection.Row?
            do throws(DatabaseError) {
                try connection.transaction.run { () throws(DatabaseError) in
                    let row = try connection.row(of: identity)
                    guard let row, row.generation < Int64(clamping: record.generation) else { throw .overtaken }
                    before = row
                    try connection.write(record, at: place, over: row)
                    if let entry { try connection.insert(entry, of: identity) }
                }
            } catch {
                if error == .overtaken { throw .lost(.staleFile) }
                guard let before else { throw .unchanged(error.errno) }
                try takeBack(to: before, of: connection, after: error)
            }
        }
    }

    /// After a failed sync what was written may be on the medium all the same, and be found after a crash: the old row is
    /// written over it, and read again.
    ///
    /// What was not even written whole is rolled back by whoever reads next.
    private func takeBack(
        to before: DatabaseConnection.Row, of connection: DatabaseConnection, after error: DatabaseError
    ) throws(StoreError) -> Never {
        do throws(DatabaseError) {
            if !error.isBusy {
                do throws(DatabaseError) {
                    try connection.restore(before, of: identity)
                } catch let failure {
                    guard error.isPartialWrite else { throw failure }
                }
            }
            guard try connection.row(of: identity) == before else { throw error }
        } catch {
            throw .lost(error.errno)
        }
        throw .unchanged(error.errno)
    }
}
