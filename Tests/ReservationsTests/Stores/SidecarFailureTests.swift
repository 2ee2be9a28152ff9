import Glibc
import Sys
import Testing

@testable import Reservations

/// What becomes of a commit when the medium fails: an acknowledged record is there, and otherwise the old one is.
@Suite struct SidecarFailureTests {
    private let folder: StoreFolder
    private let store: SidecarStore
    private let old = SampleRecord.record(generation: 1)
    private let new = SampleRecord.record(generation: 2, registrations: 5)

    init() throws {
        folder = try StoreFolder()
        store = try Self.open(folder)
        try store.commit(old)
    }

    private static func open(_ folder: StoreFolder) throws -> SidecarStore {
        try SidecarStore.open(
            at: "\(folder.path)/disk.pr", of: SampleRecord.identity,
            ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
    }

    private func fault(_ call: SystemCall, _ effect: Fault.Effect, after: Int = 0, times: Int = 1) -> Fault {
        Fault(call, effect, descriptor: store.descriptor, after: after, times: times)
    }

    @Test(arguments: [Errno.ioError, .noSpace, .quotaExceeded], [SystemCall.pwrite, .startWriteback, .sync])
    func `a failed write or sync leaves the old record`(error: Errno, call: SystemCall) throws {
        Faults.with(fault(call, .fail(error))) {
            #expect(throws: StoreError.unchanged(error)) { try store.commit(new) }
        }
        #expect(try store.load() == .record(old))
        #expect(try Self.open(folder).load() == .record(old), "the page cache doesn't show the new one either")
        try store.commit(new)
        #expect(try store.load() == .record(new))
    }

    @Test(arguments: [Errno.noSystemCall, .notPermitted, .accessDenied])
    func `a record that can't be sent ahead is written all the same`(error: Errno) throws {
        let refused = [SystemCall.startWriteback, .writebackStatus].map { Faults.plant(fault($0, .fail(error))) }
        defer { refused.forEach(Faults.remove) }
        try store.commit(new)
        #expect(refused.allSatisfy { Faults.remaining($0) == 0 }, "both are asked for")
        #expect(try store.load() == .record(new))
        Faults.with(fault(.startWriteback, .fail(error)), fault(.sync, .fail(.ioError))) {
            #expect(throws: StoreError.unchanged(.ioError)) {
                try store.commit(SampleRecord.record(generation: 3))
            }
        }
    }

    @Test func `what fails to become durable is not in the log`() throws {
        var asked = 0
        func entry(_ status: String) -> AuditEntry {
            asked += 1
            return AuditEntry(
                time: 0, initiator: nil, process: 1, command: "evict", status: status, generationBefore: 0,
                generationAfter: 1)
        }
        Faults.with(fault(.sync, .fail(.ioError))) {
            #expect(throws: StoreError.unchanged(.ioError)) { try store.commit(new) { entry("GOOD") } }
        }
        #expect(asked == 1, "the line is made while the medium is waited for")
        try store.commit(new) { entry("better") }
        let file = try System.open("\(folder.path)/disk.pr.log", .readOnly)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = try bytes.withUnsafeMutableBytes { try System.read(file.rawValue, $0) }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        #expect(text.contains("better") && !text.contains("GOOD"))
    }

    @Test func `a write that is cut short goes on`() throws {
        try Faults.with(fault(.pwrite, .short(100), times: 3)) { try store.commit(new) }
        #expect(try store.load() == .record(new))
    }

    @Test func `a write that fails halfway leaves the old record`() throws {
        Faults.with(fault(.pwrite, .short(100)), fault(.pwrite, .fail(.noSpace))) {
            #expect(throws: StoreError.unchanged(.noSpace)) { try store.commit(new) }
        }
        #expect(try store.load() == .record(old))
    }

    @Test func `a medium that takes no more bytes leaves the old record`() throws {
        // Not one byte of the new record, nor of what would overwrite it.
        Faults.with(fault(.pwrite, .fail(.noSpace), times: .max)) {
            #expect(throws: StoreError.unchanged(.noSpace)) { try store.commit(new) }
        }
        #expect(try store.load() == .record(old))
        Faults.with(fault(.pwrite, .short(0), times: .max)) {
            #expect(throws: StoreError.unchanged(.ioError)) { try store.commit(new) }
        }
    }

    @Test func `a record that was written and can't be taken back is lost`() throws {
        Faults.with(fault(.sync, .fail(.ioError), times: 2)) {
            #expect(throws: StoreError.lost(.ioError)) { try store.commit(new) }
        }
        let other = try StoreFolder()
        let second = try Self.open(other)
        try second.commit(old)
        Faults.with(
            Fault(.sync, .fail(.ioError), descriptor: second.descriptor),
            Fault(.pwrite, .fail(.readOnlyFileSystem), descriptor: second.descriptor, after: 1)
        ) {
            #expect(throws: StoreError.lost(.ioError)) { try second.commit(new) }
        }
    }

    @Test func `a record that can't be read again is lost`() throws {
        // Two calls read the file: one a record.
        Faults.with(fault(.sync, .fail(.ioError)), fault(.pread, .fail(.ioError), after: 2, times: .max)) {
            #expect(throws: StoreError.lost(.ioError)) { try store.commit(new) }
        }
        Faults.with(fault(.pread, .fail(.ioError))) {
            #expect(throws: StoreError.unreadable(.ioError)) { try store.load() }
        }
        #expect(try store.load() == .record(old))
    }

    @Test func `nothing is written over what can't be read`() throws {
        Faults.with(fault(.pread, .fail(.ioError))) {
            #expect(throws: StoreError.unchanged(.ioError)) { try store.commit(new) }
        }
        #expect(try store.load() == .record(old))
    }

    @Test func `a sidecar that can't get its name leaves nothing behind`() throws {
        let empty = try StoreFolder()
        Faults.with(Fault(.link, .fail(.ioError), pathSuffix: "\(empty.path)/disk.pr")) {
            #expect(throws: (any Error).self) { try Self.open(empty) }
        }
        #expect(empty.names.isEmpty)
    }

    @Test func `a folder that can't be made durable is no place for a sidecar`() throws {
        let empty = try StoreFolder()
        Faults.with(Fault(.open, .fail(.ioError), pathSuffix: empty.path)) {
            #expect(throws: (any Error).self) { try Self.open(empty) }
        }
    }
}
