/// Renders the reference page of options from a schema: one table for the common members and one for each branch of
/// some unions, then the places where a default differs from QEMU's.
public struct OptionsPage {
    /// One union whose branches are described.
    public struct Chapter: Sendable {
        /// The union's name in the schema.
        public var union: String
        /// The chapter's title.
        public var title: String

        /// Creates a chapter.
        public init(union: String, title: String) {
            self.union = union
            self.title = title
        }
    }

    private struct Difference {
        let place: String
        let option: String
        let ours: String
        let foreign: String
        let text: String
    }

    private let schema: Schema
    private var differences: [Difference] = []
    private var text = ""
    /// Types of members that get a section of their own after the chapters, in order of mention.
    private var mentioned: [Schema.TypeID] = []
    private var described: Set<Schema.TypeID> = []

    private init(_ schema: Schema) { self.schema = schema }

    /// The page as Markdown; chapters whose union the schema does not have are left out.
    public static func markdown(_ schema: Schema, title: String, introduction: String, chapters: [Chapter]) -> String {
        var page = OptionsPage(schema)
        page.text =
            "<!-- Generated from the schemas by `make generate`; do not edit. -->\n# \(title)\n\n\(introduction)\n"
        for chapter in chapters {
            guard case .object(let type)? = schema.type(named: chapter.union), let union = type.union else { continue }
            page.chapter(chapter.title, type, union)
        }
        page.types()
        page.differing()
        return page.text
    }

    private mutating func chapter(_ title: String, _ type: Schema.ObjectType, _ union: Schema.Union) {
        text += "\n## \(title)\n\n\(SwiftDocumentation.markup(type.documentation?.body ?? ""))\n"
        table(type.members, of: title)
        for branch in union.branches {
            guard let members = schema.object(branch.type) else { continue }
            text += "\n### `\(branch.name)`\n"
            let summary = valueDocumentation(branch.name, of: union.tag.type)
            if !summary.isEmpty { text += "\n\(SwiftDocumentation.sentence(summary))\n" }
            if let note = members.documentation?.body, !note.isEmpty {
                text += "\n\(SwiftDocumentation.markup(note))\n"
            }
            table(members.members, of: "`\(branch.name)`")
        }
    }

    /// The structs, alternates and enumerations that members mentioned, and those which these mention.
    private mutating func types() {
        var index = 0
        var isFirst = true
        while index < mentioned.count {
            let type = schema[mentioned[index]]
            index += 1
            guard !type.isImplicit else { continue }
            if isFirst { text += "\n## Types\n" }
            isFirst = false
            text += "\n### \(type.name)\n\n\(SwiftDocumentation.markup(type.documentation?.body ?? ""))\n"
            switch type {
            case .builtin, .array: break
            case .enumeration(let type):
                text += "\n| value | meaning |\n|---|---|\n"
                for value in type.values { text += "| `\(value.name)` | \(cell(value.documentation ?? "")) |\n" }
            case .alternate(let type):
                text += "\n| form | meaning |\n|---|---|\n"
                for branch in type.branches {
                    text += "| \(mention(branch.type)) | \(cell(branch.documentation ?? "")) |\n"
                }
            case .object(let object):
                table(object.members, of: object.name)
                for branch in object.union?.branches ?? [] {
                    guard let members = schema.object(branch.type), !members.isEmpty else { continue }
                    text += "\nWith `\(object.union?.tag.name ?? "")=\(branch.name)`:\n"
                    table(members.members, of: object.name)
                }
            }
        }
    }

    private mutating func table(_ members: [Schema.Member], of place: String) {
        guard !members.isEmpty else { return }
        text += "\n| option | type | default | what it does |\n|---|---|---|---|\n"
        for member in members {
            let markers = MemberMarkers(member.documentation ?? "")
            let value =
                markers.defaultValue.map { $0.contains(" ") ? $0 : "`\($0)`" } ?? (member.isOptional ? "" : "required")
            var notes = cell(markers.text)
            if let range = markers.values["range"] {
                notes += " \(range)\(markers.values["unit"].map { " \($0)" } ?? "")."
            } else if let unit = markers.values["unit"] {
                notes += " In \(unit)."
            }
            if let need = markers.values["needs"] { notes += " Needs \(need)." }
            if markers.values["reopen"] != nil { notes += " `blockdev-reopen` may change it." }
            if markers.values["run time"] != nil { notes += " `qom-set` may change it." }
            for feature in member.features {
                notes += " **\(feature.name.prefix(1).uppercased())\(feature.name.dropFirst()).**"
            }
            text += "| `\(member.name)` | \(mention(member.type)) | \(value) | \(notes) |\n"
            if let foreign = markers.foreignDefault, let ours = markers.defaultValue {
                differences.append(
                    Difference(
                        place: place, option: member.name, ours: ours, foreign: foreign, text: cell(markers.text)))
            }
        }
    }

    private mutating func differing() {
        guard !differences.isEmpty else { return }
        text +=
            "\n## Defaults that differ from QEMU's\n\n| where | option | here | QEMU | what it does |\n|---|---|---|---|---|\n"
        for item in differences {
            text += "| \(item.place) | `\(item.option)` | `\(item.ours)` | `\(item.foreign)` | \(item.text) |\n"
        }
    }

    /// A type's name as a link to its section; notes that it needs one.
    private mutating func mention(_ id: Schema.TypeID) -> String {
        switch schema[id] {
        case .builtin(let type): return type.rawValue
        case .array(let type): return "list of \(mention(type.element))"
        case .object(let type) where type.isImplicit: return "nothing"
        case let type:
            if described.insert(id).inserted { mentioned.append(id) }
            return "[\(type.name)](#\(type.name.lowercased()))"
        }
    }

    private func valueDocumentation(_ name: String, of tag: Schema.TypeID) -> String {
        guard case .enumeration(let type) = schema[tag] else { return "" }
        return SwiftDocumentation.markup(type.values.first { $0.name == name }?.documentation ?? "")
    }

    /// Text as it may stand in a table's cell.
    private func cell(_ text: String) -> String {
        SwiftDocumentation.sentence(text).split(separator: "\n").map { line in
            line.drop { $0 == " " }.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
        }.joined(separator: " ")
    }
}
