internal import JSON
internal import Sys

/// What a store says to its database, with its statements prepared once.
final class DatabaseConnection {
    let database: Database
    let transaction: Transaction
    private let select: Statement
    private let selectAtPlace: Statement
    private let insert: Statement
    private let update: Statement
    private let updateAtPlace: Statement
    private let insertEntry: Statement
    private let removeEntries: Statement
    private let buffer: AlignedBuffer

    /// One row of `disk`.
    struct Row: Hashable {
        let label: String
        let generation: Int64
        let place: [UInt8]?
        let written: String
        let readable: String
        let record: [UInt8]
    }

    init(_ database: Database) throws(DatabaseError) {
        self.database = database
        transaction = try Transaction(database)
        let columns = "label, generation, place, written, state, record"
        select = try Statement(database, "SELECT \(columns) FROM disk WHERE id = ?")
        selectAtPlace = try Statement(
            database, "SELECT \(columns) FROM disk WHERE place = ? AND id <> ? ORDER BY written DESC LIMIT 1")
        insert = try Statement(
            database,
            "INSERT OR IGNORE INTO disk (id, label, generation, place, written, state, record)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)")
        // SQLite writes the index of places again whenever one is set, the same one too: another page to each commit.
        let changes = "UPDATE disk SET label = ?2, generation = ?3, written = ?5, state = ?6, record = ?7"
        update = try Statement(database, "\(changes) WHERE id = ?1 AND place IS ?4")
        updateAtPlace = try Statement(database, "\(changes), place = ?4 WHERE id = ?1")
        insertEntry = try Statement(
            database, "INSERT INTO audit (disk, time, command, status, entry) VALUES (?, ?, ?, ?, ?)")
        removeEntries = try Statement(
            database,
            "DELETE FROM audit WHERE number <= (SELECT max(number) FROM audit) - \(DatabaseSchema.auditLimit)")
        do throws(Errno) {
            buffer = try AlignedBuffer(count: DiskRecord.encodedLength, alignment: 4096)
        } catch {
            throw DatabaseError(code: 7, message: "out of memory", cause: error)
        }
    }

    /// Whether each commit opens a rollback journal, as in every mode but WAL.
    var opensFiles: Bool { (try? database.text("PRAGMA journal_mode")) != "wal" }

    // MARK: - Disks

    /// The row of a disk; its columns are of the right types, and whatever else they hold.
    func row(of identity: DiskIdentity) throws(DatabaseError) -> Row? {
        try withBlob(identity.digest) { id throws(DatabaseError) in
            try select.bind(.blob(id))
            return try Self.row(of: select)
        }
    }

    /// The newest row of another disk that was at a place, if that disk ever had a state.
    func row(at place: [UInt8], butNot identity: DiskIdentity) throws(DatabaseError) -> Row? {
        let row = try withBlob(place) { place throws(DatabaseError) in
            try withBlob(identity.digest) { id throws(DatabaseError) in
                try selectAtPlace.bind(.blob(place), .blob(id))
                return try Self.row(of: selectAtPlace)
            }
        }
        return row.flatMap { $0.generation > 0 ? $0 : nil }
    }

    private static func row(of statement: borrowing Statement) throws(DatabaseError) -> Row? {
        var isThere = false
        let row = try statement.first { row -> Row? in
            isThere = true
            guard let label = row.text(0), let generation = row.number(1), let written = row.text(3),
                let readable = row.text(4), let record = row.blob(5), generation >= 0
            else { return nil }
            return Row(
                label: label, generation: generation, place: row.blob(2), written: written, readable: readable,
                record: record)
        }
        if isThere && row == nil { throw .damaged("the disk's row holds values of the wrong types") }
        return row
    }

    /// Makes the row of a new disk; what is there already stays.
    func ensure(_ identity: DiskIdentity, _ place: [UInt8]?) throws(DatabaseError) {
        if try row(of: identity) != nil { return }
        let zeroes = [UInt8](repeating: 0, count: 16)
        let first = DiskRecord(generation: 0, identity: identity, bootID: zeroes, machineID: zeroes)
        try transaction.run { () throws(DatabaseError) in try write(first, place, with: insert) }
    }

    /// Replaces a disk's row, of which it is known at which place the disk was.
    func write(_ record: DiskRecord, at place: [UInt8]?, over old: Row) throws(DatabaseError) {
        if old.place == place {
            try write(record, place, with: update)
        } else {
            try write(record, place, with: updateAtPlace)
        }
        // A commit that found no row would be none.
        guard database.changedRows == 1 else { throw .damaged("the disk's row could not be written") }
    }

    private func write(
        _ record: DiskRecord, _ place: [UInt8]?, with statement: borrowing Statement
    ) throws(DatabaseError) {
        let used = record.encode(into: buffer.bytes)
        let row = Row(
            label: record.identity.text, generation: Int64(clamping: record.generation), place: place,
            written: UTCTime(nanoseconds: System.realtimeNanoseconds).text, readable: record.readable,
            record: Array(buffer.bytes[..<used]))
        try write(row, of: record.identity, with: statement)
    }

    /// Writes an old row again.
    ///
    /// SQLite writes nothing when an update changes nothing; so it is made to change something first.
    func restore(_ row: Row, of identity: DiskIdentity) throws(DatabaseError) {
        let other = Row(
            label: row.label, generation: row.generation, place: row.place, written: row.written,
            readable: row.readable, record: row.record.map { ~$0 })
        try transaction.run { () throws(DatabaseError) in
            try write(other, of: identity, with: updateAtPlace)
            try write(row, of: identity, with: updateAtPlace)
        }
    }

    private func write(
        _ row: Row, of identity: DiskIdentity, with statement: borrowing Statement
    ) throws(DatabaseError) {
        try withBlob(identity.digest) { id throws(DatabaseError) in
            try withBlob(row.place ?? []) { place throws(DatabaseError) in
                try withBlob(row.record) { record throws(DatabaseError) in
                    try statement.bind(
                        .blob(id), .text(row.label), .number(row.generation), row.place == nil ? .null : .blob(place),
                        .text(row.written), .text(row.readable), .blob(record))
                    try statement.run()
                }
            }
        }
    }

    private func withBlob<Result>(
        _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(DatabaseError) -> Result
    ) throws(DatabaseError) -> Result {
        try bytes.withUnsafeBufferPointer { bytes throws(DatabaseError) in try body(UnsafeRawBufferPointer(bytes)) }
    }

    // MARK: - Commands

    /// Notes a command in a transaction of its own.
    func note(_ entry: AuditEntry, of identity: DiskIdentity) throws(DatabaseError) {
        try transaction.run { () throws(DatabaseError) in try insert(entry, of: identity) }
    }

    /// Notes a command in the transaction that is open.
    func insert(_ entry: AuditEntry, of identity: DiskIdentity) throws(DatabaseError) {
        try insertEntry.bind(
            .text(identity.fileName), .text(UTCTime(nanoseconds: entry.time).text), .text(entry.command),
            .text(entry.status), .text(JSONWriter().string(.object(entry.object(disk: identity)))))
        try insertEntry.run()
        try removeEntries.run()
    }
}

extension DatabaseConnection.Row {
    /// What the row's record says; of any disk when no identity is given.
    func state(of identity: DiskIdentity?) throws(DatabaseError) -> StoredState {
        let result = record.withUnsafeBytes { bytes in
            Result { () throws(RecordError) in try DiskRecord(decoding: bytes) }
        }
        switch result {
        case .failure(.incompatible(let bits)): throw .incompatible(bits)
        case .failure(let error): return .damaged("\(error)")
        case .success(let record):
            guard identity.map({ $0 == record.identity }) ?? true else {
                return .damaged("the disk's row holds the record of another disk")
            }
            guard Int64(clamping: record.generation) == generation else {
                return .damaged("the disk's row and its record don't fit each other")
            }
            return generation == 0 ? .blank : .record(record)
        }
    }
}
