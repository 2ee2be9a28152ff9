/// The text of one schema file: valid UTF-8, every line ended by one line feed.
struct SourceText {
    /// The bytes; the last one is a line feed.
    let bytes: [UInt8]

    /// Takes over the bytes of a file; carriage returns end lines as line feeds do, and a missing last line end is added.
    ///
    /// - Throws: where the bytes are not UTF-8.
    init(_ raw: [UInt8], file: String, includedFrom: [SourceLocation.IncludeSite]) throws(SchemaError) {
        var bytes = Self.withLineFeedsOnly(raw)
        if bytes.last != UInt8(ascii: "\n") {
            bytes.append(UInt8(ascii: "\n"))
        }
        if let bad = Self.firstInvalidByte(bytes) {
            let line = bytes[..<bad].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
            let start = bytes[..<bad].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            let place = Self.column(of: bad, lineStart: start, in: bytes)
            throw SchemaError(
                "the byte 0x\(String(bytes[bad], radix: 16)) is not UTF-8",
                at: SourceLocation(
                    file: file, line: line, column: place.column, characterOffset: place.offset,
                    includedFrom: includedFrom))
        }
        self.bytes = bytes
    }

    /// The column of a byte by QEMU's count, and the number of characters before it on its line.
    static func column(of index: Int, lineStart: Int, in bytes: [UInt8]) -> (column: Int, offset: Int) {
        var column = 1
        var offset = 0
        for byte in bytes[lineStart..<index] where !byte.isUTF8Continuation {
            offset += 1
            column = byte == UInt8(ascii: "\t") ? (column + 7) % 8 + 1 : column + 1
        }
        return (column, offset)
    }

    /// A line of a file, by number from 1, without its end; `nil` behind the last one.
    static func line(_ number: Int, of raw: [UInt8]) -> Substring? {
        let bytes = withLineFeedsOnly(raw)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: number, omittingEmptySubsequences: false)
        guard number >= 1, number <= lines.count else { return nil }
        return Substring(decoding: lines[number - 1], as: UTF8.self)
    }

    private static func withLineFeedsOnly(_ raw: [UInt8]) -> [UInt8] {
        // No way out of the loop, so that it looks at many bytes at once.
        let differences = raw.reduce(into: UInt8.max) { least, byte in least = min(least, byte ^ UInt8(ascii: "\r")) }
        guard differences == 0 else { return raw }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var previous: UInt8 = 0
        for byte in raw {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") {
                bytes.append(byte)
            }
            previous = byte
        }
        return bytes
    }

    private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
