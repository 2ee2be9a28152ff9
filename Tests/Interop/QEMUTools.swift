import Foundation
import Testing

/// Debian's `qemu-img` and `qemu-io`, to check what we write against and to write what we read.
enum QEMUTools {
    /// Why tests are skipped where there are none.
    static let absence: Comment = "qemu-utils is not installed"
    static let areInstalled = path("qemu-io") != nil && path("qemu-img") != nil

    /// Runs one of them; returns status and standard output, and with it what it says on standard error if asked.
    static func run(
        _ name: String, _ arguments: [String], withErrors: Bool = false
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path(name)))
        process.arguments = arguments
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = withErrors ? pipe : FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// Where a tool is; nil when it isn't installed.
    static func path(_ name: String) -> String? {
        ["/usr/bin", "/usr/local/bin", "/bin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// A folder for the files of one test, removed at the end.
final class InteropFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory.appendingPathComponent("holdfast-interop-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
