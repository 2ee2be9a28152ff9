import Foundation

/// A page of `docs/man`, as far as tests look at it: mdoc, line by line.
struct ManualPage {
    /// What stands under one heading.
    struct Section {
        /// The options that the section describes, such as `-c` and `--cmd`.
        var options: Set<String> = []
        /// The titles of the sections that it refers to.
        var references: Set<String> = []
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/man")

    let path: String
    let lines: [String]
    /// The sections by their titles, those of both levels.
    let sections: [String: Section]

    init(_ name: String) throws {
        path = Self.folder.appending(path: name).path
        lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
        var sections: [String: Section] = [:]
        var title = ""
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case ".Sh", ".Ss":
                title = words.dropFirst().joined(separator: " ")
                sections[title] = Section()
            case ".It": sections[title]?.options.formUnion(Self.options(of: words))
            case ".Sx":
                let target = words.dropFirst().filter { $0 != "." }.joined(separator: " ")
                sections[title]?.references.insert(target)
            default: break
            }
        }
        self.sections = sections
    }

    /// The options of a section, and of those that it refers to; nil when there is no such section.
    func options(of title: String) -> Set<String>? {
        guard let section = sections[title] else { return nil }
        return section.references.reduce(section.options) { $0.union(sections[$1]?.options ?? []) }
    }

    /// The examples that lie between lines of `.Bd -literal`, as they are printed.
    var literals: [String] {
        var result: [String] = []
        var current: [String]?
        for line in lines {
            if line.hasPrefix(".Bd -literal") {
                current = []
            } else if line == ".Ed" {
                result.append((current ?? []).joined(separator: "\n") + "\n")
                current = nil
            } else {
                current?.append(line.replacingOccurrences(of: "\\e", with: "\\"))
            }
        }
        return result
    }

    /// The functions of the synopsis as prototypes, such as `int hf_submit(hf_queue *queue)`.
    var prototypes: Set<String> {
        var result: Set<String> = []
        var type = ""
        for line in lines {
            if line.hasPrefix(".Ft ") {
                type = String(line.dropFirst(4))
            } else if line.hasPrefix(".Fn "), !type.isEmpty {
                let parts = line.dropFirst(4).components(separatedBy: " \"").map { $0.filter { $0 != "\"" } }
                result.insert("\(type) \(parts[0])(\(parts.dropFirst().joined(separator: ", ")))")
                type = ""
            }
        }
        return result
    }

    /// The options that the head of a list's item names: `.It Fl c , Fl Fl cmd Ar command`.
    private static func options(of words: [String]) -> [String] {
        var result: [String] = []
        var index = 0
        while index < words.count {
            if words[index] == "Fl", index + 2 < words.count, words[index + 1] == "Fl" {
                result.append("--" + words[index + 2])
                index += 2
            } else if words[index] == "Fl", index + 1 < words.count {
                result.append("-" + words[index + 1])
                index += 1
            } else if words[index] == "Ic" {
                // The flags of commands within the tool are none of the tool's.
                return []
            }
            index += 1
        }
        return result
    }
}
