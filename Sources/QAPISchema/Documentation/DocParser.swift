/// Parses one documentation comment, line by line.
///
/// The comment's lines drive a small state machine; the sections that they make are collected by ``DocDraft``.
struct DocParser {
    /// What the next line is taken for.
    private enum State {
        /// The first line of the comment, which decides what it documents.
        case first
        /// Text that documents no definition.
        case freeForm
        /// The first line of a section; blank lines are skipped.
        case section
        /// More of a paragraph, until a blank line.
        case paragraph
        /// The first description after `Features:`.
        case firstFeature
        /// The line that says how far the text of a description or tagged section is indented.
        case indent(of: Group)
        /// More of such a text; `isSecond` for the line after the one that gave the indentation.
        case continuation(of: Group, indent: Int, isSecond: Bool)
    }

    /// What a text with indented continuation lines belongs to.
    private enum Group {
        case members
        case features
        case tagged
    }

    private var state = State.first
    private var draft: DocDraft
    private var membersAreOver = false

    private init(at location: SourceLocation) {
        draft = DocDraft(location: location)
    }

    /// Parses the comment whose opening `##` is the lexer's current token, and moves on behind it.
    static func parse(_ lexer: inout Lexer) throws(SchemaError) -> DocComment {
        guard case .comment(let range) = lexer.token, range.count == 2 else {
            throw lexer.error("a documentation comment starts with a line that is '##' and nothing else")
        }
        var parser = DocParser(at: lexer.lineLocation)
        let text = lexer.bytes
        while true {
            try lexer.advance(keepingComments: true)
            guard let line = try line(lexer) else { break }
            try parser.take(text.span.extracting(line), at: lexer)
        }
        if case .firstFeature = parser.state {
            throw lexer.error("no description of a feature ('# @NAME: …') follows 'Features:'")
        }
        try lexer.advance()
        return try parser.draft.finish()
    }

    /// The text of the line that the lexer stands at, as a range of bytes; `nil` for the closing `##`.
    private static func line(_ lexer: borrowing Lexer) throws(SchemaError) -> Range<Int>? {
        guard case .comment(let range) = lexer.token else {
            throw lexer.error("the documentation comment must end with '##' before \(lexer.token.description)")
        }
        guard range.count > 1 else { return range.upperBound..<range.upperBound }
        let text = lexer.bytes.span
        switch text[range.lowerBound + 1] {
        case UInt8(ascii: "#"):
            guard range.count == 2 else {
                throw lexer.error("a documentation comment ends with a line that is '##' and nothing else")
            }
            return nil
        case UInt8(ascii: " "):
            let start = range.lowerBound + 2
            return start..<Whitespace.startOfTrailing(in: start..<range.upperBound, of: text)
        default:
            throw lexer.error("in a documentation comment a blank must follow the '#'")
        }
    }

    /// Takes the next line, at which the lexer stands.
    private mutating func take(_ line: Span<UInt8>, at lexer: borrowing Lexer) throws(SchemaError) {
        switch state {
        case .first: try begin(line, at: lexer)
        case .freeForm: try freeForm(line, at: lexer)
        case .section: try section(line, at: lexer)
        case .paragraph:
            if line.isEmpty {
                state = .section
            } else {
                draft.append(line)
            }
        case .firstFeature:
            guard !line.isEmpty else { break }
            guard let item = DocItemStart(line) else {
                throw lexer.error("descriptions of features ('# @NAME: …') must follow 'Features:'")
            }
            try describe(item, line, in: .features, at: lexer)
        case .indent(let group):
            let indent = Whitespace.indentation(of: line)
            if !line.isEmpty, indent.characters == 0 {
                try leave(group, with: line, at: lexer)
            } else {
                draft.append(line.extracting(indent.end...))
                if !line.isEmpty {
                    state = .continuation(of: group, indent: indent.characters, isSecond: true)
                }
            }
        case .continuation(let group, let indent, let isSecond):
            try continuation(line, of: group, indent: indent, isSecond: isSecond, at: lexer)
        }
    }

    // MARK: - Kinds of lines

    private mutating func begin(_ line: Span<UInt8>, at lexer: borrowing Lexer) throws(SchemaError) {
        guard !line.isEmpty, line[0] == UInt8(ascii: "@") else {
            state = .freeForm
            draft.extendPlainText(at: lexer.lineLocation)
            return try freeForm(line, isFirst: true, at: lexer)
        }
        guard line[line.count - 1] == UInt8(ascii: ":") else {
            throw lexer.error("the line that names what is documented must end with ':'")
        }
        guard line.count > 2 else {
            throw lexer.error("the name of what is documented must stand between '@' and ':'")
        }
        draft.symbol = line.extracting(1..<line.count - 1).text
        state = .section
    }

    private mutating func freeForm(
        _ line: Span<UInt8>, isFirst: Bool = false, at lexer: borrowing Lexer
    ) throws(SchemaError) {
        if let item = DocItemStart(line) {
            throw lexer.error(
                "\(quoted("@\(item.name):")) may stand only in the documentation of a definition, whose first line names it"
            )
        }
        if !isFirst, Self.isHeading(line) {
            throw lexer.error("a heading ('=') must be the first line of its comment")
        }
        draft.append(line)
    }

    private mutating func section(_ line: Span<UInt8>, at lexer: borrowing Lexer) throws(SchemaError) {
        guard !line.isEmpty else { return state = .section }
        if line.elementsEqual("Features:") {
            guard !draft.hasFeatures else {
                throw lexer.error("the comment has a second 'Features:' line")
            }
            membersAreOver = true
            state = .firstFeature
        } else if let item = DocItemStart(line) {
            guard !membersAreOver else {
                throw lexer.error(
                    "the description \(quoted("@\(item.name):")) must stand with the other ones, before any other section"
                )
            }
            try describe(item, line, in: .members, at: lexer)
        } else if let tag = DocTag(line) {
            guard let kind = tag.kind else {
                throw lexer.error(
                    "'\(tag.name):' is no section; write it as a reStructuredText directive ('\(tag.replacement)')")
            }
            try draft.begin(kind, at: lexer.lineLocation)
            draft.appendUnlessEmpty(line.extracting(tag.rest...))
            membersAreOver = true
            state = .indent(of: .tagged)
        } else if Self.isHeading(line) {
            throw lexer.error("headings ('=') may not stand in the documentation of a definition")
        } else {
            draft.extendPlainText(at: lexer.lineLocation)
            draft.append(line)
            state = .paragraph
        }
    }

    private mutating func describe(
        _ item: DocItemStart, _ line: Span<UInt8>, in group: Group, at lexer: borrowing Lexer
    ) throws(SchemaError) {
        if case .features = group {
            try draft.describeFeature(item.name, at: lexer.lineLocation)
        } else {
            try draft.describeMember(item.name, at: lexer.lineLocation)
        }
        draft.appendUnlessEmpty(line.extracting(item.rest...))
        state = .indent(of: group)
    }

    private mutating func continuation(
        _ line: Span<UInt8>, of group: Group, indent: Int, isSecond: Bool, at lexer: borrowing Lexer
    ) throws(SchemaError) {
        if DocItemStart(line) != nil {
            return try leave(group, with: line, at: lexer)
        }
        let own = Whitespace.indentation(of: line, atMost: indent)
        guard line.isEmpty || own.characters == indent else {
            // QEMU means to ask for a blank line before text that is indented less, but asks only here.
            guard !isSecond else {
                throw lexer.error("the line must be indented by at least \(indent) blanks, as the one before")
            }
            return try leave(group, with: line, at: lexer)
        }
        draft.append(line.extracting(own.end...))
        state = .continuation(of: group, indent: indent, isSecond: false)
    }

    /// Ends a text at a line that is no more part of it.
    private mutating func leave(
        _ group: Group, with line: Span<UInt8>, at lexer: borrowing Lexer
    ) throws(SchemaError) {
        switch (group, DocItemStart(line)) {
        case (.members, let item?), (.features, let item?):
            try describe(item, line, in: group, at: lexer)
        default:
            membersAreOver = true
            try section(line, at: lexer)
        }
    }

    private static func isHeading(_ line: Span<UInt8>) -> Bool { !line.isEmpty && line[0] == UInt8(ascii: "=") }
}
