/// A token of the schema language.
enum Token: Equatable {
    case openBrace
    case closeBrace
    case openBracket
    case closeBracket
    case colon
    case comma
    /// A string without its quotes and escapes.
    case string(String)
    case boolean(Bool)
    /// A comment from `#` to the end of its line, as a range of bytes of the text.
    case comment(Range<Int>)
    /// The end of the file.
    case end

    /// What a message calls the token.
    var description: String {
        switch self {
        case .openBrace: "'{'"
        case .closeBrace: "'}'"
        case .openBracket: "'['"
        case .closeBracket: "']'"
        case .colon: "':'"
        case .comma: "','"
        case .string(let text): "the string \(quoted(text))"
        case .boolean(let value): "'\(value)'"
        case .comment: "a documentation comment"
        case .end: "the end of the file"
        }
    }
}
