import Glibc
import JSON
import SCSI
import Sys
import Testing

@testable import Reservations

@Suite struct AuditLogTests {
    private let folder: StoreFolder
    private var path: String { "\(folder.path)/disk.pr.log" }
    private let ownership = StoreOwnership(user: geteuid(), group: getegid(), mode: 0o640)

    init() throws { folder = try StoreFolder() }

    private func log(_ path: String?) -> AuditLog {
        AuditLog(path, ownership: ownership, disk: SampleRecord.identity)
    }

    private func entry(_ command: String = "PREEMPT AND ABORT") -> AuditEntry {
        AuditEntry(
            time: 1_795_391_502_123_456_789, initiator: SampleRecord.nexus(1), process: 4711, command: command,
            type: .writeExclusiveRegistrantsOnly, reservationKey: 0xabc, actionKey: .max, status: "GOOD",
            generationBefore: 3, generationAfter: 4, committed: 99,
            victims: [
                AuditEntry.Victim(nexus: SampleRecord.nexus(2), slot: 5, process: 1234, action: "killed"),
                AuditEntry.Victim(nexus: SampleRecord.nexus(3)),
            ], drain: 1_500_000)
    }

    private func lines(_ path: String) throws -> [JSONValue] {
        let file = try System.open(path, .readOnly)
        var bytes = [UInt8](repeating: 0, count: Int(try System.status(of: file.rawValue).size))
        _ = try bytes.withUnsafeMutableBytes { try System.read(file.rawValue, $0) }
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONParser.parse(Array($0)) }
    }

    @Test func `each command is a line that can be read back`() throws {
        let log = log(path)
        let small = AuditEntry(
            time: 0, initiator: nil, process: 1, command: "evict", status: "GOOD", generationBefore: 0,
            generationAfter: 0)
        log.append(entry())
        log.append(small)
        let found = try lines(path).map(AuditEntry.decode)
        #expect(found.map { $0?.entry } == [entry(), small])
        #expect(found.allSatisfy { $0?.disk == SampleRecord.identity.fileName })
        let status = try System.inode(at: path)
        #expect(status.permissions == 0o640)
        #expect(try lines(path)[0]["action-key"]?.stringValue == "0xffffffffffffffff")
        #expect(try lines(path)[0]["time"]?.stringValue == "2026-11-22T23:51:42.123456789Z")
    }

    @Test(arguments: ["{}", "[]", "1", #"{"disk":"x","time":"y","command":"c","status":"s"}"#])
    func `what is no entry is none`(text: String) throws {
        #expect(AuditEntry.decode(try JSONParser.parse(Array(text.utf8))) == nil)
    }

    @Test func `nothing is noted when it is off, and elsewhere when it moved`() throws {
        #expect(AuditPlace("off").path(beside: "a") == nil)
        #expect(AuditPlace("on").path(beside: "a") == "a.log")
        #expect(AuditPlace("/x/y").path(beside: "a") == "/x/y")
        let log = log(nil)
        log.append(entry())
        #expect(folder.names.isEmpty)
        log.move(to: path)
        log.append(entry())
        log.move(to: nil)
        log.append(entry())
        #expect(try lines(path).count == 1)
    }

    @Test func `a full log is put aside once, by one of many`() throws {
        let (first, second) = (log(path), log(path))
        first.append(entry("first"))
        second.append(entry("second"))
        let file = try System.open(path, .readWrite)
        try System.truncate(file.rawValue, to: Int64(AuditLog.limit))
        second.append(entry("new"))
        #expect(folder.names == ["disk.pr.log", "disk.pr.log.1"])
        #expect(try System.status(at: "\(path).1").size == AuditLog.limit, "it grows no further")
        first.append(entry("new too"))
        second.append(entry("new as well"))
        #expect(folder.names == ["disk.pr.log", "disk.pr.log.1"])
        #expect(try lines(path).map { $0["command"]?.stringValue } == ["new", "new too", "new as well"])
    }

    /// Leaves a file of the name that has as many bytes as one may have.
    private func fill() throws {
        let file = try System.open(path, [.readWrite, .create], mode: 0o640)
        try System.truncate(file.rawValue, to: Int64(AuditLog.limit))
    }

    @Test func `the first line of a process finds a full log as well`() throws {
        for number in 1...2 {
            try fill()
            log(path).append(entry("\(number)"))
            #expect(try System.status(at: "\(path).1").size == AuditLog.limit)
            #expect(try lines(path).map { $0["command"]?.stringValue } == ["\(number)"])
        }
    }

    @Test(arguments: [false, true]) func `a log that is full when it is sealed is begun anew`(isOpen: Bool) throws {
        let log = log(path)
        if isOpen { log.append(entry()) }
        try fill()
        log.seal()
        log.append(entry("sealed"))
        #expect(try lines(path).map { $0["command"]?.stringValue } == ["sealed"])
        try fill()
        log.append(entry("too much"))
        log.append(entry("too much"))
        #expect(folder.names == ["disk.pr.log.1"], "put aside for others, and no other is opened")
        #expect(try System.status(at: "\(path).1").size == AuditLog.limit)
    }

    @Test func `a line that was prepared goes where the log has moved meanwhile`() throws {
        let log = log("\(folder.path)/old")
        let line = try #require(log.prepare(entry()))
        log.move(to: path)
        log.append(line)
        #expect(try lines(path).count == 1)
        log.move(to: nil)
        log.append(line)
        #expect(try lines(path).count == 1)
    }

    @Test func `what can't be written is dropped, and does no harm`() throws {
        #expect(symlink("\(folder.path)/elsewhere", path) == 0)
        let log = log(path)
        log.append(entry())
        #expect(folder.names == ["disk.pr.log"])
        try System.unlink(path)
        log.append(entry())
        #expect(try lines(path).count == 1)
    }

    @Test func `a line that was cut spoils no other`() throws {
        let log = log(path)
        log.append(entry())
        let file = try System.open(path, [.writeOnly, .append])
        let cut = Array(#"{"time":"#.utf8)
        _ = try cut.withUnsafeBytes { try System.write(file.rawValue, $0) }
        _ = try [UInt8(ascii: "\n")].withUnsafeBytes { try System.write(file.rawValue, $0) }
        log.append(entry())
        let file2 = try System.open(path, .readOnly)
        var bytes = [UInt8](repeating: 0, count: Int(try System.status(of: file2.rawValue).size))
        _ = try bytes.withUnsafeMutableBytes { try System.read(file2.rawValue, $0) }
        #expect(bytes.split(separator: UInt8(ascii: "\n")).count == 3)
    }
}
