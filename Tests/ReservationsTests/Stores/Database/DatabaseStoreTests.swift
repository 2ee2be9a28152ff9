import CSQLite
import Glibc
import SCSI
import Sys
import Testing

@testable import Block
@testable import Reservations

@Suite struct DatabaseStoreTests {
    private let folder: StoreFolder
    private var path: String { "\(folder.path)/pr.db" }

    init() throws { folder = try StoreFolder() }

    private func open(
        _ identity: DiskIdentity = SampleRecord.identity, place: [UInt8]? = nil, mode: UInt32 = 0o640
    ) throws -> DatabaseStore {
        try DatabaseStore.open(
            at: path, of: identity, place: place,
            ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: mode))
    }

    /// Runs SQL as an operator would, triggers and views included; returns the first column of the first row.
    @discardableResult
    private func shell(_ sql: String) throws -> String? {
        var handle: OpaquePointer?
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        defer { sqlite3_close(handle) }
        sqlite3_busy_timeout(handle, 2000)
        var statement: OpaquePointer?
        try #require(sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, "\(sql)")
        defer { sqlite3_finalize(statement) }
        let result = sqlite3_step(statement)
        if result == SQLITE_DONE { return nil }
        guard result == SQLITE_ROW else { throw Errno(rawValue: result) }
        return sqlite3_column_text(statement, 0).map { String(cString: $0) }
    }

    /// The same past the triggers.
    private func tamper(_ sql: String) throws {
        for name in ["disk_insert", "disk_update", "disk_delete"] { try shell("DROP TRIGGER IF EXISTS \(name)") }
        try shell(sql)
    }

    @Test func `a disk is new once`() throws {
        let store = try open()
        #expect(try store.load() == .blank)
        #expect(try open().load() == .blank)
        #expect(store.location == path && store.folder == folder.path)
        #expect(try System.inode(at: path).permissions == 0o640)
        #expect(try shell("SELECT count(*) FROM disk") == "1")
    }

    @Test func `what was committed is found, by other connections too`() throws {
        let store = try open()
        for generation in 1...5 as ClosedRange<UInt64> {
            let record = SampleRecord.record(generation: generation, registrations: Int(generation))
            try store.commit(record)
            #expect(try store.load() == .record(record))
            #expect(try open().load() == .record(record))
        }
        store.close()
        #expect(try open().load() == .record(SampleRecord.record(generation: 5, registrations: 5)))
    }

    @Test func `disks in one database know nothing of each other`() throws {
        let (first, second) = (try open(), try open(SampleRecord.other))
        let record = SampleRecord.record(generation: 3)
        try first.commit(record)
        #expect(try second.load() == .blank)
        let other = SampleRecord.record(generation: 1, registrations: 1, identity: SampleRecord.other)
        try second.commit(other)
        #expect(try first.load() == .record(record))
        #expect(try second.load() == .record(other))
        let disks = try DatabaseReader(path: path).disks()
        #expect(Set(disks.map(\.state)) == [.record(record), .record(other)])
    }

    @Test func `the fullest record fits`() throws {
        let store = try open()
        let record = SampleRecord.record(generation: 1, registrations: 128, slots: 128)
        try store.commit(record)
        #expect(try store.load() == .record(record))
    }

    @Test func `what operators see is what is stored, and they can't change it by a slip`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1, registrations: 3))
        #expect(try shell("SELECT count(*) FROM registration") == "3")
        #expect(try shell("SELECT key FROM registration WHERE initiator = 'machine 1'") == "0xabc00002")
        #expect(try shell("SELECT type FROM reservation") == "writeExclusiveRegistrantsOnly")
        #expect(try shell("SELECT process FROM occupant WHERE slot = 1") == "1001")
        for change in [
            "UPDATE disk SET state = '{}'", "DELETE FROM disk",
            "INSERT INTO disk SELECT NULL, zeroblob(32), 'x', NULL, 1, '', '{}', x'00' FROM disk",
        ] {
            #expect(throws: Errno.self) { try shell(change) }
        }
        try store.commit(SampleRecord.record(generation: 2, registrations: 1))
        #expect(try shell("SELECT count(*) FROM registration") == "1")
    }

    @Test func `commits past the lock are noticed`() throws {
        let store = try open()
        try open().commit(SampleRecord.record(generation: 3))
        #expect(throws: StoreError.lost(.staleFile)) { try store.commit(SampleRecord.record(generation: 3)) }
        #expect(try store.load() == .record(SampleRecord.record(generation: 3)))
    }

    @Test func `a database that another connection holds is busy, and nothing changes`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        var handle: OpaquePointer?
        #expect(sqlite3_open(path, &handle) == SQLITE_OK)
        #expect(sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
        #expect(throws: StoreError.unchanged(.busy)) { try store.commit(SampleRecord.record(generation: 2)) }
        sqlite3_close(handle)
        #expect(try store.load() == .record(SampleRecord.record(generation: 1)))
        try store.commit(SampleRecord.record(generation: 2))
    }

    @Test func `where memory can't be shared the journal is of the old kind, whatever it was before`() throws {
        let ownership = StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600)
        let first = try open()
        try first.commit(SampleRecord.record(generation: 1))
        #expect(try shell("PRAGMA journal_mode") == "wal" && !first.opensFiles)
        first.close()
        let store = try DatabaseStore.open(
            at: path, of: SampleRecord.identity, ownership: ownership, journal: .rollback)
        #expect(try shell("PRAGMA journal_mode") == "delete", "another connection's default: no WAL any more")
        #expect(try store.load() == .record(SampleRecord.record(generation: 1)))
        try store.commit(SampleRecord.record(generation: 2))
        // Its journal is opened anew for each commit, which a sealed program can't.
        #expect(store.opensFiles)
        #expect(folder.names == ["pr.db", "pr.db-journal"])
        #expect(try System.status(at: "\(path)-journal").size == 0)
    }

    // MARK: - Rows that nobody wrote so

    @Test(arguments: [
        "UPDATE disk SET record = zeroblob(500)", "UPDATE disk SET record = x''", "UPDATE disk SET record = x'ff00'",
        "UPDATE disk SET record = substr(record, 1, 300)", "UPDATE disk SET generation = generation + 1",
        "UPDATE disk SET generation = -1", "DELETE FROM disk",
    ])
    func `a hostile row is damage`(sql: String) throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        try tamper(sql)
        guard case .damaged = try store.load() else { return #expect(Bool(false), "\(sql) passes") }
    }

    @Test func `another disk's record in a row is damage`() throws {
        let (first, second) = (try open(), try open(SampleRecord.other))
        try first.commit(SampleRecord.record(generation: 1))
        try second.commit(SampleRecord.record(generation: 1, identity: SampleRecord.other))
        try tamper("UPDATE disk SET record = (SELECT record FROM disk ORDER BY number LIMIT 1)")
        guard case .damaged = try second.load() else { return #expect(Bool(false), "a foreign record passes") }
        #expect(try first.load() == .record(SampleRecord.record(generation: 1)))
    }

    @Test func `damaged pages are damage`() throws {
        var store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        store.close()
        let file = try System.open(path, .readWrite)
        let pages = Int(try System.status(of: file.rawValue).size) / 4096
        let junk = [UInt8](repeating: 0xa5, count: 4096)
        for page in 1..<pages {
            _ = try junk.withUnsafeBytes { try System.pwrite(file.rawValue, $0, at: Int64(page * 4096)) }
        }
        do {
            store = try open()
            guard case .damaged = try store.load() else { return #expect(Bool(false), "junk passes") }
        } catch let error as BlockError {
            #expect(error.message.contains("malformed"))
        }
    }

    @Test func `a record of a later release is left alone, and so is its database`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        try shell("PRAGMA user_version = \(DatabaseSchema.version | 0x01_0000)")
        #expect {
            try open()
        } throws: { "\($0)".contains("later release") }
        #expect(throws: StoreError.incompatible(0x01_0000)) { try DatabaseReader(path: path) }
        try shell("PRAGMA user_version = \(DatabaseSchema.version | 0x100)")
        #expect(throws: (any Error).self) { try open() }
        #expect(try DatabaseReader(path: path).disks().count == 1)
        try shell("PRAGMA user_version = \(DatabaseSchema.version | 1)")
        #expect(try open().load() == .record(SampleRecord.record(generation: 1)))
    }

    // MARK: - Files that are none of ours

    @Test func `another program's database is left alone`() throws {
        try shell("CREATE TABLE theirs (a)")
        #expect(throws: (any Error).self) { try open() }
        #expect(try shell("SELECT group_concat(name) FROM sqlite_schema") == "theirs")
        unlink(path)
        try shell("PRAGMA application_id = 7")
        #expect(throws: (any Error).self) { try open() }
    }

    @Test func `no database, links, folders and files with two names are refused`() throws {
        let file = try System.open(path, [.writeOnly, .create])
        let text = Array("this is no database, and long enough to be looked at by whoever opens it".utf8)
        _ = try text.withUnsafeBytes { try System.write(file.rawValue, $0) }
        #expect(throws: (any Error).self) { try open() }
        #expect(try System.status(at: path).size == UInt64(text.count))
        unlink(path)
        #expect(symlink("\(folder.path)/elsewhere", path) == 0)
        #expect(throws: (any Error).self) { try open() }
        #expect(folder.names == ["pr.db"])
        unlink(path)
        try open().close()
        #expect(link(path, "\(folder.path)/second") == 0)
        #expect(throws: (any Error).self) { try open() }
        for path in [folder.path, "\(folder.path)/", "/nonexistent/x.db", ""] {
            #expect(throws: (any Error).self) {
                try DatabaseStore.open(
                    at: path, of: SampleRecord.identity,
                    ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
            }
        }
    }

    @Test func `a database that lost its name takes no commits`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        try System.unlink(path)
        #expect(throws: StoreError.unchanged(.staleFile)) { try store.commit(SampleRecord.record(generation: 2)) }
        #expect(try store.load() == .record(SampleRecord.record(generation: 1)))
    }

    @Test(.enabled(if: geteuid() == 0)) func `the files take after the disk`() throws {
        let store = try DatabaseStore.open(
            at: path, of: SampleRecord.identity, ownership: StoreOwnership(user: 1234, group: 5678, mode: 0o660))
        try store.commit(SampleRecord.record(generation: 1))
        #expect(folder.names.count >= 2)
        for name in folder.names {
            let status = try System.inode(at: "\(folder.path)/\(name)")
            #expect(status.owner == 1234 && status.group == 5678 && status.permissions == 0o660, "\(name)")
        }
    }

    // MARK: - Places

    @Test func `a disk at the place of another is not new until a commit`() throws {
        let place = [UInt8](repeating: 9, count: 32)
        let first = try open(place: place)
        let record = SampleRecord.record(generation: 7)
        try first.commit(record)
        let restored = try open(SampleRecord.other, place: place)
        #expect(try restored.load() == .foreign(label: SampleRecord.identity.text))
        let old = try #require(try restored.loadForeign())
        #expect(old.state == record.state && old.place == place)
        #expect(try open(SampleRecord.other, place: [UInt8](repeating: 8, count: 32)).load() == .blank)
        try restored.commit(SampleRecord.record(generation: 1, identity: SampleRecord.other))
        guard case .record = try restored.load() else { return #expect(Bool(false), "it has a state now") }
        #expect(try restored.loadForeign() == nil)
        #expect(try first.load() == .record(old), "the other disk may live on elsewhere")
    }

    @Test func `a disk that never had a state leaves its place to anybody`() throws {
        let place = [UInt8](repeating: 9, count: 32)
        let first = try open(place: place)
        #expect(try open(SampleRecord.other, place: place).load() == .blank)
        try first.commit(SampleRecord.record(generation: 1, registrations: 0, type: nil))
        #expect(try open(SampleRecord.other, place: place).load() == .blank, "nobody was registered")
    }

    // MARK: - Many at once

    @Test func `of many that make it at once all see one database`() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let identity = DiskIdentity(text: "disk \(number)")
                    let store = try DatabaseStore.open(
                        at: path, of: identity,
                        ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
                    for generation in 1...5 as ClosedRange<UInt64> {
                        try store.commit(SampleRecord.record(generation: generation, identity: identity))
                    }
                }
            }
            try await group.waitForAll()
        }
        let disks = try DatabaseReader(path: path).disks()
        #expect(disks.count == 8)
        for disk in disks {
            guard case .record(let record) = disk.state else { return #expect(Bool(false), "\(disk)") }
            #expect(record.generation == 5)
        }
    }

    // MARK: - Audit

    @Test func `commands are noted in the table, in a file, or not at all`() throws {
        func entry(_ command: String) -> AuditEntry {
            AuditEntry(
                time: 5, initiator: SampleRecord.nexus(0), process: 1, command: command, status: "GOOD",
                generationBefore: 0, generationAfter: 1)
        }
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1), noting: { entry("REGISTER") })
        store.append(entry("RESERVE"))
        store.setAudit(.off)
        store.append(entry("unseen"))
        store.setAudit(.file("\(folder.path)/log"))
        try store.commit(SampleRecord.record(generation: 2), noting: { entry("CLEAR") })
        store.setAudit(.beside)
        let reader = try DatabaseReader(path: path)
        let found = try reader.entries()
        #expect(found.map(\.entry) == [entry("REGISTER"), entry("RESERVE")])
        #expect(found.allSatisfy { $0.disk == SampleRecord.identity.fileName })
        #expect(try reader.entries(after: found[0].number).map(\.entry.command) == ["RESERVE"])
        #expect(try reader.entries(of: "another").isEmpty)
        #expect(try System.status(at: "\(folder.path)/log").size > 50)
        #expect(try shell("SELECT command FROM audit ORDER BY number DESC") == "RESERVE")
    }

    @Test func `a commit that fails notes nothing`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 4))
        let entry = AuditEntry(
            time: 5, initiator: nil, process: 1, command: "CLEAR", status: "GOOD", generationBefore: 0,
            generationAfter: 1)
        #expect(throws: StoreError.self) { try store.commit(SampleRecord.record(generation: 4), noting: { entry }) }
        #expect(try DatabaseReader(path: path).entries().isEmpty)
    }
}
