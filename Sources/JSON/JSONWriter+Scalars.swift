extension JSONWriter {
    /// Appends an integer in decimal.
    static func write(_ magnitude: UInt64, isNegative: Bool, to output: inout [UInt8]) {
        if isNegative { output.append(UInt8(ascii: "-")) }
        var digits: [20 of UInt8] = .init(repeating: 0)
        var first = 20
        var rest = magnitude
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for index in first..<20 { output.append(digits[index]) }
    }

    /// Appends the shortest decimal number that reads back as `value`, with a fraction or an exponent.
    static func write(_ value: Double, to output: inout [UInt8]) {
        guard value.isFinite else {
            output.append(contentsOf: "null".utf8)
            return
        }
        output.append(contentsOf: value.description.utf8)
    }

    /// Appends a string in quotation marks.
    func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        text.utf8Span.span.withUnsafeBytes { bytes in
            var start = 0
            var offset = 0
            while offset < bytes.count {
                let byte = bytes[offset]
                if Self.isPlain(byte) {
                    offset += 1
                    continue
                }
                let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                let isCopied = byte >= 0x80 && !escapesNonASCII && !Self.mayBeNoncharacter(bytes, at: offset)
                if !isCopied {
                    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<offset]))
                    start = offset + length
                    if byte < 0x80 {
                        Self.escape(byte, to: &output)
                    } else {
                        escape(bytes[offset..<offset + length], to: &output)
                    }
                }
                offset += length
            }
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Whether `byte` stands for itself in every string.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Whether a noncharacter may start at `offset`: they end in BE or BF, or start with EF B7.
    @inline(__always)
    private static func mayBeNoncharacter(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        switch bytes[offset] {
        case 0xEF: bytes[offset + 1] == 0xB7 || (bytes[offset + 1] == 0xBF && bytes[offset + 2] >= 0xBE)
        case 0xF0...0xFF: bytes[offset + 2] == 0xBF && bytes[offset + 3] >= 0xBE
        default: false
        }
    }

    private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
        let letter: Unicode.Scalar
        switch byte {
        case UInt8(ascii: "\""): letter = "\""
        case UInt8(ascii: "\\"): letter = "\\"
        case 0x08: letter = "b"
        case 0x09: letter = "t"
        case 0x0A: letter = "n"
        case 0x0C: letter = "f"
        case 0x0D: letter = "r"
        default:
            escape(unit: UInt16(byte), to: &output)
            return
        }
        output.append(UInt8(ascii: "\\"))
        output.append(UInt8(ascii: letter))
    }

    /// Appends the one scalar outside ASCII that `bytes` encode; a noncharacter becomes U+FFFD.
    private func escape(_ bytes: Slice<UnsafeRawBufferPointer>, to output: inout [UInt8]) {
        var scalar: UInt32 = 0
        for (index, byte) in bytes.enumerated() {
            scalar = index == 0 ? UInt32(byte) & (0x7F >> UInt32(bytes.count)) : scalar << 6 | UInt32(byte & 0x3F)
        }
        let isNoncharacter = scalar.isNoncharacter
        if isNoncharacter { scalar = 0xFFFD }
        if !escapesNonASCII {
            if isNoncharacter { output.append(contentsOf: "\u{FFFD}".utf8) } else { output.append(contentsOf: bytes) }
        } else if scalar > 0xFFFF {
            Self.escape(unit: UInt16(0xD800 + (scalar - 0x1_0000) >> 10), to: &output)
            Self.escape(unit: UInt16(0xDC00 + scalar & 0x3FF), to: &output)
        } else {
            Self.escape(unit: UInt16(scalar), to: &output)
        }
    }

    private static func escape(unit: UInt16, to output: inout [UInt8]) {
        output.append(contentsOf: "\\u".utf8)
        for shift: UInt16 in [12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift) & 0xF
            output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }
}
