/// Where a search for the end of a string has come to.
struct JSONStringScan {
    enum Outcome {
        /// At the closing quote.
        case closed
        /// At a byte that no string contains: a control character, FE or FF.
        case forbidden
        /// At the end of the buffer.
        case more
    }

    var outcome = Outcome.more
    var position: Int
    /// Whether the byte at ``position`` follows a backslash.
    var isEscaped = false
    /// Whether there was a backslash or a byte outside ASCII.
    var needsDecoding = false

    init(from position: Int) { self.position = position }

    /// Goes on through `bytes` to the end of the string.
    mutating func run(_ bytes: UnsafeBufferPointer<UInt8>, quote: UInt8) {
        let end = bytes.count
        let raw = UnsafeRawBufferPointer(bytes)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = ones &* UInt64(quote)
        let backslashes = ones &* UInt64(UInt8(ascii: "\\"))
        while position < end {
            while !isEscaped, position &+ 8 <= end {
                // The lowest high bit of `stop` marks the first of eight bytes that needs a look.
                let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                let quoted = word ^ quotes
                let slashed = word ^ backslashes
                let stop =
                    (word | ((word &- ones &* 0x20) & ~word) | ((quoted &- ones) & ~quoted)
                        | ((slashed &- ones) & ~slashed)) & (ones &* 0x80)
                guard stop == 0 else {
                    position &+= stop.trailingZeroBitCount >> 3
                    break
                }
                position &+= 8
            }
            guard position < end else { break }
            let byte = bytes[position]
            if byte < 0x20 || byte >= 0xFE {
                outcome = .forbidden
                return
            }
            if isEscaped {
                isEscaped = false
                // Bytes outside ASCII after a backslash are checked where the string is decoded.
            } else if byte == quote {
                outcome = .closed
                return
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
                needsDecoding = true
            } else if byte >= 0x80 {
                needsDecoding = true
            }
            position &+= 1
        }
        outcome = .more
    }
}

extension JSONLexer {
    /// Reads a string that starts with `quote`.
    mutating func string(quote: UInt8) throws(JSONProblem) -> JSONToken {
        var scan = JSONStringScan(from: position + 1)
        scan.run(bytes, quote: quote)
        switch scan.outcome {
        case .closed:
            guard skipsContents || scan.position + 1 - position <= room else {
                position = scan.position + 1
                throw options.limits.textProblem(at: tokenStart, .message)
            }
        case .more:
            guard isFinal else { return .incomplete }
            position = bytes.count
            guard skipsContents || position - tokenStart <= room else {
                throw options.limits.textProblem(at: tokenStart, .token)
            }
            throw JSONProblem(.unexpectedEnd, "the text ends within a string", at: position, .token)
        case .forbidden:
            position = scan.position + 1
            guard skipsContents || scan.position - tokenStart <= room else {
                throw options.limits.textProblem(at: tokenStart, .token)
            }
            let name = describe(at: scan.position)
            if bytes[scan.position] >= 0xFE {
                throw JSONProblem(.invalidUTF8, "\(name) is not UTF-8", at: scan.position, .token)
            }
            throw JSONProblem(.controlCharacter, "\(name) in a string has to be escaped", at: scan.position, .token)
        }
        let start = position + 1
        position = scan.position + 1
        if skipsContents { return .string("") }
        let length = scan.position - start
        guard scan.needsDecoding else {
            let plain = UnsafeBufferPointer(rebasing: bytes[start..<scan.position])
            return .string(String(copying: UTF8Span(unchecked: plain.span, isKnownASCII: true)))
        }
        // No sequence decodes to more bytes than it has. What is decoded was checked, so the string need not be.
        let result = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { output in
            do throws(JSONProblem) {
                let (count, isASCII) = try decode(start..<scan.position, into: output)
                let decoded = UnsafeBufferPointer(rebasing: output[..<count])
                let text = String(copying: UTF8Span(unchecked: decoded.span, isKnownASCII: isASCII))
                return Result<String, JSONProblem>.success(text)
            } catch {
                return .failure(error)
            }
        }
        return .string(try result.get())
    }

    /// Checks and copies the inside of a string; returns the number of bytes and whether all are ASCII.
    private func decode(
        _ range: Range<Int>, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(JSONProblem) -> (count: Int, isASCII: Bool) {
        var offset = range.lowerBound
        var count = 0
        var isASCII = true
        while offset < range.upperBound {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\\") {
                let scalar = try escape(at: &offset, end: range.upperBound)
                isASCII = isASCII && scalar < 0x80
                count += encode(scalar, into: output, at: count)
            } else if byte < 0x80 {
                let length = copyPlainBytes(offset..<range.upperBound, into: output, at: count)
                count += length
                offset += length
            } else {
                guard let (scalar, length) = decodeScalar(at: offset, end: range.upperBound) else {
                    throw JSONProblem(.invalidUTF8, "a string has to be UTF-8", at: offset, .message)
                }
                guard !scalar.isNoncharacter else {
                    let message = "U+\(hex(scalar, digits: 4)) is not a character"
                    throw JSONProblem(.invalidCharacter, message, at: offset, .message)
                }
                isASCII = isASCII && scalar < 0x80
                count += encode(scalar, into: output, at: count)
                offset += length
            }
        }
        return (count, isASCII)
    }

    /// Copies the bytes up to the next backslash or byte outside ASCII, and returns how many.
    @inline(__always)
    private func copyPlainBytes(
        _ range: Range<Int>, into output: UnsafeMutableBufferPointer<UInt8>, at start: Int
    ) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        let target = UnsafeMutableRawBufferPointer(output)
        let ones: UInt64 = 0x0101_0101_0101_0101
        var offset = range.lowerBound
        var count = start
        while offset &+ 8 <= range.upperBound {
            let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let slashed = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            guard (word | ((slashed &- ones) & ~slashed)) & (ones &* 0x80) == 0 else { break }
            target.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
            offset &+= 8
            count &+= 8
        }
        while offset < range.upperBound, bytes[offset] < 0x80, bytes[offset] != UInt8(ascii: "\\") {
            output[count] = bytes[offset]
            offset &+= 1
            count &+= 1
        }
        return count - start
    }

    /// Decodes the escape sequence at `offset` and moves behind it.
    private func escape(at offset: inout Int, end: Int) throws(JSONProblem) -> UInt32 {
        let start = offset
        let kind = bytes[offset + 1]
        offset += 2
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt32(kind)
        case UInt8(ascii: "'") where options.allowsSingleQuotedStrings: return UInt32(kind)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"): break
        default:
            let message = "a backslash can't stand before \(describe(at: start + 1, isInString: true))"
            throw JSONProblem(.invalidEscape, message, at: start, .message)
        }
        guard let unit = hexUnit(at: offset, end: end) else {
            throw JSONProblem(.invalidEscape, "four hexadecimal digits have to follow \\u", at: start, .message)
        }
        offset += 4
        switch unit {
        case 0xD800...0xDBFF:
            if offset + 1 < end, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u"),
                let low = hexUnit(at: offset + 2, end: end), (0xDC00...0xDFFF).contains(low)
            {
                offset += 6
                let scalar = 0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00)
                if !scalar.isNoncharacter { return scalar }
                let message = "U+\(hex(scalar, digits: 4)) is not a character"
                throw JSONProblem(.invalidCharacter, message, at: start, .message)
            }
            let message = "\\u\(hex(unit, digits: 4)) is the first half of a pair and lacks the second"
            throw JSONProblem(.invalidCharacter, message, at: start, .message)
        case 0xDC00...0xDFFF:
            let message = "\\u\(hex(unit, digits: 4)) is the second half of a pair and lacks the first"
            throw JSONProblem(.invalidCharacter, message, at: start, .message)
        default:
            if !unit.isNoncharacter { return unit }
            throw JSONProblem(.invalidCharacter, "\\u\(hex(unit, digits: 4)) is not a character", at: start, .message)
        }
    }

    private func hexUnit(at offset: Int, end: Int) -> UInt32? {
        guard offset + 4 <= end else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return unit
    }
}
