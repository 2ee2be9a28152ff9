internal import JSON
internal import Sys

/// Reads a database for people: takes no lock of a disk, and changes nothing.
package final class DatabaseReader {
    private let database: Database

    /// A disk in a database.
    package struct Disk: Sendable, Hashable {
        /// What the identity says, for people.
        package let label: String
        /// What is stored.
        package let state: StoredState
    }

    /// A command in the audit table.
    package struct Entry: Sendable, Hashable {
        /// The number of the row; later commands have greater ones.
        package let number: Int64
        /// The disk, as in ``DiskIdentity/fileName``.
        package let disk: String
        /// What the command did.
        package let entry: AuditEntry
    }

    /// Opens a database that exists.
    package init(path: String) throws(StoreError) {
        do throws(DatabaseError) {
            database = try Database(path: path, .readOnly, busyMilliseconds: 1000)
            guard try database.number("PRAGMA application_id") == DatabaseSchema.application else {
                throw .damaged("it is the database of another program")
            }
            let version = try database.number("PRAGMA user_version") ?? 0
            if let bits = DatabaseSchema.unknownBits(in: version, forWriting: false) { throw .incompatible(bits) }
        } catch {
            throw Self.failure(error)
        }
    }

    /// The disks that ever were attached with this database.
    package func disks() throws(StoreError) -> [Disk] {
        var disks: [Disk] = []
        do throws(DatabaseError) {
            let statement = try Statement(database, "SELECT label, record FROM disk ORDER BY label")
            try statement.each { row in
                disks.append(Disk(label: row.text(0) ?? "?", state: Self.state(row.blob(1) ?? [])))
            }
        } catch {
            throw Self.failure(error)
        }
        return disks
    }

    /// The commands after a number, oldest first; of all disks unless one is named.
    package func entries(after number: Int64 = 0, of disk: String? = nil, limit: Int = 1000) throws(StoreError)
        -> [Entry]
    {
        var entries: [Entry] = []
        do throws(DatabaseError) {
            let statement = try Statement(
                database,
                "SELECT number, entry FROM audit WHERE number > ?1 AND (?2 IS NULL OR disk = ?2) ORDER BY number LIMIT ?3"
            )
            try statement.bind(.number(number), disk.map { .text($0) } ?? .null, .number(Int64(limit)))
            try statement.each { row in
                guard let number = row.number(0), let text = row.text(1), let value = try? JSONParser.parse(text),
                    let (disk, entry) = AuditEntry.decode(value)
                else { return }
                entries.append(Entry(number: number, disk: disk, entry: entry))
            }
        } catch {
            throw Self.failure(error)
        }
        return entries
    }

    /// What a store would load for a disk at a place; nil when the database has no row of it.
    package func state(of identity: DiskIdentity, at place: [UInt8]?) throws(StoreError) -> StoredState? {
        do throws(DatabaseError) {
            let connection = try DatabaseConnection(database)
            guard let row = try connection.row(of: identity) else { return nil }
            let state = try row.state(of: identity)
            guard case .blank = state, let place, let before = try connection.row(at: place, butNot: identity) else {
                return state
            }
            return .foreign(label: before.label)
        } catch {
            if error.isDamage { return .damaged(error.message) }
            throw Self.failure(error)
        }
    }

    /// Whether the database and the row of a disk are whole, and what people read is what counts.
    func examine(_ identity: DiskIdentity) -> [ReservationCheck] {
        do throws(DatabaseError) {
            let whole = try database.text("PRAGMA quick_check(1)") ?? "no answer"
            let database = ReservationCheck(
                "database", whole == "ok" ? .ok : .wrong, whole == "ok" ? "it is whole" : whole)
            guard let row = try DatabaseConnection(self.database).row(of: identity) else {
                return [database, ReservationCheck("row", .wrong, "the database has no row of this disk")]
            }
            switch try row.state(of: identity) {
            case .record(let record) where record.readable != row.readable || record.identity.text != row.label:
                return [
                    database, ReservationCheck("row", .wrong, "what people read of it is not what its record says"),
                ]
            case .record(let record):
                return [database, ReservationCheck("row", .ok, "generation \(record.generation), content is right")]
            case .blank: return [database, ReservationCheck("row", .ok, "nothing was ever registered")]
            case .damaged(let what): return [database, ReservationCheck("row", .wrong, what)]
            case .foreign(let label):
                return [database, ReservationCheck("row", .wrong, "it is of another disk (\(label))")]
            }
        } catch {
            return [ReservationCheck("database", .wrong, error.message)]
        }
    }

    private static func state(_ bytes: [UInt8]) -> StoredState {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(RecordError) in try DiskRecord(decoding: bytes, forWriting: false) }
        }
        return switch result {
        case .success(let record): record.generation == 0 ? .blank : .record(record)
        case .failure(let error): .damaged("\(error)")
        }
    }

    private static func failure(_ error: DatabaseError) -> StoreError {
        error.incompatibleBits.map { .incompatible($0) } ?? .unreadable(error.errno)
    }
}
