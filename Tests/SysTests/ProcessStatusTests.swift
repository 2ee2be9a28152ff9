import Glibc
import Sys
import Testing

/// What `/proc` says of processes and of the host.
@Suite struct ProcessStatusTests {
    private static let rest = "1 2 3 4 5 FLAGS 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21"

    private func line(_ name: String, _ state: String, flags: Int = 0) -> String {
        "42 (\(name)) \(state) " + Self.rest.replacing("FLAGS", with: "\(flags)")
    }

    @Test(
        "A line is taken apart, whatever the program is called", arguments: ["a", "", "a) S 1", "((", ") ) )", "a b"])
    func names(name: String) throws {
        let status = try #require(ProcessStatus(line(name, "D")))
        #expect(status.program == name && status.state == "D" && status.startTime == 4711)
    }

    @Test(
        "States have words",
        arguments: [
            ("R", 0, "running"), ("S", 0, "sleeping"), ("D", 0, "waiting for a device"), ("T", 0, "stopped"),
            ("t", 0, "stopped by a debugger"), ("Z", 0, "ending"), ("X", 0, "ending"), ("D", 4, "ending"),
            ("P", 0, "in state P"),
        ])
    func states(state: String, flags: Int, expected: String) throws {
        let status = try #require(ProcessStatus(line("x", state, flags: flags)))
        #expect(status.description == expected && status.isEnding == (expected == "ending"))
    }

    @Test("What is no such line is refused", arguments: ["", "42 (x", "42 x) S", "42 (x) S 1 2", "42 (x) SS " + rest])
    func refused(line: String) { #expect(ProcessStatus(line) == nil) }

    @Test("This process is as old as it says, and keeps its age")
    func own() throws {
        let first = try System.processStatus(of: System.processID)
        #expect(!first.isEnding && first.startTime > 0)
        #expect(try System.processStatus(of: System.processID).startTime == first.startTime)
        #expect(try System.processStatus(of: 1).startTime < first.startTime)
        #expect(throws: Errno.noEntry) { try System.processStatus(of: -5) }
    }

    @Test("The host has a run of 16 bytes, and processes a name space")
    func host() throws {
        let boot = try System.bootID()
        #expect(boot.count == 16 && boot.contains { $0 != 0 })
        #expect(try System.bootID() == boot)
        #expect(try System.processNamespace() > 0)
    }

    @Test("Identifiers are read with and without hyphens; nonsense isn't")
    func identifiers() throws {
        let file = try TemporaryFolderOfIdentifiers()
        #expect(System.machineID(root: file.path) == nil)
        for (text, first) in [
            ("00ff0102030405060708090a0b0c0d0e", UInt8(0)), ("f0000000-0000-0000-0000-000000000001", 0xf0),
        ] {
            try file.write(text)
            #expect(System.machineID(root: file.path)?.count == 16 && System.machineID(root: file.path)?.first == first)
        }
        for text in [
            "", "00ff", "uninitialized", "+0ff0102030405060708090a0b0c0d0e", "0g000000000000000000000000000000",
        ] {
            try file.write(text)
            #expect(System.machineID(root: file.path) == nil)
        }
    }
}

/// A root with nothing but `etc/machine-id`.
private final class TemporaryFolderOfIdentifiers {
    let path: String

    init() throws {
        var template = Array("/tmp/holdfast-sys-XXXXXX".utf8CString)
        _ = try #require(mkdtemp(&template))
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        mkdir(path + "/etc", 0o700)
    }

    deinit {
        unlink(path + "/etc/machine-id")
        rmdir(path + "/etc")
        rmdir(path)
    }

    func write(_ text: String) throws {
        unlink(path + "/etc/machine-id")
        let file = try System.open(path + "/etc/machine-id", [.writeOnly, .create])
        let bytes = Array((text + "\n").utf8)
        #expect(try bytes.withUnsafeBytes { try System.write(file.rawValue, $0) } == bytes.count)
    }
}
