/// The documentation of a schema as Markdown.
///
/// A heading a module; below it, in the order of the file, free-form documentation and the definitions. What
/// documentation says is completed by what the schema knows: types, options, conditions, what nobody described.
public struct SchemaDocument: Sendable {
    /// The text, ended by a line feed.
    public let markdown: String

    /// Documents `schema`.
    public init(_ schema: Schema) {
        var writer = DocumentWriter(schema: schema)
        writer.write()
        markdown = writer.output.joined(separator: "\n") + "\n"
    }
}

/// Writes the document block by block.
struct DocumentWriter {
    let schema: Schema
    private(set) var output: [String] = []

    init(schema: Schema) { self.schema = schema }

    mutating func write() {
        append(["# QAPI schema `\(schema.modules.first?.name ?? "")`"])
        append(schema.modules.map { "- [\($0.name)](#\(anchor("Module `\($0.name)`")))" })
        for module in schema.modules { write(module) }
        if output.last?.isEmpty == true { output.removeLast() }
    }

    private mutating func write(_ module: Schema.Module) {
        append(["## Module `\(module.name)`"])
        var freeForm = module.freeForm[...]
        for entity in module.definitions {
            let line = schema.declaration(of: entity).location?.line ?? 0
            while let comment = freeForm.first, comment.location.line < line {
                write(comment)
                freeForm.removeFirst()
            }
            write(entity)
        }
        for comment in freeForm { write(comment) }
    }

    /// Free-form documentation, whose first line may be a heading: `= Title`, `== Title` and so on.
    private mutating func write(_ comment: DocComment) {
        var text = comment.body[...]
        let level = text.prefix { $0 == "=" }.count
        if level > 0 {
            let end = text.firstIndex(of: "\n") ?? text.endIndex
            let title = text[..<end].dropFirst(level).drop { $0 == " " }
            append([String(repeating: "#", count: min(level + 2, 6)) + " " + DocInline.markdown(title)])
            text = text[end...]
        }
        append(DocMarkdown.lines(of: text))
        for section in comment.sections { append(DocMarkdown.lines(of: section.text)) }
    }

    // MARK: - Blocks

    /// Appends lines and a blank one; nothing when there are none.
    mutating func append(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        output += lines
        output.append("")
    }

    /// Appends a list under a heading; nothing when it has no items.
    mutating func append(_ title: String, _ items: [[String]]) {
        guard !items.isEmpty else { return }
        append(["**\(title)**"])
        var lines = items.flatMap(\.self)
        if lines.last?.isEmpty == true { lines.removeLast() }
        append(lines)
    }

    /// An item of a list: a first line, and text behind it when it is short, below it when it is not.
    func item(_ head: String, _ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return ["- \(head)"] }
        let lines = DocMarkdown.lines(of: text)
        if lines.count == 1, let line = lines.first, !line[...].isListItem { return ["- \(head) — \(line)"] }
        return ["- \(head)", ""] + lines.map { $0.isEmpty ? "" : "  " + $0 } + [""]
    }

    /// The link target of a heading as Markdown renderers make it.
    func anchor(_ heading: String) -> String {
        String(
            heading.lowercased().compactMap { character in
                character == " "
                    ? "-" : character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
            })
    }
}
