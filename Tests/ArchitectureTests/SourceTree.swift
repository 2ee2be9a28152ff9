import Foundation

/// The Swift files of the package, found from where this file stands.
struct SourceTree {
    /// One source file of a room.
    struct File {
        let room: String
        let path: String
        let lines: [Substring]

        /// The modules that the file imports.
        var imports: [String] {
            lines.compactMap { line -> String? in
                let words = line.split(separator: " ").map(String.init)
                guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
                    words[..<index].allSatisfy({ Self.importModifiers.contains($0) })
                else { return nil }
                // `import struct Module.Type` names the module in the second word.
                let name = words[(index + 1)...].first { !Self.importKinds.contains($0) }
                return name?.split(separator: ".").first.map(String.init)
            }
        }

        private static let importModifiers: Set = [
            "public", "package", "internal", "private", "fileprivate", "@testable", "@_exported",
        ]
        private static let importKinds: Set = [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
        ]
    }

    let root: URL

    init() {
        root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    /// Every Swift file under `Sources`; the first folder is the room.
    func sources() throws -> [File] {
        let sources = root.appending(path: "Sources")
        let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            return File(
                room: String(path.prefix { $0 != "/" }), path: path,
                lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }
}
