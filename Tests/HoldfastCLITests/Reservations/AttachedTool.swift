import Foundation
import Testing

/// The built tool as a process that has a disk attached, until its input ends.
final class AttachedTool {
    private let process = Process()
    private let input = Pipe()
    private let folder: Tool.Folder
    private let output: String

    var processID: Int32 { process.processIdentifier }

    /// Runs `holdfast io` on a disk; returns when the disk is attached.
    init(_ disk: [String]) throws {
        folder = try Tool.Folder()
        output = try folder.write("output", "")
        process.executableURL = try Tool.executable("holdfast")
        process.arguments = ["io"] + disk
        process.standardInput = input
        let file = try #require(FileHandle(forWritingAtPath: output))
        process.standardOutput = file
        process.standardError = file
        try process.run()
        #expect(try run("length").contains("MiB"))
    }

    deinit {
        kill(processID, SIGCONT)
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Runs a command; returns what it printed.
    func run(_ command: String) throws -> String {
        let before = try String(contentsOfFile: output, encoding: .utf8).count
        try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
        let deadline = Date(timeIntervalSinceNow: 60)
        while Date() < deadline {
            let text = try String(contentsOfFile: output, encoding: .utf8)
            if text.count > before, text.hasSuffix("\n") { return String(text.dropFirst(before)) }
            try #require(process.isRunning, "\(text)")
            usleep(2000)
        }
        Issue.record("'\(command)' printed nothing")
        return ""
    }

    func signal(_ number: Int32) { kill(processID, number) }

    /// Ends it at once.
    func end() {
        kill(processID, SIGKILL)
        process.waitUntilExit()
    }
}
