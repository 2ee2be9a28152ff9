import Spelling

/// Divides the text of a schema file into tokens, one at a time.
///
/// Nothing is read ahead: `line` is the line of ``token``, and an error that stands behind it is found only when the
/// parser moves on. The order in which errors are found depends on that.
struct Lexer {
    /// The file's name, for locations.
    let file: String
    /// How the file was reached, for locations.
    let includedFrom: [SourceLocation.IncludeSite]
    /// The token that the parser looks at.
    private(set) var token = Token.end

    /// The text of the file.
    let bytes: [UInt8]

    private var cursor = 0
    private var tokenStart = 0
    private var line = 1
    private var lineStart = 0

    /// Creates a lexer that stands before the first token.
    init(_ text: SourceText, file: String, includedFrom: [SourceLocation.IncludeSite]) {
        self.bytes = text.bytes
        self.file = file
        self.includedFrom = includedFrom
    }

    /// The line of the current token.
    var lineLocation: SourceLocation {
        SourceLocation(file: file, line: line, includedFrom: includedFrom)
    }

    /// The line and column of the current token.
    var tokenLocation: SourceLocation {
        let place = SourceText.column(of: tokenStart, lineStart: lineStart, in: bytes)
        return SourceLocation(
            file: file, line: line, column: place.column, characterOffset: place.offset, includedFrom: includedFrom)
    }

    /// An error at the current token.
    func error(_ message: String) -> SchemaError { SchemaError(message, at: tokenLocation) }

    /// Moves on to the next token.
    ///
    /// - Parameter keepingComments: whether an ordinary comment is a token; one that starts with `##` always is.
    mutating func advance(keepingComments: Bool = false) throws(SchemaError) {
        while true {
            tokenStart = cursor
            let byte = bytes[cursor]
            cursor += 1
            switch byte {
            case UInt8(ascii: " "): continue
            case UInt8(ascii: "{"): return token = .openBrace
            case UInt8(ascii: "}"): return token = .closeBrace
            case UInt8(ascii: "["): return token = .openBracket
            case UInt8(ascii: "]"): return token = .closeBracket
            case UInt8(ascii: ":"): return token = .colon
            case UInt8(ascii: ","): return token = .comma
            case UInt8(ascii: "'"): return token = .string(try string())
            case UInt8(ascii: "#"):
                let isDocumentation = bytes[cursor] == UInt8(ascii: "#")
                skipToLineEnd()
                if isDocumentation || keepingComments {
                    return token = .comment(tokenStart..<cursor)
                }
            case UInt8(ascii: "\n"):
                if cursor == bytes.count {
                    cursor = tokenStart
                    return token = .end
                }
                line += 1
                lineStart = cursor
            case UInt8(ascii: "t"), UInt8(ascii: "f"):
                guard let value = keyword() else { throw stray() }
                return token = .boolean(value)
            default:
                let blank = Whitespace.length(at: tokenStart, in: bytes.span)
                guard blank > 0 else { throw stray() }
                cursor = tokenStart + blank
            }
        }
    }

    private mutating func skipToLineEnd() {
        while bytes[cursor] != UInt8(ascii: "\n") { cursor += 1 }
    }

    /// `true` and `false` are recognised by how the text goes on, whatever follows them.
    private mutating func keyword() -> Bool? {
        for (text, value) in [("true" as StaticString, true), ("false", false)] {
            let length = text.utf8CodeUnitCount
            guard tokenStart + length <= bytes.count else { continue }
            let matches = text.withUTF8Buffer { $0.elementsEqual(bytes[tokenStart..<tokenStart + length]) }
            if matches {
                cursor = tokenStart + length
                return value
            }
        }
        return nil
    }

    private mutating func string() throws(SchemaError) -> String {
        let start = cursor
        var hasEscapes = false
        while true {
            let byte = bytes[cursor]
            cursor += 1
            switch byte {
            case UInt8(ascii: "\n"):
                throw error("the string has no closing ' on its line")
            case UInt8(ascii: "'"):
                let content = bytes[start..<cursor - 1]
                return hasEscapes ? Self.unescaped(content) : String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard bytes[cursor] != UInt8(ascii: "\n") else { continue }
                guard bytes[cursor] == UInt8(ascii: "\\") else {
                    throw error("the string holds the escape \\\(character(at: cursor)); the only one there is is \\\\")
                }
                hasEscapes = true
                cursor += 1
            default:
                guard byte.isPrintableASCII else {
                    throw error(
                        "the string holds the character '\(character(at: cursor - 1))'; only printable ASCII may stand"
                            + " in one")
                }
            }
        }
    }

    /// The content of a string, in which backslashes come in pairs.
    private static func unescaped(_ content: ArraySlice<UInt8>) -> String {
        var isSecond = false
        let single = content.filter { byte in
            isSecond = byte == UInt8(ascii: "\\") && !isSecond
            return !isSecond
        }
        return String(decoding: single, as: UTF8.self)
    }

    /// The character that starts at a byte, as it may be printed.
    private func character(at index: Int) -> String {
        var end = index + 1
        while end < bytes.count, bytes[end].isUTF8Continuation { end += 1 }
        return String(decoding: bytes[index..<end], as: UTF8.self).unicodeScalars.map(printable).joined()
    }

    private func stray() -> SchemaError {
        var end = tokenStart
        while !Self.endsStray(bytes[end]), Whitespace.length(at: end, in: bytes.span) == 0 { end += 1 }
        let text = String(decoding: bytes[tokenStart..<end], as: UTF8.self)
        let hint =
            text.hasPrefix("\"")
            ? "; strings stand in single quotes" : NearestName.hint(text, among: ["true", "false"])
        return error("\(quoted(text)) is no token of the schema language\(hint)")
    }

    private static func endsStray(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"),
            UInt8(ascii: ","), UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
