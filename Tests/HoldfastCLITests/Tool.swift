import Foundation
import Testing

/// Runs the built `holdfast` tool, which stands beside the test bundle.
struct Tool {
    /// What a run of the tool came to.
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// A folder for the files of one test, removed at the end.
    final class Folder {
        let path: String

        init() throws {
            let name = "holdfast-cli-\(UUID().uuidString)"
            path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        /// Writes a file and returns its path.
        func write(_ name: String, _ text: String) throws -> String {
            let file = path + "/" + name
            try text.write(toFile: file, atomically: false, encoding: .utf8)
            return file
        }
    }

    static func executable(_ name: String) throws -> URL {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent(name)
    }

    /// Runs the tool with `arguments` in `folder`; the standard output goes to `output` when one is given, and the standard
    /// input comes from the file `input`.
    ///
    /// A seccomp filter makes the system calls of the groups in `forbidding` fail, such as `io_uring,aio`.
    static func run(
        _ arguments: [String], in folder: Folder? = nil, input: String? = nil, output: FileHandle? = nil,
        forbidding groups: String? = nil
    ) throws -> Result {
        let process = Process()
        let tool = try executable("holdfast")
        if let groups {
            process.executableURL = try executable("seccomp-launcher")
            process.arguments = [groups, tool.path] + arguments
        } else {
            process.executableURL = tool
            process.arguments = arguments
        }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder.path) }
        // Files, not pipes: whatever the tool writes, nobody has to read while it runs.
        let capture = try Folder()
        let outputPath = try capture.write("output", "")
        let errorPath = try capture.write("errors", "")
        let outputFile = try #require(FileHandle(forWritingAtPath: outputPath))
        let errorFile = try #require(FileHandle(forWritingAtPath: errorPath))
        process.standardInput =
            try input.map { try #require(FileHandle(forReadingAtPath: $0)) } ?? FileHandle.nullDevice
        process.standardOutput = output ?? outputFile
        process.standardError = errorFile
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationReason == .exit, "the tool died of signal \(process.terminationStatus)")
        return Result(
            status: process.terminationStatus, output: try String(contentsOfFile: outputPath, encoding: .utf8),
            errors: try String(contentsOfFile: errorPath, encoding: .utf8))
    }
}
