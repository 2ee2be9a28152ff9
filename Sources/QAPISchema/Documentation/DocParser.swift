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
        repeat {
            try lexer.advance(keepingComments: true)
        } while try parser.take(try line(lexer), at: lexer.tokenLocation)
        try lexer.advance()
        return try parser.draft.finish()
    }

    /// The text of the line that the lexer stands at; `nil` for the closing `##`.
    private static func line(_ lexer: Lexer) throws(SchemaError) -> ArraySlice<UInt8>? {
        guard case .comment(let range) = lexer.token else {
            throw lexer.error("the documentation comment must end with '##' before \(lexer.token.description)")
        }
        let text = lexer.text(of: range)
        if text.starts(with: "##".utf8) {
            guard text.count == 2 else {
                throw lexer.error("a documentation comment ends with a line that is '##' and nothing else")
            }
            return nil
        }
        if text.count == 1 {
            return []
        }
        guard text[text.startIndex + 1] == UInt8(ascii: " ") else {
            throw lexer.error("in a documentation comment a blank must follow the '#'")
        }
        return Whitespace.trimmedAtEnd(text.dropFirst(2))
    }

    /// Takes the next line, or `nil` for the comment's end; returns whether more lines may follow.
    private mutating func take(_ line: ArraySlice<UInt8>?, at location: SourceLocation) throws(SchemaError) -> Bool {
        guard let line else {
            if case .firstFeature = state {
                throw SchemaError("no description of a feature ('# @NAME: …') follows 'Features:'", at: location)
            }
            return false
        }
        switch state {
        case .first: try begin(line, at: location)
        case .freeForm: try freeForm(line, at: location)
        case .section: try section(line, at: location)
        case .paragraph:
            if line.isEmpty {
                state = .section
            } else {
                draft.append(line)
            }
        case .firstFeature:
            guard !line.isEmpty else { break }
            guard let item = DocItemStart(line) else {
                throw SchemaError("descriptions of features ('# @NAME: …') must follow 'Features:'", at: location)
            }
            try describe(item, in: .features, at: location)
        case .indent(let group):
            let indent = Whitespace.indentation(of: line)
            if !line.isEmpty, indent.characters == 0 {
                try leave(group, with: line, at: location)
            } else {
                draft.append(line[indent.end...])
                if !line.isEmpty {
                    state = .continuation(of: group, indent: indent.characters, isSecond: true)
                }
            }
        case .continuation(let group, let indent, let isSecond):
            try continuation(line, of: group, indent: indent, isSecond: isSecond, at: location)
        }
        return true
    }

    // MARK: - Kinds of lines

    private mutating func begin(_ line: ArraySlice<UInt8>, at location: SourceLocation) throws(SchemaError) {
        guard line.first == UInt8(ascii: "@") else {
            state = .freeForm
            draft.extendPlainText(at: location)
            return try freeForm(line, isFirst: true, at: location)
        }
        guard line.last == UInt8(ascii: ":") else {
            throw SchemaError("the line that names what is documented must end with ':'", at: location)
        }
        let symbol = line.dropFirst().dropLast()
        guard !symbol.isEmpty else {
            throw SchemaError("the name of what is documented must stand between '@' and ':'", at: location)
        }
        draft.symbol = String(decoding: symbol, as: UTF8.self)
        state = .section
    }

    private mutating func freeForm(
        _ line: ArraySlice<UInt8>, isFirst: Bool = false, at location: SourceLocation
    ) throws(SchemaError) {
        if let item = DocItemStart(line) {
            throw SchemaError(
                "\(quoted("@\(item.name):")) may stand only in the documentation of a definition, whose first line names it",
                at: location)
        }
        if !isFirst, line.first == UInt8(ascii: "=") {
            throw SchemaError("a heading ('=') must be the first line of its comment", at: location)
        }
        draft.append(line)
    }

    private mutating func section(_ line: ArraySlice<UInt8>, at location: SourceLocation) throws(SchemaError) {
        guard !line.isEmpty else { return state = .section }
        if line.elementsEqual("Features:".utf8) {
            guard !draft.hasFeatures else {
                throw SchemaError("the comment has a second 'Features:' line", at: location)
            }
            membersAreOver = true
            state = .firstFeature
        } else if let item = DocItemStart(line) {
            guard !membersAreOver else {
                throw SchemaError(
                    "the description \(quoted("@\(item.name):")) must stand with the other ones, before any other section",
                    at: location)
            }
            try describe(item, in: .members, at: location)
        } else if let tag = DocTag(line) {
            guard let kind = tag.kind else {
                throw SchemaError(
                    "'\(tag.name):' is no section; write it as a reStructuredText directive ('\(tag.replacement)')",
                    at: location)
            }
            try draft.begin(kind, at: location.lineOnly)
            draft.appendUnlessEmpty(tag.rest)
            membersAreOver = true
            state = .indent(of: .tagged)
        } else if line.first == UInt8(ascii: "=") {
            throw SchemaError("headings ('=') may not stand in the documentation of a definition", at: location)
        } else {
            draft.extendPlainText(at: location)
            draft.append(line)
            state = .paragraph
        }
    }

    private mutating func describe(
        _ item: DocItemStart, in group: Group, at location: SourceLocation
    ) throws(SchemaError) {
        if case .features = group {
            try draft.describeFeature(item.name, at: location.lineOnly)
        } else {
            try draft.describeMember(item.name, at: location.lineOnly)
        }
        draft.appendUnlessEmpty(item.rest)
        state = .indent(of: group)
    }

    private mutating func continuation(
        _ line: ArraySlice<UInt8>, of group: Group, indent: Int, isSecond: Bool, at location: SourceLocation
    ) throws(SchemaError) {
        if DocItemStart(line) != nil {
            return try leave(group, with: line, at: location)
        }
        let own = Whitespace.indentation(of: line)
        guard line.isEmpty || own.characters >= indent else {
            // QEMU means to ask for a blank line before text that is indented less, but asks only here.
            guard !isSecond else {
                throw SchemaError(
                    "the line must be indented by at least \(indent) blanks, as the one before", at: location)
            }
            return try leave(group, with: line, at: location)
        }
        draft.append(Self.dropping(indent, from: line))
        state = .continuation(of: group, indent: indent, isSecond: false)
    }

    /// Ends a text at a line that is no more part of it.
    private mutating func leave(
        _ group: Group, with line: ArraySlice<UInt8>, at location: SourceLocation
    ) throws(SchemaError) {
        switch (group, DocItemStart(line)) {
        case (.members, let item?), (.features, let item?):
            try describe(item, in: group, at: location)
        default:
            membersAreOver = true
            try section(line, at: location)
        }
    }

    private static func dropping(_ indent: Int, from line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = line
        for _ in 0..<indent {
            guard let index = rest.indices.first else { break }
            rest = rest.dropFirst(Whitespace.length(at: index, in: rest))
        }
        return rest
    }
}
