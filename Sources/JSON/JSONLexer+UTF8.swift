extension JSONLexer {
    /// Decodes the sequence outside ASCII at `offset`; `nil` when it is not UTF-8.
    ///
    /// Accepts what the Unicode standard's table of well-formed sequences lists, and C0 80 in modified UTF-8.
    @inline(__always)
    func decodeScalar(at offset: Int, end: Int) -> (scalar: UInt32, length: Int)? {
        let lead = UInt32(bytes[offset])
        switch lead {
        case 0xC2...0xDF:
            guard let second = trail(at: offset &+ 1, end: end) else { return nil }
            return ((lead & 0x1F) << 6 | second, 2)
        case 0xE0...0xEF:
            guard let third = trail(at: offset &+ 2, end: end), let second = trail(at: offset &+ 1, end: end) else {
                return nil
            }
            let scalar = (lead & 0x0F) << 12 | second << 6 | third
            return scalar >= 0x800 && !(0xD800...0xDFFF).contains(scalar) ? (scalar, 3) : nil
        case 0xF0...0xF4:
            guard let fourth = trail(at: offset &+ 3, end: end), let third = trail(at: offset &+ 2, end: end),
                let second = trail(at: offset &+ 1, end: end)
            else { return nil }
            let scalar = (lead & 0x07) << 18 | second << 12 | third << 6 | fourth
            return (0x1_0000...0x10_FFFF).contains(scalar) ? (scalar, 4) : nil
        case 0xC0 where options.allowsModifiedUTF8 && offset + 1 < end && bytes[offset + 1] == 0x80: return (0, 2)
        default: return nil
        }
    }

    /// The six bits of the byte at `offset`, which has to continue a sequence.
    @inline(__always)
    private func trail(at offset: Int, end: Int) -> UInt32? {
        guard offset < end, bytes[offset] & 0xC0 == 0x80 else { return nil }
        return UInt32(bytes[offset] & 0x3F)
    }
}

extension UInt32 {
    /// Whether Unicode reserves the scalar for internal use: the last two of each plane, and U+FDD0 to U+FDEF.
    @inline(__always)
    var isNoncharacter: Bool { self & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(self) }
}
