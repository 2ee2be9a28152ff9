/// Why a text is not acceptable JSON, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sort of error, for a program to decide on.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case syntax, end, trailing, string, utf8, escape, character, number, range, name, limit
        }

        private let value: Value

        /// A character or token that may not stand where it stands.
        public static let syntax = Code(value: .syntax)
        /// The text ends within a value, or holds none.
        public static let unexpectedEnd = Code(value: .end)
        /// More text follows the value.
        public static let trailingInput = Code(value: .trailing)
        /// A control character inside a string.
        public static let controlCharacter = Code(value: .string)
        /// Bytes inside a string that are not UTF-8.
        public static let invalidUTF8 = Code(value: .utf8)
        /// A backslash followed by something other than an escape sequence.
        public static let invalidEscape = Code(value: .escape)
        /// A lone surrogate or a noncharacter.
        public static let invalidCharacter = Code(value: .character)
        /// A number with a leading zero or without a digit where one has to be.
        public static let invalidNumber = Code(value: .number)
        /// A number whose magnitude exceeds the largest double.
        public static let numberOutOfRange = Code(value: .range)
        /// A name that occurs twice in one object.
        public static let duplicateName = Code(value: .name)
        /// More text, tokens or nesting than ``JSONParser/Limits`` allow.
        public static let limitExceeded = Code(value: .limit)

        /// The code's short name.
        public var description: String { value.rawValue }
    }

    /// The sort of error.
    public var code: Code
    /// What is wrong, without the place; a clause that starts in lower case and ends without a full stop.
    public var message: String
    /// The line, counted from 1; lines end with a line feed.
    public var line: Int
    /// The column, counted from 1 in Unicode scalars; stray bytes that start no scalar count with the scalar before.
    public var column: Int

    /// Creates an error.
    public init(code: Code, message: String, line: Int, column: Int) {
        self.code = code
        self.message = message
        self.line = line
        self.column = column
    }

    /// The place and the message in one line.
    public var description: String { "line \(line), column \(column): \(message)" }
}

/// An error inside a buffer whose place in the text is not computed yet.
struct JSONProblem: Error {
    /// What has to be skipped after the error before a stream can be read on.
    enum Extent {
        /// The token itself is malformed: nothing is known about what follows.
        case token
        /// The token is well-formed and out of place or unacceptable: the rest of the message can be counted out.
        case message
    }

    var code: JSONError.Code
    var message: String
    var offset: Int
    var extent: Extent

    init(_ code: JSONError.Code, _ message: String, at offset: Int, _ extent: Extent) {
        self.code = code
        self.message = message
        self.offset = offset
        self.extent = extent
    }

    /// The error with its place, in a text whose part before the buffer ends at `start`.
    func located(in bytes: UnsafeBufferPointer<UInt8>, from start: TextPosition = TextPosition()) -> JSONError {
        var place = start
        place.advance(over: UnsafeBufferPointer(rebasing: bytes[..<min(offset, bytes.count)]))
        return JSONError(code: code, message: message, line: place.line, column: place.column)
    }
}

/// A line and a column, both counted from 1.
struct TextPosition: Sendable {
    var line = 1
    var column = 1

    /// Moves over `bytes`: a line feed starts a line, every byte that starts a scalar is a column.
    mutating func advance(over bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        let ones: UInt64 = 0x0101_0101_0101_0101
        var offset = 0
        while offset < bytes.count {
            while offset &+ 8 <= bytes.count {
                let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let feeds = word ^ (ones &* UInt64(UInt8(ascii: "\n")))
                guard (feeds &- ones) & ~feeds & (ones &* 0x80) == 0 else { break }
                // A byte that continues a scalar has the high bit and not the one below.
                let continuing = (word >> 7) & ~(word >> 6) & ones
                column &+= 8 &- Int((continuing &* ones) >> 56)
                offset &+= 8
            }
            for byte in bytes[offset..<min(offset + 8, bytes.count)] {
                if byte == UInt8(ascii: "\n") {
                    line += 1
                    column = 1
                } else if byte & 0xC0 != 0x80 {
                    column += 1
                }
            }
            offset = min(offset + 8, bytes.count)
        }
    }
}

extension JSONParser.Limits {
    /// The error of a message whose tokens have too many bytes.
    func textProblem(at offset: Int, _ extent: JSONProblem.Extent) -> JSONProblem {
        let message = "the tokens of the message have more than \(textBytes) bytes"
        return JSONProblem(.limitExceeded, message, at: offset, extent)
    }
}
