/// A documentation comment while it is being parsed: its sections, in the order of the text.
struct DocDraft {
    /// The documented definition's name.
    var symbol: String?

    private let location: SourceLocation
    private var sections: [Section]
    /// The texts of all sections, one behind the other.
    private var text: [UInt8] = []
    private var members = NameTable()
    private var features = NameTable()
    /// The kinds of the tagged sections, each once.
    private var tags: [DocComment.Kind] = []

    private struct Section {
        var content: Content
        var location: SourceLocation
        /// Where the text starts.
        var start: Int
    }

    private enum Content {
        case member(String)
        case feature(String)
        case section(DocComment.Kind)
    }

    /// Creates a draft whose first section, the body, is empty.
    init(location: SourceLocation) {
        self.location = location
        sections = [Section(content: .section(.plain), location: location, start: 0)]
    }

    /// Whether a feature has been described.
    var hasFeatures: Bool { !features.isEmpty }

    /// Adds a line to the last section.
    mutating func append(_ line: Span<UInt8>) {
        line.withUnsafeBufferPointer { text.append(contentsOf: $0) }
        text.append(UInt8(ascii: "\n"))
    }

    /// Adds the text that stands on the first line of a section, if there is any.
    mutating func appendUnlessEmpty(_ text: Span<UInt8>) {
        if !text.isEmpty {
            append(text)
        }
    }

    /// Starts a paragraph: in the last section if that has no tag, else in a new one.
    mutating func extendPlainText(at location: SourceLocation) {
        let last = sections.count - 1
        guard case .section(.plain) = sections[last].content else {
            return begin(.section(.plain), at: location)
        }
        if sections[last].start == text.count {
            sections[last].location = location
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Starts a tagged section.
    mutating func begin(_ kind: DocComment.Kind, at location: SourceLocation) throws(SchemaError) {
        if !tags.contains(kind) {
            tags.append(kind)
        } else if kind != .todo {
            throw SchemaError("the comment has a second '\(kind.rawValue):' section", at: location)
        }
        begin(.section(kind), at: location)
    }

    /// Starts the description of a member.
    mutating func describeMember(_ name: String, at location: SourceLocation) throws(SchemaError) {
        try Self.register(name, in: &members, at: location)
        begin(.member(name), at: location)
    }

    /// Starts the description of a feature.
    mutating func describeFeature(_ name: String, at location: SourceLocation) throws(SchemaError) {
        try Self.register(name, in: &features, at: location)
        begin(.feature(name), at: location)
    }

    private mutating func begin(_ content: Content, at location: SourceLocation) {
        sections.append(Section(content: content, location: location, start: text.count))
    }

    /// The finished comment.
    ///
    /// - Throws: when a description or tagged section has no text.
    consuming func finish() throws(SchemaError) -> DocComment {
        var comment = DocComment(
            location: location, symbol: symbol, body: "", members: [], features: [], sections: [])
        for (index, section) in sections.enumerated() {
            let end = index + 1 < sections.count ? sections[index + 1].start : text.count
            let text = Self.withoutOuterLineEnds(text[section.start..<end])
            switch section.content {
            case .member(let name):
                try Self.require(text, after: "@\(name):", at: section.location)
                comment.members.append(.init(name: name, text: text, location: section.location))
            case .feature(let name):
                try Self.require(text, after: "@\(name):", at: section.location)
                comment.features.append(.init(name: name, text: text, location: section.location))
            case .section(.plain) where index == 0:
                comment.body = text
            case .section(let kind):
                if kind != .plain {
                    try Self.require(text, after: "\(kind.rawValue):", at: section.location)
                }
                comment.sections.append(.init(kind: kind, text: text, location: section.location))
            }
        }
        return comment
    }

    private static func register(
        _ name: String, in names: inout NameTable, at location: SourceLocation
    ) throws(SchemaError) {
        guard !name.isEmpty else {
            throw SchemaError("a name must stand between '@' and ':'", at: location)
        }
        guard names.insert(name, for: name) == nil else {
            throw SchemaError("\(quoted(name)) is described a second time", at: location)
        }
    }

    private static func require(_ text: String, after start: String, at location: SourceLocation) throws(SchemaError) {
        guard !text.isEmpty else {
            throw SchemaError("text must follow \(quoted(start))", at: location)
        }
    }

    private static func withoutOuterLineEnds(_ text: ArraySlice<UInt8>) -> String {
        let end = text.lastIndex { $0 != UInt8(ascii: "\n") }.map { $0 + 1 } ?? text.startIndex
        return String(decoding: text[..<end].drop { $0 == UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
