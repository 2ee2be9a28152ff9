/// What becomes of writes of nothing but zeroes: the option `detect-zeroes`.
package enum ZeroDetection: UInt8, Comparable, Sendable {
    /// They are written like others.
    case off
    /// They become requests to zero.
    case on
    /// They become requests to zero that may deallocate.
    case unmap

    package static func < (left: ZeroDetection, right: ZeroDetection) -> Bool { left.rawValue < right.rawValue }
}

/// Looks for zeroes in memory.
public enum Zeroes {
    private typealias Vector = SIMD8<UInt64>

    /// True when all bytes are zero; looks no further than the first piece of 256 bytes that has another.
    public static func fill(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        let width = MemoryLayout<Vector>.size
        var position = 0
        while bytes.count - position >= 4 * width {
            var mix = base.loadUnaligned(fromByteOffset: position, as: Vector.self)
            mix |= base.loadUnaligned(fromByteOffset: position + width, as: Vector.self)
            mix |= base.loadUnaligned(fromByteOffset: position + 2 * width, as: Vector.self)
            mix |= base.loadUnaligned(fromByteOffset: position + 3 * width, as: Vector.self)
            guard mix == Vector.zero else { return false }
            position += 4 * width
        }
        while bytes.count - position >= 8 {
            guard base.loadUnaligned(fromByteOffset: position, as: UInt64.self) == 0 else { return false }
            position += 8
        }
        return bytes[position...].allSatisfy { $0 == 0 }
    }
}
