/// Parses one schema file, one directive or definition at a time.
struct FileParser {
    /// What stands at the top level of a file.
    enum Item {
        /// Documentation that belongs to no definition.
        case freeForm(DocComment)
        /// An `include` directive.
        case include(String, SourceLocation)
        /// A `pragma` directive.
        case pragma(SyntaxObject, SourceLocation)
        /// A definition, unchecked.
        case definition(SyntaxObject, SourceLocation, DocComment?)
    }

    /// How deep objects and arrays may be nested; QEMU leaves this to the stack of its interpreter.
    static let maximumDepth = 128

    private var lexer: Lexer
    private var documentation: DocComment?

    /// Creates a parser and looks at the first token.
    init(_ text: SourceText, file: String, includedFrom: [SourceLocation.IncludeSite]) throws(SchemaError) {
        lexer = Lexer(text, file: file, includedFrom: includedFrom)
        try lexer.advance()
    }

    /// The next item of the file; `nil` at its end.
    mutating func next() throws(SchemaError) -> Item? {
        while true {
            switch lexer.token {
            case .end:
                try rejectDocumentation(before: "the end of the file")
                return nil
            case .comment:
                try rejectDocumentation(before: "another documentation comment")
                let comment = try DocParser.parse(&lexer)
                documentation = comment
                if comment.symbol == nil { return .freeForm(comment) }
            default: return try directiveOrDefinition()
            }
        }
    }

    private mutating func directiveOrDefinition() throws(SchemaError) -> Item {
        let location = lexer.lineLocation
        let value = try value(depth: 1)
        guard case .object(let object) = value else {
            throw SchemaError("a schema consists of objects, not of \(value.description)", at: location)
        }
        defer { documentation = nil }
        if let target = object["include"] {
            try rejectDocumentation(before: "an 'include' directive")
            try requireOnlyKey("include", object, location)
            guard case .string(let path) = target else {
                throw SchemaError("'include' takes a file's name as a string, not \(target.description)", at: location)
            }
            return .include(path, location)
        }
        if let settings = object["pragma"] {
            try rejectDocumentation(before: "a 'pragma' directive")
            try requireOnlyKey("pragma", object, location)
            guard case .object(let pragmas) = settings else {
                throw SchemaError("'pragma' takes an object of settings, not \(settings.description)", at: location)
            }
            return .pragma(pragmas, location)
        }
        if let documentation, documentation.symbol == nil {
            throw SchemaError(
                "the comment in front of a definition must document it: its first line must be '# @NAME:'",
                at: documentation.location)
        }
        return .definition(object, location, documentation)
    }

    private func requireOnlyKey(_ key: String, _ object: SyntaxObject, _ location: SourceLocation) throws(SchemaError) {
        let others = object.members.lazy.map(\.name).filter { $0 != key }
        guard others.isEmpty else {
            throw SchemaError(
                "the key '\(key)' stands alone in its directive; here it has \(quotedList(others))", at: location)
        }
    }

    private func rejectDocumentation(before what: String) throws(SchemaError) {
        if let documentation, let symbol = documentation.symbol {
            throw SchemaError(
                "the documentation of \(quoted(symbol)) is followed by \(what) instead of the definition",
                at: documentation.location)
        }
    }

    // MARK: - Values

    private mutating func value(depth: Int) throws(SchemaError) -> SyntaxValue {
        switch lexer.token {
        case .openBrace:
            try requireDepth(depth)
            try lexer.advance()
            return .object(try members(depth: depth))
        case .openBracket:
            try requireDepth(depth)
            try lexer.advance()
            return .array(try elements(depth: depth))
        case .string(let text):
            try lexer.advance()
            return .string(text)
        case .boolean(let value):
            try lexer.advance()
            return .boolean(value)
        default:
            throw expected("'{', '[', a string or a boolean")
        }
    }

    private mutating func members(depth: Int) throws(SchemaError) -> SyntaxObject {
        var object = SyntaxObject()
        if case .closeBrace = lexer.token {
            try lexer.advance()
            return object
        }
        guard case .string = lexer.token else { throw expected("a string or '}'") }
        while true {
            guard case .string(let name) = lexer.token else {
                throw expected("a string (no comma follows the last member)")
            }
            try lexer.advance()
            guard case .colon = lexer.token else { throw expected("':' after the key \(quoted(name))") }
            try lexer.advance()
            guard !object.has(name) else {
                throw lexer.error("the object has the key \(quoted(name)) twice")
            }
            object.append(.init(name: name, value: try value(depth: depth + 1)))
            if case .closeBrace = lexer.token {
                try lexer.advance()
                return object
            }
            guard case .comma = lexer.token else { throw expected("',' or '}'") }
            try lexer.advance()
        }
    }

    private mutating func elements(depth: Int) throws(SchemaError) -> [SyntaxValue] {
        var elements: [SyntaxValue] = []
        if case .closeBracket = lexer.token {
            try lexer.advance()
            return elements
        }
        while true {
            elements.append(try value(depth: depth + 1))
            if case .closeBracket = lexer.token {
                try lexer.advance()
                return elements
            }
            guard case .comma = lexer.token else { throw expected("',' or ']'") }
            try lexer.advance()
        }
    }

    private func requireDepth(_ depth: Int) throws(SchemaError) {
        guard depth <= Self.maximumDepth else {
            throw lexer.error("objects and arrays are nested more than \(Self.maximumDepth) deep")
        }
    }

    private func expected(_ what: String) -> SchemaError {
        lexer.error("expected \(what), found \(lexer.token.description)")
    }
}
