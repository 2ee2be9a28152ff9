/// Reads integers as C's `strtoll` and `strtoull` with base 0 do.
///
/// Leading white space and one sign are accepted, `0x` begins hexadecimal and any other leading `0` octal digits. The
/// whole text must be consumed; text that is left over is ``NumberTextError/invalid`` even behind a number that is too
/// large.
public enum IntegerText {
    /// Reads a signed integer.
    public static func int64(_ text: String) throws(NumberTextError) -> Int64 {
        let bytes = Array(text.utf8)
        guard let scanned = scan(bytes[...]), scanned.end == bytes.endIndex else { throw .invalid }
        guard let value = scanned.int64 else { throw .outOfRange }
        return value
    }

    /// Reads an unsigned integer; a negative number wraps, so that `-1` is `UInt64.max`.
    public static func uint64(_ text: String) throws(NumberTextError) -> UInt64 {
        let bytes = Array(text.utf8)
        guard let scanned = scan(bytes[...]), scanned.end == bytes.endIndex else { throw .invalid }
        guard let value = scanned.wrappedUInt64 else { throw .outOfRange }
        return value
    }

    /// Reads an unsigned integer and refuses negative numbers, also a negative zero.
    public static func nonnegative(_ text: String) throws(NumberTextError) -> UInt64 {
        let bytes = Array(text.utf8)
        guard let scanned = scan(bytes[...]), scanned.end == bytes.endIndex else { throw .invalid }
        guard !scanned.isNegative, let value = scanned.magnitude else { throw .outOfRange }
        return value
    }

    /// The integer that a text begins with.
    struct Scanned {
        var isNegative: Bool
        /// `nil` when it doesn't fit 64 bits.
        var magnitude: UInt64?
        /// The first byte behind the integer.
        var end: Int

        var int64: Int64? {
            guard let magnitude else { return nil }
            if !isNegative { return Int64(exactly: magnitude) }
            return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
        }

        var wrappedUInt64: UInt64? {
            magnitude.map { isNegative ? 0 &- $0 : $0 }
        }
    }

    /// The radix of the digits.
    enum Base {
        /// Decimal digits only.
        case decimal
        /// Hexadecimal digits, with or without `0x`.
        case hexadecimal
        /// What the beginning of the digits says, as C's base 0.
        case automatic
    }

    /// Reads the integer at the start of `bytes`; `nil` when there is none.
    static func scan(_ bytes: ArraySlice<UInt8>, base: Base = .automatic) -> Scanned? {
        var rest = bytes.drop(while: isSpace)
        let sign = rest.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
        var radix: UInt64 = base == .hexadecimal ? 16 : 10
        if base != .decimal, rest.first == UInt8(ascii: "0") {
            if rest.dropFirst().first.map({ $0 | 0x20 }) == UInt8(ascii: "x"),
                rest.dropFirst(2).first.flatMap({ digit($0, radix: 16) }) != nil
            {
                radix = 16
                rest = rest.dropFirst(2)
            } else if base == .automatic {
                radix = 8
            }
        }
        var magnitude: UInt64? = 0
        let start = rest.startIndex
        while let value = rest.first.flatMap({ digit($0, radix: radix) }) {
            let (product, overflow) = (magnitude ?? 0).multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(value)
            magnitude = magnitude == nil || overflow || carry ? nil : sum
            rest = rest.dropFirst()
        }
        guard rest.startIndex > start else { return nil }
        return Scanned(isNegative: sign == UInt8(ascii: "-"), magnitude: magnitude, end: rest.startIndex)
    }

    /// Whether a byte is white space in C's default locale.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }

    private static func digit(_ byte: UInt8, radix: UInt64) -> UInt64? {
        let value: UInt64
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = UInt64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): value = UInt64(byte - UInt8(ascii: "A")) + 10
        default: return nil
        }
        return value < radix ? value : nil
    }
}
