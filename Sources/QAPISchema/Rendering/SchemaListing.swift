public import JSON

/// The definitions of a schema, one a line: module, kind, name, members.
///
/// Modules come in the order of first inclusion, definitions in the order in which they stand there.
public struct SchemaListing: Sendable {
    /// One definition.
    public struct Entry: Sendable {
        /// The name of the module it stands in.
        public let module: String
        /// `enum`, `struct`, `union`, `alternate`, `command` or `event`.
        public let kind: String
        /// The definition's name.
        public let name: String
        /// What it consists of, on one line; empty when it has nothing.
        public let members: String
        /// The same for programs.
        public let json: JSONValue
    }

    /// The definitions, in order.
    public let entries: [Entry]

    /// Lists `schema`.
    public init(_ schema: Schema) {
        let notation = TypeNotation(schema: schema)
        entries = schema.modules.flatMap { module in
            module.definitions.map { entity in
                Entry(
                    module: module.name, kind: schema.keyword(of: entity),
                    name: schema.declaration(of: entity).name, members: notation.line(of: entity),
                    json: .object(notation.object(of: entity, in: module)))
            }
        }
    }

    /// The lines, in columns, each with its line feed.
    public var text: String {
        let moduleWidth = entries.map(\.module.count).max() ?? 0
        let nameWidth = min(entries.map(\.name.count).max() ?? 0, 40)
        return entries.map { entry in
            let start = entry.module.padded(to: moduleWidth) + " " + entry.kind.padded(to: "alternate".count) + " "
            return start + (entry.members.isEmpty ? entry.name : "\(entry.name.padded(to: nameWidth)) \(entry.members)")
                + "\n"
        }.joined()
    }

    /// The entries as an array of objects.
    public var value: JSONValue { .array(entries.map(\.json)) }
}

extension String {
    /// The string with blanks appended up to `width` characters.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
