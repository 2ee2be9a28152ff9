/// A documentation comment while it is being parsed: its sections, in the order of the text.
struct DocDraft {
    /// The documented definition's name.
    var symbol: String?

    private let location: SourceLocation
    private var sections: [Section]
    private var members: Set<String> = []
    private var features: Set<String> = []
    private var tags: Set<DocComment.Kind> = []

    private struct Section {
        var content: Content
        var location: SourceLocation
        var text: [UInt8] = []
    }

    private enum Content {
        case member(String)
        case feature(String)
        case section(DocComment.Kind)
    }

    /// Creates a draft whose first section, the body, is empty.
    init(location: SourceLocation) {
        self.location = location
        sections = [Section(content: .section(.plain), location: location)]
    }

    /// Whether a feature has been described.
    var hasFeatures: Bool { !features.isEmpty }

    /// Adds a line to the last section.
    mutating func append(_ line: ArraySlice<UInt8>) {
        sections[sections.count - 1].text += line
        sections[sections.count - 1].text.append(UInt8(ascii: "\n"))
    }

    /// Adds the text that stands on the first line of a section, if there is any.
    mutating func appendUnlessEmpty(_ text: ArraySlice<UInt8>) {
        if !text.isEmpty {
            append(text)
        }
    }

    /// Starts a paragraph: in the last section if that has no tag, else in a new one.
    mutating func extendPlainText(at location: SourceLocation) {
        let last = sections.count - 1
        guard case .section(.plain) = sections[last].content else {
            return sections.append(Section(content: .section(.plain), location: location.lineOnly))
        }
        if sections[last].text.isEmpty {
            sections[last].location = location.lineOnly
        }
        sections[last].text.append(UInt8(ascii: "\n"))
    }

    /// Starts a tagged section.
    mutating func begin(_ kind: DocComment.Kind, at location: SourceLocation) throws(SchemaError) {
        guard tags.insert(kind).inserted || kind == .todo else {
            throw SchemaError("the comment has a second '\(kind.rawValue):' section", at: location)
        }
        sections.append(Section(content: .section(kind), location: location))
    }

    /// Starts the description of a member.
    mutating func describeMember(_ name: String, at location: SourceLocation) throws(SchemaError) {
        try Self.register(name, in: &members, at: location)
        sections.append(Section(content: .member(name), location: location))
    }

    /// Starts the description of a feature.
    mutating func describeFeature(_ name: String, at location: SourceLocation) throws(SchemaError) {
        try Self.register(name, in: &features, at: location)
        sections.append(Section(content: .feature(name), location: location))
    }

    /// The finished comment.
    ///
    /// - Throws: when a description or tagged section has no text.
    consuming func finish() throws(SchemaError) -> DocComment {
        var comment = DocComment(
            location: location, symbol: symbol, body: "", members: [], features: [], sections: [])
        for (index, section) in sections.enumerated() {
            let text = Self.withoutOuterLineEnds(section.text)
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
        _ name: String, in names: inout Set<String>, at location: SourceLocation
    ) throws(SchemaError) {
        guard !name.isEmpty else {
            throw SchemaError("a name must stand between '@' and ':'", at: location)
        }
        guard names.insert(name).inserted else {
            throw SchemaError("\(quoted(name)) is described a second time", at: location)
        }
    }

    private static func require(_ text: String, after start: String, at location: SourceLocation) throws(SchemaError) {
        guard !text.isEmpty else {
            throw SchemaError("text must follow \(quoted(start))", at: location)
        }
    }

    private static func withoutOuterLineEnds(_ text: [UInt8]) -> String {
        let end = text.lastIndex { $0 != UInt8(ascii: "\n") }.map { $0 + 1 } ?? 0
        return String(decoding: text[..<end].drop { $0 == UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
