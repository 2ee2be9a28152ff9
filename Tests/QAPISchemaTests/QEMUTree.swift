import Glibc
import Testing

@testable import QAPISchema

/// A QEMU source tree, named by the environment variable `HOLDFAST_QEMU_SOURCE`.
///
/// Its schema tests come in pairs: `NAME.json` and, in `NAME.err`, what QEMU says of it.
enum QEMUTree {
    static let root: String? = getenv("HOLDFAST_QEMU_SOURCE").map { String(cString: $0) }.flatMap {
        $0.isEmpty ? nil : $0
    }

    /// A schema of the tree, and where QEMU refuses it.
    struct Schema: Sendable, CustomTestStringConvertible {
        var folder: String
        var name: String
        var refusal: Refusal?

        var testDescription: String { name }
    }

    /// The place of an error as QEMU prints it.
    struct Refusal: Sendable, Equatable {
        var file: String
        var line: Int
        var column: Int?
        /// The directives that led to the file, the outermost first, as `FILE:LINE`.
        var includedFrom: [String] = []

        /// Reads what QEMU printed; `nil` if it printed nothing.
        init?(_ output: String) {
            for line in output.split(separator: "\n") {
                if let match = line.wholeMatch(of: #/In file included from (.+:\d+):/#) {
                    includedFrom.append(String(match.1))
                } else if let match = line.prefixMatch(of: #/([^: ]+):(\d+)(?::(\d+))?: /#), let number = Int(match.2) {
                    file = match.1.split(separator: "/").last.map(String.init) ?? ""
                    self.line = number
                    column = match.3.flatMap { Int($0) }
                    return
                } else if let match = line.prefixMatch(of: #/can't read schema file '(.+)':/#) {
                    (file, self.line) = (String(match.1), 0)
                    return
                }
            }
            return nil
        }

        /// The place of one of our errors.
        init(_ location: QAPISchema.SourceLocation) {
            file = location.file
            line = location.line
            column = location.column
            includedFrom = location.includedFrom.reversed().map { "\($0.file):\($0.line)" }
        }
    }

    /// The tree's schema tests.
    static let tests: [Schema] = {
        guard let root else { return [] }
        let folder = "\(root)/tests/qapi-schema"
        let files = Set(names(in: folder))
        return files.filter { $0.hasSuffix(".err") }.sorted().compactMap { name in
            let output = contents("\(folder)/\(name)").map { String(decoding: $0, as: UTF8.self) }
            let test = Schema(folder: folder, name: name.dropLast(4) + ".json", refusal: output.flatMap { Refusal($0) })
            // One test is about a schema that is not there; no other one says anything without its schema.
            return files.contains(test.name) || test.refusal?.line == 0 ? test : nil
        }
    }()

    /// The schemas that QEMU's programs are made from.
    static let programs: [Schema] = {
        guard let root else { return [] }
        return ["qapi", "storage-daemon/qapi", "qga"].map {
            Schema(folder: "\(root)/\($0)", name: "qapi-schema.json", refusal: nil)
        }
    }()

    /// The files of a folder.
    struct Files: SchemaFiles {
        let workingFolder: String

        func read(_ path: String) throws(SchemaFileError) -> [UInt8] {
            guard let bytes = QEMUTree.contents(absolutePath(path)) else {
                throw SchemaFileError(reason: "No such file or directory")
            }
            return bytes
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { names.append(String(cString: $0)) }
            }
        }
        return names
    }

    private static func contents(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }
}
