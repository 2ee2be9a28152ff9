/// A line that starts a description: `@name: text`.
struct DocItemStart {
    /// The name; anything without a colon.
    let name: String
    /// The text on the line.
    let rest: ArraySlice<UInt8>

    /// Recognises such a line.
    init?(_ line: ArraySlice<UInt8>) {
        guard line.first == UInt8(ascii: "@"), let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        name = String(decoding: line[line.startIndex + 1..<colon], as: UTF8.self)
        rest = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") }
    }
}

/// A line that starts a tagged section: `Since: text`.
struct DocTag {
    /// The tag.
    let name: String
    /// The text on the line.
    let rest: ArraySlice<UInt8>

    private static let names = ["Returns", "Errors", "Since", "TODO", "Note", "Notes", "Example", "Examples"]

    /// Recognises such a line; a tag with two colons is ordinary text (reStructuredText markup).
    init?(_ line: ArraySlice<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = Self.names.first(where: { $0.utf8.elementsEqual(line[..<colon]) })
        else { return nil }
        let rest = line[(colon + 1)...]
        guard rest.first != UInt8(ascii: ":") else { return nil }
        self.name = name
        self.rest = rest.drop { $0 == UInt8(ascii: " ") }
    }

    /// The kind of section; `nil` for the tags that are recognised only to be refused.
    var kind: DocComment.Kind? { DocComment.Kind(rawValue: name) }

    /// What to write in place of a refused tag.
    var replacement: String { name.hasPrefix("Note") ? ".. note::" : ".. qmp-example::" }
}
