extension JSONLexer {
    /// Reads a number, classifies it and rounds it correctly.
    mutating func number() throws(JSONProblem) -> JSONToken {
        var scan = position
        let isNegative = bytes[scan] == UInt8(ascii: "-")
        if isNegative { scan += 1 }

        // The digits of integer and fraction, as long as they fit.
        var digits: UInt64 = 0
        var isExact = true
        let whole = scan
        while scan < bytes.count, let digit = digit(at: scan) {
            append(digit, to: &digits, &isExact)
            scan += 1
        }
        if scan == whole { return try missingDigit(at: scan, "after '-'") }
        if bytes[whole] == UInt8(ascii: "0"), scan - whole > 1 {
            try checkLength(to: whole + 1)
            position = whole + 2
            throw JSONProblem(.invalidNumber, "a number has no leading zeros", at: whole, .token)
        }
        guard scan < bytes.count, bytes[scan] == UInt8(ascii: ".") || bytes[scan] | 0x20 == UInt8(ascii: "e") else {
            try checkLength(to: scan)
            if scan == bytes.count, !isFinal { return .incomplete }
            position = scan
            return .scalar(try integer(isNegative, isExact ? digits : nil))
        }

        var exponent = 0
        if bytes[scan] == UInt8(ascii: ".") {
            scan += 1
            let fraction = scan
            while scan < bytes.count, let digit = digit(at: scan) {
                append(digit, to: &digits, &isExact)
                scan += 1
            }
            if scan == fraction { return try missingDigit(at: scan, "after '.'") }
            exponent = fraction - scan
        }
        if scan < bytes.count, bytes[scan] | 0x20 == UInt8(ascii: "e") {
            scan += 1
            let sign = scan < bytes.count ? bytes[scan] : 0
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { scan += 1 }
            let first = scan
            var power = 0
            while scan < bytes.count, let digit = digit(at: scan) {
                power = min(power * 10 + Int(digit), 1_000_000)
                scan += 1
            }
            if scan == first { return try missingDigit(at: scan, "in the exponent") }
            exponent += sign == UInt8(ascii: "-") ? -power : power
        }
        try checkLength(to: scan)
        if scan == bytes.count, !isFinal { return .incomplete }
        position = scan
        if isExact, let value = Double(digits, timesTenTo: exponent) {
            return .scalar(.double(isNegative ? -value : value))
        }
        return .scalar(try roundedDouble())
    }

    @inline(__always)
    private func digit(at offset: Int) -> UInt64? {
        let digit = bytes[offset] &- UInt8(ascii: "0")
        return digit < 10 ? UInt64(digit) : nil
    }

    @inline(__always)
    private func append(_ digit: UInt64, to digits: inout UInt64, _ isExact: inout Bool) {
        if digits < 1_000_000_000_000_000_000 {
            digits = digits &* 10 &+ digit
        } else {
            let (product, overflowed) = digits.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(digit)
            isExact = isExact && !overflowed && !carried
            digits = sum
        }
    }

    /// A number without fraction and exponent: signed, else unsigned, else rounded.
    @inline(__always)
    private func integer(_ isNegative: Bool, _ magnitude: UInt64?) throws(JSONProblem) -> JSONValue {
        if let magnitude {
            if magnitude <= UInt64(Int64.max) { return .int(isNegative ? -Int64(magnitude) : Int64(magnitude)) }
            if !isNegative { return .uint(magnitude) }
            if magnitude == Int64.min.magnitude { return .int(.min) }
        }
        return try roundedDouble()
    }

    /// The token's value by the standard library, which rounds every text correctly.
    private func roundedDouble() throws(JSONProblem) -> JSONValue {
        if skipsContents { return .int(0) }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[tokenStart..<position]), as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            let message = "the number exceeds the largest double"
            throw JSONProblem(.numberOutOfRange, message, at: tokenStart, .message)
        }
        return .double(value)
    }

    private mutating func missingDigit(at offset: Int, _ place: String) throws(JSONProblem) -> JSONToken {
        try checkLength(to: offset)
        if offset == bytes.count {
            guard isFinal else { return .incomplete }
            position = offset
            throw JSONProblem(.unexpectedEnd, "the text ends where a number needs a digit \(place)", at: offset, .token)
        }
        position = offset + 1
        let message = "a number needs a digit \(place), not \(describe(at: offset))"
        throw JSONProblem(.invalidNumber, message, at: offset, .token)
    }
}
