import Block
import Glibc
import SCSI
import Sys
import Testing

@testable import Reservations

/// Writing, without a manager, to an image that has reservations.
@Suite struct UnmanagedWritingTests {
    private let folder: StoreFolder
    private let image: KeptDescriptor
    private var path: String { "\(folder.path)/disk.img" }
    private var sidecar: String { path + ".pr" }

    init() throws {
        folder = try StoreFolder()
        image = KeptDescriptor(try System.open("\(folder.path)/disk.img", [.readWrite, .create]))
    }

    private func check() throws(BlockError) { try UnmanagedWriting.check(path, image.rawValue) }

    private func commit(_ record: DiskRecord) throws {
        let store = try SidecarStore.open(
            at: sidecar, of: record.identity,
            ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
        try store.commit(record)
        store.close()
    }

    @Test("An image without a state, or with one that never had or no longer has registrations, may be written to")
    func allowed() throws {
        try check()
        _ = try SidecarStore.open(
            at: sidecar, of: SampleRecord.identity,
            ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
        try check()
        try commit(SampleRecord.record(generation: 1, registrations: 2))
        #expect(throws: BlockError.self) { try check() }
        var record = SampleRecord.record(generation: 2, registrations: 0)
        record.state = PersistentReservations()
        try commit(record)
        try check()
    }

    @Test("An image with registrations is refused, with their number and what to do", arguments: [1, 128])
    func registrations(count: Int) throws {
        try commit(SampleRecord.record(generation: 1, registrations: count))
        let error = try #require(throws: BlockError.self) { try check() }
        #expect(error.code == .busy)
        for part in [path, sidecar, "holds \(count) registrations", "pr-manager", "read-only=on", "holdfast pr reset"] {
            #expect(error.message.contains(part), "\(error)")
        }
    }

    @Test("What can't be understood, or can't be read, may hold registrations")
    func fails() throws {
        try commit(SampleRecord.record(generation: 1, registrations: 1))
        let file = try System.open(sidecar, .readWrite)
        for start in [0, 16384] as [Int64] {
            #expect(try [0xff, 0xff].withUnsafeBytes { try System.pwrite(file.rawValue, $0, at: start + 40) } == 16)
        }
        let error = try #require(throws: BlockError.self) { try check() }
        #expect(error.message.contains("can't be understood"), "\(error)")
        unlink(sidecar)
        #expect(mkdir(sidecar, 0o700) == 0)
        #expect(throws: BlockError.self) { try check() }
        rmdir(sidecar)
        try check()
    }
}
