extension JSONLexer {
    /// Decodes the sequence outside ASCII at `offset`; `nil` when it is not UTF-8.
    ///
    /// Accepts what the Unicode standard's table of well-formed sequences lists, and C0 80 in modified UTF-8.
    @inline(__always)
    func decodeScalar(at offset: Int, end: Int) -> (scalar: UInt32, length: Int)? {
        let lead = UInt32(bytes[offset])
        let length: Int
        let least: UInt32
        switch lead {
        case 0xC2...0xDF: (length, least) = (2, 0x80)
        case 0xE0...0xEF: (length, least) = (3, 0x800)
        case 0xF0...0xF4: (length, least) = (4, 0x1_0000)
        case 0xC0 where options.allowsModifiedUTF8 && offset + 1 < end && bytes[offset + 1] == 0x80: return (0, 2)
        default: return nil
        }
        guard offset + length <= end else { return nil }
        var scalar = lead & (0x7F >> UInt32(length))
        for index in offset + 1..<offset + length {
            guard bytes[index] & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
        }
        guard scalar >= least, scalar <= 0x10_FFFF, !(0xD800...0xDFFF).contains(scalar) else { return nil }
        return (scalar, length)
    }

    /// Writes `scalar` in UTF-8 and returns the number of bytes.
    @inline(__always)
    func encode(_ scalar: UInt32, into output: UnsafeMutableBufferPointer<UInt8>, at offset: Int) -> Int {
        func trail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F }
        switch scalar {
        case 0..<0x80:
            output[offset] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case 0x80..<0x800:
            output[offset] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
            output[offset + 1] = trail(0)
            return 2
        case 0x800..<0x1_0000:
            output[offset] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
            output[offset + 1] = trail(6)
            output[offset + 2] = trail(0)
            return 3
        default:
            output[offset] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
            output[offset + 1] = trail(12)
            output[offset + 2] = trail(6)
            output[offset + 3] = trail(0)
            return 4
        }
    }
}

extension UInt32 {
    /// Whether Unicode reserves the scalar for internal use: the last two of each plane, and U+FDD0 to U+FDEF.
    @inline(__always)
    var isNoncharacter: Bool { self & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(self) }
}
