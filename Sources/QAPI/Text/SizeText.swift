/// Reads sizes such as `4096`, `10G`, `1.5k` and `0x1000`.
///
/// A size is a decimal number, perhaps with a fraction, and one optional suffix of `bBkKmMgGtTpPeE`; or a hexadecimal
/// integer without either. Either side of the point may be empty. There is no octal, no exponent (`e` is exa) and no
/// sign but `+`. The arithmetic is exact in 64 bits; half a byte rounds up. The rules are those of QEMU's
/// `qemu_strtosz`, including which error wins: ``NumberTextError/invalid``, whenever text is left over.
public enum SizeText {
    /// What a suffix multiplies by.
    public enum Unit: UInt64, Sendable {
        /// Powers of 1024.
        case binary = 1024
        /// Powers of 1000.
        case metric = 1000
    }

    /// The scale of a number without a suffix.
    public enum DefaultScale: Sendable {
        /// Bytes.
        case bytes
        /// Mega, as memory sizes are written.
        case mega
    }

    /// Reads a size in bytes.
    public static func parse(
        _ text: String, unit: Unit = .binary, defaultScale: DefaultScale = .bytes
    ) throws(NumberTextError) -> UInt64 {
        var parser = Parser(bytes: Array(text.utf8)[...], unit: unit.rawValue)
        let result = parser.parse(defaultExponent: defaultScale == .mega ? 2 : 0)
        if !parser.rest.isEmpty { throw .invalid }
        return try result.get()
    }

    private struct Parser {
        /// What is not consumed yet.
        var rest: ArraySlice<UInt8>
        let unit: UInt64
        /// The part behind the point, in units of 2⁻⁶⁴.
        var fraction: UInt64 = 0

        init(bytes: ArraySlice<UInt8>, unit: UInt64) {
            rest = bytes
            self.unit = unit
        }

        mutating func parse(defaultExponent: Int) -> Result<UInt64, NumberTextError> {
            var whole: UInt64 = 0
            let decimal = IntegerText.scan(rest, base: .decimal)
            if let decimal {
                let start = rest
                rest = rest[decimal.end...]
                guard !decimal.isNegative, let magnitude = decimal.magnitude else { return .failure(.outOfRange) }
                whole = magnitude
                if whole == 0, rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "x") {
                    guard let scanned = IntegerText.scan(start, base: .hexadecimal) else { return .failure(.invalid) }
                    rest = start[scanned.end...]
                    guard let magnitude = scanned.magnitude else { return .failure(.outOfRange) }
                    if rest.first == UInt8(ascii: ".") || exponent(of: rest.first) != nil { return .failure(.invalid) }
                    whole = magnitude
                }
            }
            if rest.first == UInt8(ascii: ".") || decimal == nil {
                if let error = parseFraction(into: &whole, digitsBefore: decimal != nil) { return .failure(error) }
            }
            return scale(whole, defaultExponent: defaultExponent)
        }

        /// Reads a point and what follows it, perhaps behind white space and a sign when no digit came before.
        private mutating func parseFraction(into whole: inout UInt64, digitsBefore: Bool) -> NumberTextError? {
            var tail = rest
            var isNegative = false
            if !digitsBefore {
                tail = tail.drop(while: IntegerText.isSpace)
                isNegative = tail.first == UInt8(ascii: "-")
                if isNegative || tail.first == UInt8(ascii: "+") { tail.removeFirst() }
            }
            guard tail.first == UInt8(ascii: ".") else { return .invalid }
            tail.removeFirst()
            let digits = tail.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard digitsBefore || !digits.isEmpty else { return .invalid }
            rest = tail[digits.endIndex...]
            if isNegative { return .outOfRange }
            let value = fractionValue(digits)
            if value == 1 {
                let (sum, overflow) = whole.addingReportingOverflow(1)
                if overflow { return .outOfRange }
                whole = sum
            } else {
                fraction = UInt64(value * 0x1p64)
                if fraction == 0, digits.contains(where: { $0 != UInt8(ascii: "0") }) { fraction = 1 }
            }
            return nil
        }

        /// The digits behind a point as a number from 0 to 1, which long runs of nines round to.
        private func fractionValue(_ digits: ArraySlice<UInt8>) -> Double {
            // More digits than these can't change the nearest double, except by being there at all.
            let decisive = 800
            var text = "0." + String(decoding: digits.prefix(decisive), as: UTF8.self)
            if digits.dropFirst(decisive).contains(where: { $0 != UInt8(ascii: "0") }) { text += "1" }
            return digits.isEmpty ? 0 : Double(text) ?? 0
        }

        private mutating func scale(_ whole: UInt64, defaultExponent: Int) -> Result<UInt64, NumberTextError> {
            let suffix = exponent(of: rest.first)
            if suffix != nil { rest.removeFirst() }
            var factor: UInt64 = 1
            for _ in 0..<(suffix ?? defaultExponent) { factor *= unit }
            if factor == 1 {
                return fraction == 0 ? .success(whole) : .failure(.invalid)
            }
            // 64.64 fixed point times an integer is 128.64 fixed point.
            let product = whole.multipliedFullWidth(by: factor)
            let part = fraction.multipliedFullWidth(by: factor)
            let rounding = part.low >> 63
            let (sum, carry) = product.low.addingReportingOverflow(part.high)
            let (total, roundingCarry) = sum.addingReportingOverflow(rounding)
            return product.high == 0 && !carry && !roundingCarry ? .success(total) : .failure(.outOfRange)
        }

        private func exponent(of suffix: UInt8?) -> Int? {
            guard let suffix else { return nil }
            return switch suffix | 0x20 {
            case UInt8(ascii: "b"): 0
            case UInt8(ascii: "k"): 1
            case UInt8(ascii: "m"): 2
            case UInt8(ascii: "g"): 3
            case UInt8(ascii: "t"): 4
            case UInt8(ascii: "p"): 5
            case UInt8(ascii: "e"): 6
            default: nil
            }
        }
    }
}
