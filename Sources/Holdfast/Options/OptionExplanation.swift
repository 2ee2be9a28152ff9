public import BlockSchema
public import JSON
import QAPI

/// A checked option value laid out row by row, with the defaults that fill its gaps.
public struct OptionExplanation: Sendable {
    /// One leaf of the value.
    public struct Row: Sendable, Hashable {
        /// The name as in an option string, such as `cache.direct`.
        public let name: String
        /// The value as in an option string, or words about a default that depends on something.
        public let value: String
        /// Whether the value was not given and is the default.
        public let isDefault: Bool
        /// QEMU's default, where the value is a default and QEMU's is another.
        public let foreignDefault: String?
    }

    /// The rows, in the order of the schema.
    public private(set) var rows: [Row] = []
    private let catalog: OptionCatalog

    /// Lays out `value`, which has passed the checks of the schema's type `type`.
    public init(_ value: JSONObject, type: String, catalog: OptionCatalog = .holdfast) {
        self.catalog = catalog
        append(value, type: type, prefix: "")
    }

    /// Adds the rows of an object; `defaults` replace those of the schema, by name.
    private mutating func append(
        _ value: JSONObject, type: String, prefix: String, defaults: [String: String] = [:]
    ) {
        guard let description = catalog[type] else { return }
        for member in description.members { append(value[member.name], member, prefix: prefix, defaults: defaults) }
        guard let tag = description.tag, let chosen = value[tag]?.stringValue, let branch = description.branch(chosen)
        else { return }
        append(value, type: branch, prefix: prefix)
    }

    private mutating func append(
        _ value: JSONValue?, _ member: OptionCatalog.MemberDescription, prefix: String, defaults: [String: String]
    ) {
        let name = prefix + member.name
        if catalog[member.type]?.kind == "struct" {
            var inner: [String: String] = [:]
            for (key, text) in defaults where key.hasPrefix(member.name + ".") {
                inner[String(key.dropFirst(member.name.count + 1))] = text
            }
            append(value?.objectValue ?? JSONObject(), type: member.type, prefix: name + ".", defaults: inner)
        } else if let value {
            append(value, type: member.type, name: name)
        } else if let text = defaults[member.name] {
            rows.append(Row(name: name, value: text, isDefault: true, foreignDefault: nil))
        } else if let text = member.defaultValue {
            rows.append(Row(name: name, value: text, isDefault: true, foreignDefault: member.foreignDefault))
        }
    }

    private mutating func append(_ value: JSONValue, type: String, name: String) {
        switch value {
        case .object(let object):
            let type = objectType(of: type)
            let defaults = type == Self.nodeType ? inheritedDefaults(below: name) : [:]
            append(object, type: type, prefix: name + ".", defaults: defaults)
        case .array(let elements):
            let element = String(type.dropFirst().dropLast())
            for (index, item) in elements.enumerated() { append(item, type: element, name: "\(name).\(index)") }
        default:
            rows.append(Row(name: name, value: Self.text(value), isDefault: false, foreignDefault: nil))
        }
    }

    /// The type of block nodes, which inherit options from the node that they are written in.
    private static let nodeType = "BlockdevOptions"

    /// The defaults of a node that is written as `name` inside of another, whose common rows stand already.
    private func inheritedDefaults(below name: String) -> [String: String] {
        let parent = name.split(separator: ".").dropLast().map { $0 + "." }.joined()
        var options = JSONObject()
        for row in rows where row.name.hasPrefix(parent) {
            options[String(row.name.dropFirst(parent.count))] = .string(row.value)
        }
        let inherited = BlockOptions.inherited(by: JSONObject(), from: options)
        return Dictionary(uniqueKeysWithValues: inherited.members.map { ($0.name, $0.value.stringValue ?? "") })
    }

    /// The type of an object that stands where `type` is expected: itself, or an alternate's branch of objects.
    private func objectType(of type: String) -> String {
        guard let description = catalog[type], description.kind == "alternate" else { return type }
        let branch = description.values.first { value in
            guard let type = value.type, let kind = catalog[type]?.kind else { return false }
            return kind == "struct" || kind == "union"
        }
        return branch?.type ?? type
    }

    /// A leaf as it is written in an option string.
    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .bool(let flag): flag ? "on" : "off"
        case .string(let text): text
        default: value.description
        }
    }
}
