/// One token of JSON.
enum JSONToken {
    /// One of the six structural characters.
    enum Structural {
        case beginObject, endObject, beginArray, endArray, colon, comma
    }

    case structural(Structural)
    case string(String)
    case scalar(JSONValue)
    /// Only white space was left.
    case end
    /// The buffer ends within a token that may go on in the next buffer.
    case incomplete
}

/// Splits a buffer into tokens.
///
/// After an error of extent `token` the position is behind the offending byte, after one of extent `message` behind
/// the token.
struct JSONLexer: ~Copyable {
    let bytes: UnsafeBufferPointer<UInt8>
    let options: JSONParser.Options
    /// Whether a token may end at the end of the buffer.
    let isFinal: Bool
    /// Whether only the extent of tokens matters: strings come out empty, and no number is out of range.
    var skipsContents = false
    /// How many bytes the next token may have.
    var room = Int.max
    /// The offset of the next byte to read.
    var position = 0
    /// Where the token last returned starts.
    private(set) var tokenStart = 0
    /// The string that is being decoded.
    var decoded = DecodedBytes()

    init(_ bytes: UnsafeBufferPointer<UInt8>, options: JSONParser.Options, isFinal: Bool) {
        self.bytes = bytes
        self.options = options
        self.isFinal = isFinal
    }

    /// The next token.
    @inline(__always)
    mutating func next() throws(JSONProblem) -> JSONToken {
        let hasToken = skipSpace()
        tokenStart = position
        guard hasToken else { return .end }
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "\""): return try string(quote: byte)
        case UInt8(ascii: ","): return structural(.comma)
        case UInt8(ascii: ":"): return structural(.colon)
        case UInt8(ascii: "{"): return structural(.beginObject)
        case UInt8(ascii: "}"): return structural(.endObject)
        case UInt8(ascii: "["): return structural(.beginArray)
        case UInt8(ascii: "]"): return structural(.endArray)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return try word()
        case UInt8(ascii: "'") where options.allowsSingleQuotedStrings: return try string(quote: byte)
        default: throw stray()
        }
    }

    /// Moves to the next byte that is not white space, and tells whether there is one.
    @inline(__always)
    mutating func skipSpace() -> Bool {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return true }
            position &+= 1
        }
        return false
    }

    /// Whether a stream may be read on from `byte` after a malformed token: a structural character, a control
    /// character other than TAB, or one of the bytes FE and FF, which occur in no UTF-8 text.
    static func isResynchronizing(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\t"): false
        case 0x00...0x1F, 0xFE, 0xFF: true
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"): true
        case UInt8(ascii: ":"), UInt8(ascii: ","): true
        default: false
        }
    }

    @inline(__always)
    private mutating func structural(_ character: JSONToken.Structural) -> JSONToken {
        position &+= 1
        return .structural(character)
    }

    private mutating func word() throws(JSONProblem) -> JSONToken {
        var end = position
        while end < bytes.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[end]) { end += 1 }
        try checkLength(to: end)
        if end == bytes.count, !isFinal { return .incomplete }
        position = end
        let word = UnsafeBufferPointer(rebasing: bytes[tokenStart..<end])
        if word.elementsEqual("true".utf8) { return .scalar(.bool(true)) }
        if word.elementsEqual("false".utf8) { return .scalar(.bool(false)) }
        if word.elementsEqual("null".utf8) { return .scalar(.null) }
        let text = String(decoding: word.prefix(32), as: UTF8.self) + (word.count > 32 ? "..." : "")
        throw JSONProblem(.syntax, "'\(text)' is not a value; strings stand in quotes", at: tokenStart, .message)
    }

    /// Refuses a number or word that reaches `end` and is too long, behind the first byte that is too much.
    mutating func checkLength(to end: Int) throws(JSONProblem) {
        guard end - tokenStart > room else { return }
        position = tokenStart + room + 1
        throw options.limits.textProblem(at: tokenStart, .token)
    }

    private mutating func stray() -> JSONProblem {
        position += 1
        return JSONProblem(.syntax, "\(describe(at: tokenStart)) can't start a value", at: tokenStart, .token)
    }

    /// Names the character or byte at `offset` for a message.
    ///
    /// Outside strings that is a byte when the buffer may be a piece of a stream, however it was cut.
    func describe(at offset: Int, isInString: Bool = false) -> String {
        let byte = bytes[offset]
        if (0x21...0x7E).contains(byte) { return "'\(Character(UnicodeScalar(byte)))'" }
        if byte >= 0x80, isFinal || isInString, let (scalar, _) = decodeScalar(at: offset, end: bytes.count) {
            return "U+\(hex(scalar, digits: 4))"
        }
        return byte < 0x80 ? "U+\(hex(UInt32(byte), digits: 4))" : "the byte \(hex(UInt32(byte), digits: 2))"
    }

    /// The value in upper-case hexadecimal digits, filled up with zeros.
    func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
