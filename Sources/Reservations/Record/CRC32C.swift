/// The Castagnoli checksum of stored records (RFC 3720, appendix B.4), eight bytes at a step.
enum CRC32C {
    /// Eight tables of 256 entries each: table `n` carries a byte over `n` more zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x82f6_3b78 }
            tables[byte] = value
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
        }
        return tables
    }()

    /// Carries a checksum on over more bytes; it starts at 0.
    static func extend(_ checksum: UInt32, over bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            var value = ~checksum
            var offset = 0
            while bytes.count - offset >= 8 {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                let mixed = word ^ UInt64(value)
                value = 0
                for index in 0..<8 {
                    let byte = Int(truncatingIfNeeded: mixed >> UInt64(8 * index) & 0xff)
                    value ^= tables[(7 - index) * 256 + byte]
                }
                offset += 8
            }
            for byte in bytes[offset...] { value = value >> 8 ^ tables[Int((value ^ UInt32(byte)) & 0xff)] }
            return ~value
        }
    }
}
