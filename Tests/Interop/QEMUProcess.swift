import Foundation
import Testing

/// A tool of QEMU that runs until it is told to end; its image stays open meanwhile.
final class QEMUProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    var identifier: Int32 { process.processIdentifier }

    init(_ name: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: try #require(QEMUTools.path(name)))
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    /// Gives it a line.
    func send(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

    /// Waits until its output contains a text, and returns all of it; nil when it ends without.
    @discardableResult
    func wait(for text: String) -> String? {
        var seen = Data()
        while true {
            let some = output.fileHandleForReading.availableData
            guard !some.isEmpty else { return nil }
            seen += some
            let all = String(decoding: seen, as: UTF8.self)
            if all.contains(text) { return all }
        }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        // SIGTERM may be blocked in children of the test's process.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
