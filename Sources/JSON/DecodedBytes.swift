/// The bytes of a string that is being decoded, in memory that the next string uses again.
struct DecodedBytes: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>?
    private var capacity = 0
    private var count = 0
    private var isASCII = true

    deinit { base?.deallocate() }

    /// The bytes as a string; they have to be UTF-8.
    var string: String {
        let bytes = UnsafeBufferPointer(start: base, count: count)
        return String(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: isASCII))
    }

    /// Starts anew with `bytes`, which have to be ASCII.
    @inline(__always)
    mutating func start(with bytes: UnsafeBufferPointer<UInt8>) {
        count = 0
        isASCII = true
        let target = room(for: bytes.count)
        if let source = bytes.baseAddress { target.update(from: source, count: bytes.count) }
        count = bytes.count
    }

    /// Appends the first `length` bytes of `word`, which have to be ASCII.
    @inline(__always)
    mutating func append(_ word: ByteWord, length: Int) {
        // A store of the whole word is cheaper than one of its part.
        UnsafeMutableRawPointer(room(for: ByteWord.count))
            .storeBytes(of: word.bits.littleEndian, as: UInt64.self)
        count &+= length
    }

    /// Appends `scalar` in UTF-8.
    @inline(__always)
    mutating func append(_ scalar: UInt32) {
        func trail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F }
        let target = room(for: 4)
        switch scalar {
        case 0..<0x80:
            target[0] = UInt8(truncatingIfNeeded: scalar)
            count &+= 1
            return
        case 0x80..<0x800:
            target[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
            target[1] = trail(0)
            count &+= 2
        case 0x800..<0x1_0000:
            target[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
            target[1] = trail(6)
            target[2] = trail(0)
            count &+= 3
        default:
            target[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
            target[1] = trail(12)
            target[2] = trail(6)
            target[3] = trail(0)
            count &+= 4
        }
        isASCII = false
    }

    /// The place behind the bytes, where `more` bytes fit.
    @inline(__always)
    private mutating func room(for more: Int) -> UnsafeMutablePointer<UInt8> {
        if let base, more <= capacity &- count { return base + count }
        return grow(by: more)
    }

    private mutating func grow(by more: Int) -> UnsafeMutablePointer<UInt8> {
        let size = max(256, 2 * (count + more))
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        if let base { larger.moveUpdate(from: base, count: count) }
        base?.deallocate()
        base = larger
        capacity = size
        return larger + count
    }
}
