/// The tables of a database, and the marks by which it is known.
///
/// What counts is the record of each disk, the same bytes as in a sidecar. Beside it stands what it says, as JSON, for
/// people and their queries; both are written in one go, and triggers, which Holdfast itself doesn't run, keep a slip of the
/// hand from making them differ.
enum DatabaseSchema {
    /// `PRAGMA application_id`: "HFPR".
    static let application: Int64 = 0x4846_5052
    /// `PRAGMA user_version`: 1 in the highest byte, then a byte each of incompatible, read-only-compatible and compatible
    /// bits, as in ``DiskRecord/Format``.
    static let version: Int64 = 0x0100_0000
    /// How many commands are kept in the audit table.
    static let auditLimit: Int64 = 100_000

    /// The bits of a version that this release must know to read, or to write.
    static func unknownBits(in version: Int64, forWriting: Bool) -> UInt32? {
        guard version >> 24 == 1 else { return UInt32(truncatingIfNeeded: version) }
        let mask: Int64 = forWriting ? 0xff_ff00 : 0xff_0000
        let bits = UInt32(truncatingIfNeeded: version & mask)
        return bits == 0 ? nil : bits
    }

    static let create = """
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);
        CREATE TABLE disk (
            number INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
            label TEXT NOT NULL,
            place BLOB,
            generation INTEGER NOT NULL,
            written TEXT NOT NULL,
            state TEXT NOT NULL,
            record BLOB NOT NULL
        ) STRICT;
        CREATE INDEX disk_place ON disk (place) WHERE place IS NOT NULL;
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY,
            disk TEXT NOT NULL,
            time TEXT NOT NULL,
            command TEXT NOT NULL,
            status TEXT NOT NULL,
            entry TEXT NOT NULL
        ) STRICT;
        CREATE VIEW reservation AS
            SELECT label AS disk, state ->> '$.reservation.type' AS type, state ->> '$.reservation.holder' AS holder,
                   state ->> '$.pr-generation' AS pr_generation, state ->> '$.lost' AS lost, written
            FROM disk;
        CREATE VIEW registration AS
            SELECT label AS disk, value ->> '$.initiator' AS initiator, value ->> '$.nexus' AS nexus,
                   value ->> '$.key' AS key, value ->> '$.since' AS since
            FROM disk, json_each(state, '$.registrations');
        CREATE VIEW occupant AS
            SELECT label AS disk, value ->> '$.slot' AS slot, value ->> '$.nexus' AS nexus,
                   value ->> '$.process' AS process
            FROM disk, json_each(state, '$.occupants');
        CREATE TRIGGER disk_insert BEFORE INSERT ON disk BEGIN SELECT RAISE(ABORT, '\(advice)'); END;
        CREATE TRIGGER disk_update BEFORE UPDATE ON disk BEGIN SELECT RAISE(ABORT, '\(advice)'); END;
        CREATE TRIGGER disk_delete BEFORE DELETE ON disk BEGIN SELECT RAISE(ABORT, '\(advice)'); END;
        """

    private static let advice = "reservations are changed with the command holdfast pr, not by hand"
}
