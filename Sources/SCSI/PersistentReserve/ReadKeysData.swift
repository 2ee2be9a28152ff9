/// The answer to READ KEYS.
public struct ReadKeysData: Sendable, Hashable {
    /// PRgeneration: counts the changes of registrations.
    public var generation: UInt32
    /// One key for each registration; equal ones are repeated.
    public var keys: [UInt64]
    /// How many keys the device has; more than ``keys`` when the answer was cut short.
    public var totalCount: Int

    /// Creates a complete answer.
    public init(generation: UInt32, keys: [UInt64]) {
        self.generation = generation
        self.keys = keys
        totalCount = keys.count
    }

    /// The untruncated bytes.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: generation)
        bytes.append(bigEndian: UInt32(clamping: keys.count * 8))
        for key in keys { bytes.append(bigEndian: key) }
        return bytes
    }

    /// Reads an answer, complete or cut short after any byte from the eighth on.
    /// - Throws: ``DataFormatError`` when there is no header or the length is not one of keys.
    public init(decoding bytes: Span<UInt8>) throws(DataFormatError) {
        guard let generation = bytes.integer(at: 0, as: UInt32.self),
            let stated = bytes.integer(at: 4, as: UInt32.self).map(Int.init)
        else { throw DataFormatError(offset: bytes.count, "the header is cut short") }
        guard stated % 8 == 0 else { throw DataFormatError(offset: 4, "the length is not a multiple of eight") }
        self.generation = generation
        totalCount = stated / 8
        keys = []
        var offset = 8
        while keys.count < totalCount, let key = bytes.integer(at: offset, as: UInt64.self) {
            keys.append(key)
            offset += 8
        }
    }
}
