import Glibc
import Sys
import Testing

@testable import Reservations

/// Reading the log of commands while it grows.
struct AuditFileTests {
    let folder: StoreFolder
    private var path: String { "\(folder.path)/disk.pr.log" }

    init() throws { folder = try StoreFolder() }

    private func entry(_ number: Int) -> AuditEntry {
        AuditEntry(
            time: UInt64(number), initiator: nil, process: 1, command: "evict", status: "GOOD", generationBefore: 0,
            generationAfter: UInt32(number))
    }

    private func append(_ numbers: Int..., to path: String, disk: DiskIdentity = SampleRecord.identity) {
        let log = AuditLog(path, ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600), disk: disk)
        for number in numbers { log.append(entry(number)) }
    }

    private func read(_ file: AuditFile) throws -> [UInt32] { try file.next().map(\.generationAfter) }

    @Test func `the old file comes first, then what comes, across a new beginning`() throws {
        let file = AuditFile(path, disk: SampleRecord.identity)
        append(1, to: "\(path).1")
        append(2, 3, to: path)
        #expect(try read(file) == [1, 2, 3])
        #expect(try read(file).isEmpty)
        append(4, to: path)
        append(99, to: path, disk: SampleRecord.other)
        #expect(try read(file) == [4])
        append(5, to: path)
        try System.rename(path, to: "\(path).1")
        #expect(try read(file) == [5])
        append(6, to: path)
        #expect(try read(file) == [6])
    }

    @Test func `there may be no log, and lines of anything`() throws {
        let file = AuditFile(path, disk: SampleRecord.identity)
        #expect(try read(file).isEmpty)
        try InspectLab.write(Array("{}\nnonsense\n\n{\"half".utf8), to: path)
        #expect(try read(file).isEmpty)
        append(1, to: path)
        append(2, to: path)
        // The half line spoils the one that was put behind it, and no other.
        #expect(try read(file) == [2])
    }

    @Test func `a link is not followed`() throws {
        try InspectLab.write([], to: "\(folder.path)/elsewhere")
        #expect(symlink("\(folder.path)/elsewhere", path) == 0)
        #expect(throws: StoreError.self) { try read(AuditFile(path, disk: SampleRecord.identity)) }
    }
}
