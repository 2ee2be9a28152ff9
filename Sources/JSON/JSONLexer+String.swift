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

    init(from position: Int) { self.position = position }

    /// Goes on through `bytes` to the end of the string.
    mutating func run(_ bytes: UnsafeBufferPointer<UInt8>, quote: UInt8) {
        while position < bytes.count {
            while !isEscaped, position &+ ByteWord.count <= bytes.count {
                let word = ByteWord(bytes, at: position)
                let stop =
                    word.equal(to: quote) | word.equal(to: UInt8(ascii: "\\")) | word.below(0x20) | word.neverInUTF8
                position &+= stop.bytesBeforeMark
                if stop != 0 { break }
            }
            guard position < bytes.count else { break }
            let byte = bytes[position]
            if byte < 0x20 || byte >= 0xFE {
                outcome = .forbidden
                return
            }
            if isEscaped {
                isEscaped = false
            } else if byte == quote {
                outcome = .closed
                return
            } else {
                isEscaped = byte == UInt8(ascii: "\\")
            }
            position &+= 1
        }
        outcome = .more
    }
}

extension JSONLexer {
    /// Reads a string that starts with `quote`.
    mutating func string(quote: UInt8) throws(JSONProblem) -> JSONToken {
        if skipsContents { return try skipString(quote: quote) ? .string("") : .incomplete }
        let start = position &+ 1
        var end = start
        while end &+ ByteWord.count <= bytes.count {
            let stop = ByteWord(bytes, at: end).notPlain(quote: quote)
            end &+= stop.bytesBeforeMark
            if stop != 0 { break }
        }
        let plain = UnsafeBufferPointer(rebasing: bytes[start..<end])
        guard end < bytes.count, bytes[end] == quote else {
            return try decodedString(quote: quote, beginningWith: plain)
        }
        position = end &+ 1
        try checkRoom(to: position, .message)
        return .string(String(copying: UTF8Span(unchecked: plain.span, isKnownASCII: true)))
    }

    /// Reads a string with escape sequences or bytes outside ASCII, or one without an end; it begins with `plain`.
    private mutating func decodedString(
        quote: UInt8, beginningWith plain: UnsafeBufferPointer<UInt8>
    ) throws(JSONProblem) -> JSONToken {
        do throws(JSONProblem) {
            decoded.start(with: plain)
            position = try decode(from: position + 1 + plain.count, quote: quote)
            try checkRoom(to: position, .message)
            return .string(decoded.string)
        } catch {
            // Whether the string has an end decides which error counts.
            position = tokenStart
            guard try skipString(quote: quote) else { return .incomplete }
            throw error
        }
    }

    /// Moves behind the string that starts here with `quote`; tells whether the buffer holds its end.
    private mutating func skipString(quote: UInt8) throws(JSONProblem) -> Bool {
        var scan = JSONStringScan(from: position + 1)
        scan.run(bytes, quote: quote)
        switch scan.outcome {
        case .closed:
            position = scan.position + 1
            try checkRoom(to: position, .message)
            return true
        case .more:
            guard isFinal else { return false }
            position = scan.position
            try checkRoom(to: scan.position, .token)
            throw unclosedString
        case .forbidden:
            position = scan.position + 1
            try checkRoom(to: scan.position, .token)
            let name = describe(at: scan.position)
            if bytes[scan.position] >= 0xFE {
                throw JSONProblem(.invalidUTF8, "\(name) is not UTF-8", at: scan.position, .token)
            }
            throw JSONProblem(.controlCharacter, "\(name) in a string has to be escaped", at: scan.position, .token)
        }
    }

    private var unclosedString: JSONProblem {
        JSONProblem(.unexpectedEnd, "the text ends within a string", at: bytes.count, .token)
    }

    /// Refuses a string that reaches `end` and is too long.
    @inline(__always)
    private func checkRoom(to end: Int, _ extent: JSONProblem.Extent) throws(JSONProblem) {
        guard skipsContents || end &- tokenStart <= room else {
            throw options.limits.textProblem(at: tokenStart, extent)
        }
    }

    /// Checks and decodes the inside of a string from `start` on; returns the offset behind its quote.
    private mutating func decode(from start: Int, quote: UInt8) throws(JSONProblem) -> Int {
        var offset = start
        while true {
            while offset &+ ByteWord.count <= bytes.count {
                let word = ByteWord(bytes, at: offset)
                let stop = word.notPlain(quote: quote)
                decoded.append(word, length: stop.bytesBeforeMark)
                offset &+= stop.bytesBeforeMark
                if stop != 0 { break }
            }
            guard offset < bytes.count, bytes[offset] >= 0x20 else { throw unclosedString }
            let byte = bytes[offset]
            if byte == quote { return offset &+ 1 }
            decoded.append(byte == UInt8(ascii: "\\") ? try escape(at: &offset) : try sequence(at: &offset))
        }
    }

    /// Decodes the sequence at `offset`, where no escape sequence stands, and moves behind it.
    @inline(__always)
    private func sequence(at offset: inout Int) throws(JSONProblem) -> UInt32 {
        if bytes[offset] < 0x80 {
            offset &+= 1
            return UInt32(bytes[offset &- 1])
        }
        guard let (scalar, length) = decodeScalar(at: offset, end: bytes.count) else {
            throw JSONProblem(.invalidUTF8, "a string has to be UTF-8", at: offset, .message)
        }
        guard !scalar.isNoncharacter else {
            let message = "U+\(hex(scalar, digits: 4)) is not a character"
            throw JSONProblem(.invalidCharacter, message, at: offset, .message)
        }
        offset &+= length
        return scalar
    }

    /// Decodes the escape sequence at `offset` and moves behind it.
    private func escape(at offset: inout Int) throws(JSONProblem) -> UInt32 {
        let start = offset
        guard start + 1 < bytes.count else { throw unclosedString }
        let kind = bytes[start + 1]
        offset = start + 2
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt32(kind)
        case UInt8(ascii: "'") where options.allowsSingleQuotedStrings: return UInt32(kind)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"): return try unicodeEscape(from: start, to: &offset)
        default:
            let message = "a backslash can't stand before \(describe(at: start + 1, isInString: true))"
            throw JSONProblem(.invalidEscape, message, at: start, .message)
        }
    }

    /// Decodes the hexadecimal digits at `offset` of the escape sequence that starts at `start`, and moves behind them
    /// and behind the second half of a pair.
    private func unicodeEscape(from start: Int, to offset: inout Int) throws(JSONProblem) -> UInt32 {
        guard let unit = hexUnit(at: offset) else {
            throw JSONProblem(.invalidEscape, "four hexadecimal digits have to follow \\u", at: start, .message)
        }
        offset += 4
        switch unit {
        case 0xD800...0xDBFF:
            if offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u"),
                let low = hexUnit(at: offset + 2), (0xDC00...0xDFFF).contains(low)
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

    private func hexUnit(at offset: Int) -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for index in offset..<offset + 4 {
            let byte = bytes[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte &- UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte &- UInt8(ascii: "a") &+ 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte &- UInt8(ascii: "A") &+ 10
            default: return nil
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }
}
