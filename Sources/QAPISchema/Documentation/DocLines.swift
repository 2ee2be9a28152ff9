/// A line that starts a description: `@name: text`.
struct DocItemStart {
    /// The name; anything without a colon.
    let name: String
    /// Where on the line its text starts.
    let rest: Int

    /// Recognises such a line.
    init?(_ line: Span<UInt8>) {
        guard !line.isEmpty, line[0] == UInt8(ascii: "@"), let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            return nil
        }
        name = line.extracting(1..<colon).text
        rest = line.blanks(from: colon + 1)
    }
}

/// A line that starts a tagged section: `Since: text`.
struct DocTag {
    /// The tag.
    let name: String
    /// Where on the line its text starts.
    let rest: Int

    private static let names: [StaticString] = [
        "Returns", "Errors", "Since", "TODO", "Note", "Notes", "Example", "Examples",
    ]

    /// Recognises such a line; a tag with two colons is ordinary text (reStructuredText markup).
    init?(_ line: Span<UInt8>) {
        guard !line.isEmpty, line[0].isUpperASCII, let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            return nil
        }
        let tag = line.extracting(..<colon)
        guard Self.names.contains(where: { tag.elementsEqual($0) }),
            colon + 1 == line.count || line[colon + 1] != UInt8(ascii: ":")
        else { return nil }
        name = tag.text
        rest = line.blanks(from: colon + 1)
    }

    /// The kind of section; `nil` for the tags that are recognised only to be refused.
    var kind: DocComment.Kind? { DocComment.Kind(rawValue: name) }

    /// What to write in place of a refused tag.
    var replacement: String { name.hasPrefix("Note") ? ".. note::" : ".. qmp-example::" }
}

extension Span<UInt8> {
    /// Where the blanks end that start at `start`.
    fileprivate func blanks(from start: Int) -> Int {
        var index = start
        while index < count, self[index] == UInt8(ascii: " ") { index += 1 }
        return index
    }
}
