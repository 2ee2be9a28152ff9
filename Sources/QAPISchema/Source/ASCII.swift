/// The classes of characters of which the schema language is made.
extension UInt8 {
    var isUpperASCII: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
    var isLowerASCII: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
    var isDigitASCII: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isLetterASCII: Bool { isUpperASCII || isLowerASCII }
    var isAlphanumericASCII: Bool { isLetterASCII || isDigitASCII }
    /// Printable ASCII, the blank included: what may stand in a string.
    var isPrintableASCII: Bool { self >= 0x20 && self < 0x7F }
    /// The second, third or fourth byte of a character in UTF-8.
    var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }
}

/// White space as the schema language sees it: Unicode's, and the four ASCII separators 0x1C to 0x1F.
enum Whitespace {
    /// The number of bytes of the white-space character that starts at `index`, 0 if another one stands there.
    ///
    /// The bytes must be valid UTF-8.
    static func length(at index: Int, in bytes: ArraySlice<UInt8>) -> Int {
        let first = bytes[index]
        switch first {
        case 0x09...0x0D, 0x1C...0x20: return 1
        case 0xC2:
            let second = byte(index + 1, bytes)
            return second == 0x85 || second == 0xA0 ? 2 : 0
        case 0xE1: return byte(index + 1, bytes) == 0x9A && byte(index + 2, bytes) == 0x80 ? 3 : 0
        case 0xE2:
            switch (byte(index + 1, bytes), byte(index + 2, bytes)) {
            case (0x80, 0x80...0x8A), (0x80, 0xA8), (0x80, 0xA9), (0x80, 0xAF), (0x81, 0x9F): return 3
            default: return 0
            }
        case 0xE3: return byte(index + 1, bytes) == 0x80 && byte(index + 2, bytes) == 0x80 ? 3 : 0
        default: return 0
        }
    }

    /// The slice without the white space at its end.
    static func trimmedAtEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        while !rest.isEmpty {
            var start = rest.endIndex - 1
            while start > rest.startIndex, rest[start].isUTF8Continuation { start -= 1 }
            guard start + length(at: start, in: rest) == rest.endIndex else { break }
            rest = rest[..<start]
        }
        return rest
    }

    /// How far the slice is indented: white-space characters, and where they end.
    static func indentation(of bytes: ArraySlice<UInt8>) -> (characters: Int, end: Int) {
        var characters = 0
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let length = length(at: index, in: bytes)
            guard length > 0 else { break }
            characters += 1
            index += length
        }
        return (characters, index)
    }

    private static func byte(_ index: Int, _ bytes: ArraySlice<UInt8>) -> UInt8 {
        index < bytes.endIndex ? bytes[index] : 0
    }
}
