public import BlockSchema
import JSON
public import QAPI

/// What `help` in an option string shows: the drivers or object types there are, or what one of them accepts.
public struct OptionHelp: Sendable {
    /// A family of options.
    public enum Topic: Sendable, Hashable {
        /// `-blockdev`.
        case blockdev
        /// `-object`.
        case object
    }

    /// One entry: a driver, a type or an option.
    public struct Entry: Sendable, Hashable {
        /// The name; of an option, with the schema's type behind `=`.
        public let name: String
        /// The description.
        public let text: String
        /// The default, where there is one.
        public let defaultValue: String?
    }

    /// What the entries are.
    public let title: String
    /// The entries, in the order of the schema.
    public let entries: [Entry]

    /// The help that `text` asks for; `nil` when it asks for none.
    ///
    /// `help` or `?` alone asks for the drivers or types, a driver or type with it (`file,help`) for its options.
    public static func requested(
        by text: String, topic: Topic, catalog: OptionCatalog = .holdfast
    ) throws(QAPIError) -> OptionHelp? {
        let (union, tag) = topic == .blockdev ? ("BlockdevOptions", "driver") : ("ObjectOptions", "qom-type")
        let argument = try OptionArgument(text, impliedKey: tag)
        let chosen = argument.object[tag]?.stringValue
        guard argument.helpRequested || chosen == "help" || chosen == "?" else { return nil }
        guard let description = catalog[union] else { return nil }
        guard let chosen, chosen != "help", chosen != "?" else {
            return overview(of: description, tag: tag, topic, catalog)
        }
        guard description.branches.contains(where: { $0.value == chosen }) else {
            // Reading the option gives the full error, with suggestions.
            _ = topic == .blockdev ? try CheckedOption.blockdev(tag + "=" + chosen) : try CheckedOption.object(chosen)
            return nil
        }
        var members = description.members
        if let branch = description.branch(chosen) { members += catalog[branch]?.members ?? [] }
        return OptionHelp(
            title: "Options of \(topic == .blockdev ? "driver" : "object type") '\(chosen)'",
            entries: members.flatMap { entries(for: $0, prefix: "", catalog) })
    }

    private static func overview(
        of description: OptionCatalog.TypeDescription, tag: String, _ topic: Topic, _ catalog: OptionCatalog
    ) -> OptionHelp {
        let tagType = description.members.first { $0.name == tag }?.type ?? ""
        let values = catalog[tagType]?.values ?? []
        return OptionHelp(
            title: topic == .blockdev ? "Drivers" : "Object types",
            entries: values.map { Entry(name: $0.name, text: plain($0.documentation), defaultValue: nil) })
    }

    /// An option; the options inside of it, if its type is a struct.
    private static func entries(
        for member: OptionCatalog.MemberDescription, prefix: String, _ catalog: OptionCatalog
    ) -> [Entry] {
        let name = prefix + member.name
        if let type = catalog[member.type], type.kind == "struct" {
            return type.members.flatMap { entries(for: $0, prefix: name + ".", catalog) }
        }
        return [
            Entry(
                name: "\(name)=<\(typeText(member.type, catalog))>", text: plain(member.documentation),
                defaultValue: member.defaultValue)
        ]
    }

    /// A type as a user thinks of it: the values of an enumeration, else its name.
    private static func typeText(_ type: String, _ catalog: OptionCatalog) -> String {
        guard let description = catalog[type] else { return type }
        return description.kind == "enum" ? description.values.map(\.name).joined(separator: "|") : type
    }

    /// Markdown on one line, without code voice.
    private static func plain(_ text: String) -> String {
        text.split { $0 == "\n" || $0 == " " }.joined(separator: " ").filter { $0 != "`" }
    }
}
