import Glibc
import SCSI
import Sys
import Testing

@testable import Reservations

@Suite struct SidecarStoreTests {
    private let folder: StoreFolder
    private var path: String { "\(folder.path)/disk.img.pr" }

    init() throws { folder = try StoreFolder() }

    private func open(_ identity: DiskIdentity = SampleRecord.identity) throws -> SidecarStore {
        try SidecarStore.open(
            at: path, of: identity, ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o640))
    }

    /// Replaces bytes of the file.
    private func write(_ bytes: [UInt8], at offset: Int64) throws {
        let file = try System.open(path, .readWrite)
        #expect(try bytes.withUnsafeBytes { try System.pwrite(file.rawValue, $0, at: offset) } == bytes.count)
    }

    @Test func `a new sidecar is blank, whole, and has no other name`() throws {
        let store = try open()
        #expect(try store.load() == .blank)
        #expect(folder.names == ["disk.img.pr"])
        let status = try System.status(at: path)
        #expect(status.size == 32768 && status.allocated >= 32768 && status.permissions == 0o640)
        #expect(store.location == path && store.folder == folder.path)
        #expect(try SidecarStore.look(at: path) == .blank)
    }

    @Test func `what was committed is found, by others too, and each commit spares the one before`() throws {
        let store = try open()
        for generation in 1...5 as ClosedRange<UInt64> {
            let record = SampleRecord.record(generation: generation, registrations: Int(generation))
            try store.commit(record)
            #expect(try store.load() == .record(record))
            #expect(try open().load() == .record(record))
            #expect(try SidecarStore.look(at: path) == .record(record))
        }
        // The fifth commit went over the third and left the fourth.
        let halves = [UInt64(4), 5].map { SampleRecord.record(generation: $0, registrations: Int($0)) }
        var found: [DiskRecord] = []
        let file = try System.open(path, .readOnly)
        for index in 0..<2 {
            var bytes = [UInt8](repeating: 0, count: 16384)
            #expect(
                try bytes.withUnsafeMutableBytes {
                    try System.pread(file.rawValue, $0, at: Int64(index * 16384))
                } == 16384)
            found.append(try SampleRecord.decode(bytes))
        }
        #expect(found.sorted { $0.generation < $1.generation } == halves)
    }

    @Test func `records of all lengths are found, by who wrote them and by others`() throws {
        let (mine, theirs) = (try open(), try open())
        for (generation, count) in [128, 1, 47, 48, 49, 0, 128, 128, 2, 60].enumerated() {
            let record = SampleRecord.record(
                generation: UInt64(generation + 1), registrations: count, slots: generation % 3 == 0 ? 128 : 1)
            try (generation % 4 < 2 ? mine : theirs).commit(record)
            #expect(try mine.load() == .record(record))
            #expect(try theirs.load() == .record(record))
        }
    }

    @Test func `a torn record leaves the one before`() throws {
        let store = try open()
        let records = (1...4).map { SampleRecord.record(generation: UInt64($0)) }
        for record in records { try store.commit(record) }
        // The generations alternate from the second record on.
        try write([0xff], at: 300)
        #expect(try store.load() == .record(records[2]))
        try store.commit(SampleRecord.record(generation: 4, registrations: 7))
        #expect(try open().load() == .record(SampleRecord.record(generation: 4, registrations: 7)))
    }

    @Test func `two bad records are damage, and never a new disk`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        try write([UInt8](repeating: 0, count: 32768), at: 0)
        guard case .damaged = try store.load() else { return #expect(Bool(false), "zeroes pass for a state") }
        let file = try System.open(path, .readWrite)
        try System.truncate(file.rawValue, to: 0)
        guard case .damaged = try open().load() else { return #expect(Bool(false), "nothing passes for a state") }
        // What replaces lost reservations starts over.
        try store.commit(SampleRecord.record(generation: 1))
        #expect(try store.load() == .record(SampleRecord.record(generation: 1)))
    }

    @Test func `a record that makes no sense is damage even when the other one does`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        var bytes = SampleRecord.bytes(SampleRecord.record(generation: 2))
        bytes[DiskRecord.Layout.reservationType] = 4
        SampleRecord.seal(&bytes, used: 480)
        try write(bytes, at: 0)
        guard case .damaged = try store.load() else { return #expect(Bool(false), "an older state counts") }
    }

    @Test func `a later release's format is left alone`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        var bytes = SampleRecord.bytes(SampleRecord.record(generation: 2))
        bytes[DiskRecord.Layout.incompatible] = 1
        SampleRecord.seal(&bytes, used: 480)
        try write(bytes, at: 0)
        #expect(throws: StoreError.incompatible(1)) { try store.load() }
        #expect(throws: StoreError.self) { try store.commit(SampleRecord.record(generation: 3)) }
        let file = try System.open(path, .readOnly)
        var after = [UInt8](repeating: 0, count: 16384)
        #expect(try after.withUnsafeMutableBytes { try System.pread(file.rawValue, $0, at: 0) } == 16384)
        #expect(after == bytes)
    }

    @Test func `another disk's state is foreign until a commit, and gone after it`() throws {
        let first = try open()
        let record = SampleRecord.record(generation: 57)
        try first.commit(record)
        let copy = try open(SampleRecord.other)
        #expect(try copy.load() == .foreign(label: SampleRecord.identity.text))
        #expect(try copy.loadForeign() == record)
        #expect(try SidecarStore.look(at: path) == .record(record))
        var adopted = record
        adopted.identity = SampleRecord.other
        adopted.generation = 1
        try copy.commit(adopted)
        #expect(try copy.load() == .record(adopted))
        #expect(try copy.loadForeign() == nil)
        #expect(try first.load() == .foreign(label: SampleRecord.other.text))
    }

    @Test func `a sidecar that never had a state belongs to nobody`() throws {
        _ = try open()
        #expect(try open(SampleRecord.other).load() == .blank)
    }

    @Test func `in a folder, a disk at the place of another is not new until a commit`() throws {
        let place = [UInt8](repeating: 9, count: 32)
        func open(_ identity: DiskIdentity, at place: [UInt8]) throws -> SidecarStore {
            try SidecarStore.open(
                at: "\(folder.path)/\(identity.fileName).pr", of: identity, place: place,
                ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
        }
        let first = try open(SampleRecord.identity, at: place)
        let restored = try open(SampleRecord.other, at: place)
        #expect(try restored.load() == .blank, "the other disk never had a state")
        try first.commit(SampleRecord.record(generation: 6, registrations: 0, type: nil))
        #expect(try restored.load() == .blank, "nobody was registered")
        try first.commit(SampleRecord.record(generation: 7))
        #expect(try restored.load() == .foreign(label: SampleRecord.identity.text))
        #expect(try restored.loadForeign()?.generation == 7)
        #expect(try open(SampleRecord.other, at: [UInt8](repeating: 8, count: 32)).load() == .blank)
        try restored.commit(SampleRecord.record(generation: 1, identity: SampleRecord.other))
        guard case .record = try restored.load() else { return #expect(Bool(false), "it has a state now") }
        #expect(try restored.loadForeign() == nil)
        guard case .record = try first.load() else { return #expect(Bool(false), "it may live on elsewhere") }
    }

    @Test func `no commit goes to a file that lost its name`() throws {
        let store = try open()
        try store.commit(SampleRecord.record(generation: 1))
        try System.unlink(path)
        #expect(throws: StoreError.unchanged(.staleFile)) { try store.commit(SampleRecord.record(generation: 2)) }
        #expect(try store.load() == .record(SampleRecord.record(generation: 1)))
        _ = try open()
        #expect(throws: StoreError.unchanged(.staleFile)) { try store.commit(SampleRecord.record(generation: 2)) }
    }

    @Test func `commits past the lock are noticed`() throws {
        let store = try open()
        try open().commit(SampleRecord.record(generation: 3))
        #expect(throws: StoreError.lost(.staleFile)) { try store.commit(SampleRecord.record(generation: 3)) }
        #expect(try store.load() == .record(SampleRecord.record(generation: 3)))
    }

    @Test func `links, folders, fifos and strangers' files are refused`() throws {
        let target = "\(folder.path)/target"
        _ = try System.open(target, [.writeOnly, .create])
        #expect(symlink(target, path) == 0)
        #expect(throws: (any Error).self) { try open() }
        #expect(try System.status(at: target).size == 0)
        #expect(throws: StoreError.self) { try SidecarStore.look(at: path) }
        try System.unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: (any Error).self) { try open() }
        try System.unlink(path)
        #expect(try SidecarStore.look(at: path) == nil)
    }

    @Test func `a closed store stores nothing`() throws {
        let store = try open()
        store.close()
        #expect(throws: StoreError.unreadable(.badDescriptor)) { try store.load() }
        #expect(throws: StoreError.unchanged(.badDescriptor)) { try store.commit(SampleRecord.record(generation: 1)) }
    }

    @Test func `of many that make it at once all have the same file`() async throws {
        let path = path
        let inodes = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let store = try SidecarStore.open(
                        at: path, of: SampleRecord.identity,
                        ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
                    return try System.inode(of: store.descriptor ?? -1).inode
                }
            }
            return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
        }
        #expect(inodes.count == 1)
        #expect(folder.names == ["disk.img.pr"])
    }
}
