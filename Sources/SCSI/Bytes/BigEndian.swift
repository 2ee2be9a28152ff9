extension Span<UInt8> {
    /// The big-endian integer at an offset, or nil when it does not lie within the bytes.
    package func integer<Value: FixedWidthInteger & UnsignedInteger>(
        at offset: Int, as type: Value.Type = Value.self
    ) -> Value? {
        let size = MemoryLayout<Value>.size
        guard offset >= 0, size <= count, offset <= count - size else { return nil }
        var value: Value = 0
        for index in offset..<offset + size {
            value = (size == 1 ? 0 : value << 8) | Value(truncatingIfNeeded: self[index])
        }
        return value
    }

    /// A copy of the part of `range` that exists.
    package func copy(_ range: Range<Int>) -> [UInt8] {
        range.clamped(to: 0..<count).map { self[$0] }
    }

    /// A copy of everything from `offset` on.
    package func copy(from offset: Int) -> [UInt8] {
        offset < count ? copy(Swift.max(0, offset)..<count) : []
    }
}

extension [UInt8] {
    /// Appends an integer, most significant byte first.
    package mutating func append(bigEndian value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Appends `count` zero bytes.
    package mutating func append(zeroes count: Int) {
        append(contentsOf: repeatElement(0, count: count))
    }
}
