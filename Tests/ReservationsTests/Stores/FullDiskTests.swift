import Glibc
import Sys
import Testing

@testable import Reservations

/// File systems that are really full.
@Suite(.enabled(if: geteuid() == 0)) final class FullDiskTests {
    private let folder: StoreFolder
    private var path: String { "\(folder.path)/disk.pr" }

    init() throws {
        folder = try StoreFolder()
        try #require(mount("none", folder.path, "tmpfs", 0, "size=256k") == 0)
    }

    deinit { umount2(folder.path, 2) }

    private func open() throws -> SidecarStore {
        try SidecarStore.open(
            at: path, of: SampleRecord.identity,
            ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
    }

    /// Leaves no page free.
    private func fill() throws {
        let file = try System.open("\(folder.path)/ballast", [.writeOnly, .create, .append])
        let page = [UInt8](repeating: 1, count: 4096)
        #expect(throws: Errno.noSpace) {
            for _ in 0..<1000 { _ = try page.withUnsafeBytes { try System.write(file.rawValue, $0) } }
        }
    }

    @Test func `no sidecar is made where there is no room, and nothing is left`() throws {
        try fill()
        #expect(throws: (any Error).self) { try open() }
        #expect(folder.names == ["ballast"])
    }

    @Test func `a sidecar needs no more room than it has`() throws {
        let store = try open()
        try fill()
        for generation in 1...3 as ClosedRange<UInt64> {
            let record = SampleRecord.record(generation: generation, registrations: 128, slots: 128)
            try store.commit(record)
            #expect(try store.load() == .record(record))
        }
    }

    @Test func `a sidecar with holes keeps the old record when there is no room for the new`() throws {
        let store = try open()
        let old = SampleRecord.record(generation: 1)
        try store.commit(old)
        // As a copy that keeps no zeroes has it: the other record is a hole.
        try System.allocate(try #require(store.descriptor), .punchHole, offset: 0, length: 16384)
        try fill()
        #expect(throws: StoreError.unchanged(.noSpace)) { try store.commit(SampleRecord.record(generation: 2)) }
        #expect(try store.load() == .record(old))
        try System.unlink("\(folder.path)/ballast")
        try store.commit(SampleRecord.record(generation: 2))
        #expect(try open().load() == .record(SampleRecord.record(generation: 2)))
    }

    @Test func `a log that doesn't fit is dropped`() throws {
        let store = try open()
        try fill()
        store.append(
            AuditEntry(
                time: 0, initiator: nil, process: 1, command: "CLEAR", status: "GOOD", generationBefore: 0,
                generationAfter: 1))
        try store.commit(SampleRecord.record(generation: 1))
        #expect(try store.load() == .record(SampleRecord.record(generation: 1)))
    }
}
