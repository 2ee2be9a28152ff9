import Foundation
import Testing

/// A folder for the files of one test, removed at the end.
final class TemporaryFolder {
    let path: String

    init() throws {
        let name = "holdfast-tests-\(UUID().uuidString)"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes a file of the given content, or a sparse one of `size` bytes, and returns its path.
    func file(_ name: String = "disk.img", size: UInt64 = 1 << 20, content: Data = Data()) throws -> String {
        let path = path + "/" + name
        try content.write(to: URL(fileURLWithPath: path))
        let handle = try #require(FileHandle(forWritingAtPath: path))
        if content.isEmpty { try handle.truncate(atOffset: size) }
        try handle.close()
        return path
    }

    /// The bytes of a file.
    func content(_ name: String = "disk.img") throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
    }
}
