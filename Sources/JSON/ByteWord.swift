/// Eight bytes that are looked at together.
///
/// A mark is the high bit of a byte. The lowest mark of each method is exact; above it there may be marks too many,
/// as a borrow goes on to the next byte.
struct ByteWord {
    /// The bytes, the first of them lowest.
    let bits: UInt64

    /// How many bytes there are.
    static var count: Int { 8 }

    /// The eight bytes of `bytes` from `offset` on, all of which have to be there.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
        let raw = UnsafeRawBufferPointer(bytes)
        bits = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private init(bits: UInt64) { self.bits = bits }

    /// A word in which each byte is `byte`.
    @inline(__always)
    static func repeating(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

    /// Marks bytes outside ASCII, all of them exactly.
    @inline(__always)
    var beyondASCII: UInt64 { bits & Self.repeating(0x80) }

    /// Marks bytes below `limit`, which is at most 0x80.
    @inline(__always)
    func below(_ limit: UInt8) -> UInt64 { (bits &- Self.repeating(limit)) & ~bits & Self.repeating(0x80) }

    /// Marks bytes equal to `byte`, which is ASCII.
    @inline(__always)
    func equal(to byte: UInt8) -> UInt64 { ByteWord(bits: bits ^ Self.repeating(byte)).below(1) }

    /// Marks what does not stand for itself in a string: `quote`, a backslash, control characters, bytes outside ASCII.
    @inline(__always)
    func notPlain(quote: UInt8) -> UInt64 {
        equal(to: quote) | equal(to: UInt8(ascii: "\\")) | below(0x20) | beyondASCII
    }

    /// Marks the bytes FE and FF.
    @inline(__always)
    var neverInUTF8: UInt64 { ByteWord(bits: ~bits).below(2) }
}

extension UInt64 {
    /// How many bytes come before the lowest mark; all eight when there is none.
    @inline(__always)
    var bytesBeforeMark: Int { trailingZeroBitCount >> 3 }
}
