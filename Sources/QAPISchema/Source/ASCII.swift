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
    static func length(at index: Int, in bytes: Span<UInt8>) -> Int {
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

    /// Where the white space at the end of `range` begins.
    static func startOfTrailing(in range: Range<Int>, of bytes: Span<UInt8>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound {
            var start = end - 1
            while start > range.lowerBound, bytes[start].isUTF8Continuation { start -= 1 }
            guard start + length(at: start, in: bytes) == end else { break }
            end = start
        }
        return end
    }

    /// How far the bytes are indented: white-space characters, and where they end.
    static func indentation(of bytes: Span<UInt8>, atMost limit: Int = .max) -> (characters: Int, end: Int) {
        var characters = 0
        var index = 0
        while index < bytes.count, characters < limit {
            let length = length(at: index, in: bytes)
            guard length > 0 else { break }
            characters += 1
            index += length
        }
        return (characters, index)
    }

    private static func byte(_ index: Int, _ bytes: Span<UInt8>) -> UInt8 {
        index < bytes.count ? bytes[index] : 0
    }
}

extension Span<UInt8> {
    /// The index of the first such byte.
    func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        var index = start
        while index < count {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Whether every byte is such a one.
    func allSatisfy(_ predicate: (UInt8) -> Bool) -> Bool {
        for index in indices where !predicate(self[index]) { return false }
        return true
    }

    /// Whether the bytes are those of the text.
    func elementsEqual(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return withUnsafeBufferPointer { bytes in text.withUTF8Buffer { $0.elementsEqual(bytes) } }
    }

    /// The text of the bytes.
    var text: String { withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
}
