import CSQLite
import Glibc
import Synchronization
import Sys
import Testing

@testable import Reservations

/// What becomes of a commit when the medium fails under the database.
///
/// The methods of SQLite's open files are replaced by ones that fail when they are told to.
@Suite(.serialized) final class DatabaseFailureTests {
    private let folder: StoreFolder
    private let old = SampleRecord.record(generation: 1)
    private let new = SampleRecord.record(generation: 2, registrations: 128, slots: 128)

    init() throws {
        folder = try StoreFolder()
        if geteuid() == 0 { try #require(mount("none", folder.path, "tmpfs", 0, "size=512k") == 0) }
    }

    deinit { if geteuid() == 0 { umount2(folder.path, 2) } }

    private func open(_ journal: DatabaseStore.Journal? = nil) throws -> DatabaseStore {
        try DatabaseStore.open(
            at: "\(folder.path)/pr.db", of: SampleRecord.identity,
            ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600), journal: journal)
    }

    /// Calls that fail: how many pass first, and how many fail then.
    private static let passing = Atomic<Int>(0)
    private static let failing = Atomic<Int>(0)

    /// True when this call is one to fail.
    private static func fails() -> Bool {
        if passing.subtract(1, ordering: .relaxed).oldValue > 0 { return false }
        errno = EIO
        return failing.subtract(1, ordering: .relaxed).oldValue > 0
    }

    private enum Call { case write, sync }

    /// A kind of journal, and the file whose calls fail; a rollback journal is open during commits only.
    struct Target: Sendable {
        let journal: DatabaseStore.Journal
        let request: Int32

        static let all = [
            Target(journal: .log, request: SQLITE_FCNTL_JOURNAL_POINTER),
            Target(journal: .rollback, request: SQLITE_FCNTL_FILE_POINTER),
        ]
    }

    /// Runs `body` while calls on a file of a store's fail.
    private func failing(
        _ call: Call, on store: DatabaseStore, _ target: Target = Target.all[0], after: Int = 0, times: Int,
        _ body: () throws -> Void
    ) throws {
        let handle = try #require(store.handle)
        var file: UnsafeMutablePointer<sqlite3_file>?
        try #require(sqlite3_file_control(handle, "main", target.request, &file) == SQLITE_OK)
        let opened = try #require(file)
        let real = try #require(opened.pointee.pMethods)
        Original.methods.pointee = real.pointee
        var changed = real.pointee
        switch call {
        case .write:
            changed.xWrite = { file, bytes, count, offset in
                if DatabaseFailureTests.fails() { return SQLITE_IOERR | 3 << 8 }
                return Original.methods.pointee.xWrite(file, bytes, count, offset)
            }
        case .sync:
            changed.xSync = { file, flags in
                if DatabaseFailureTests.fails() { return SQLITE_IOERR | 4 << 8 }
                return Original.methods.pointee.xSync(file, flags)
            }
        }
        Self.passing.store(after, ordering: .relaxed)
        Self.failing.store(times, ordering: .relaxed)
        defer { Self.failing.store(0, ordering: .relaxed) }
        try withUnsafePointer(to: &changed) { changed in
            opened.pointee.pMethods = changed
            defer { opened.pointee.pMethods = real }
            try body()
        }
    }

    /// What the replaced methods pass on to.
    private enum Original {
        // Safety: set before the one test that uses it at a time opens its gate. In memory of its own: the compiler makes a
        // global of this type four bytes shorter than what it copies there.
        nonisolated(unsafe) static let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    }

    @Test(arguments: Target.all, [0, 1, 2, 5, 9])
    func `a write that fails leaves the old record`(target: Target, after: Int) throws {
        let store = try open(target.journal)
        try store.commit(old)
        try failing(.write, on: store, target, after: after, times: 1) {
            #expect(throws: StoreError.unchanged(.ioError)) { try store.commit(new) }
        }
        #expect(try store.load() == .record(old))
        #expect(try recovered().load() == .record(old))
        try store.commit(new)
        #expect(try open(target.journal).load() == .record(new))
    }

    @Test(arguments: Target.all)
    func `a sync that fails leaves the old record, after a crash too`(target: Target) throws {
        let store = try open(target.journal)
        try store.commit(old)
        try failing(.sync, on: store, target, times: 1) {
            #expect(throws: StoreError.unchanged(.ioError)) { try store.commit(new) }
        }
        #expect(try store.load() == .record(old))
        #expect(try recovered().load() == .record(old))
        try store.commit(new)
        #expect(try open(target.journal).load() == .record(new))
    }

    @Test(arguments: Target.all)
    func `a medium that syncs no more is lost`(target: Target) throws {
        let store = try open(target.journal)
        try store.commit(old)
        try failing(.sync, on: store, target, times: .max) {
            #expect(throws: StoreError.lost(.ioError)) { try store.commit(new) }
        }
    }

    @Test func `a medium that takes no more bytes keeps the old record`() throws {
        let store = try open()
        try store.commit(old)
        try failing(.write, on: store, times: .max) {
            #expect(throws: StoreError.unchanged(.ioError)) { try store.commit(new) }
        }
        #expect(try store.load() == .record(old))
        #expect(try recovered().load() == .record(old))
    }

    @Test(arguments: [DatabaseStore.Journal.log, .rollback])
    func `what was committed is there after a crash`(journal: DatabaseStore.Journal) throws {
        let store = try open(journal)
        for generation in 1...40 as ClosedRange<UInt64> {
            let record = SampleRecord.record(generation: generation, registrations: Int(generation % 7))
            try store.commit(record)
            #expect(try recovered().load() == .record(record))
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `a full disk keeps the old record, and commits go on when there is room`()
        throws
    {
        let store = try open()
        try store.commit(old)
        let ballast = "\(folder.path)/ballast"
        do {
            let file = try System.open(ballast, [.writeOnly, .create, .append])
            let page = [UInt8](repeating: 1, count: 4096)
            #expect(throws: Errno.noSpace) {
                for _ in 0..<1000 { _ = try page.withUnsafeBytes { try System.write(file.rawValue, $0) } }
            }
        }
        var last = old
        var refused: StoreError?
        // The journal still has room for some.
        for generation in 2...200 as ClosedRange<UInt64> where refused == nil {
            let record = SampleRecord.record(generation: generation, registrations: 128, slots: 128)
            do throws(StoreError) {
                try store.commit(record)
                last = record
            } catch {
                refused = error
            }
            #expect(try store.load() == .record(last))
        }
        #expect(refused == .unchanged(.noSpace))
        try System.unlink(ballast)
        let next = SampleRecord.record(generation: last.generation + 1)
        try store.commit(next)
        #expect(try recovered().load() == .record(next))
    }

    /// The database as it is found when every process dies now: files copied away and opened anew.
    private func recovered() throws -> DatabaseStore {
        let other = try StoreFolder()
        copies.append(other)
        for suffix in ["", "-wal", "-journal"] {
            // Not through a descriptor of this process, which would take SQLite's locks away.
            let source = "\(folder.path)/pr.db\(suffix)"
            guard (try? System.inode(at: source)) != nil else { continue }
            try copy(source, "\(other.path)/pr.db\(suffix)")
        }
        return try DatabaseStore.open(
            at: "\(other.path)/pr.db", of: SampleRecord.identity,
            ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
    }

    private var copies: [StoreFolder] = []

    private func copy(_ source: String, _ target: String) throws {
        let arguments = ["/bin/cp", source, target]
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process: pid_t = 0
        try #require(posix_spawn(&process, arguments[0], nil, nil, &pointers, environ) == 0)
        var status: Int32 = 0
        try #require(waitpid(process, &status, 0) == process && status == 0)
    }
}
