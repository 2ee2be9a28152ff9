/// The answer to READ RESERVATION.
public struct ReadReservationData: Sendable, Hashable {
    /// The reservation as the answer describes it.
    public struct Held: Sendable, Hashable {
        /// The holder's key, 0 for the all registrants types.
        public var key: UInt64
        /// The scope, 0 for the logical unit.
        public var scope: UInt8
        /// The type.
        public var type: ReservationType

        /// Creates a description.
        public init(key: UInt64, scope: UInt8 = 0, type: ReservationType) {
            self.key = key
            self.scope = scope
            self.type = type
        }
    }

    /// PRgeneration.
    public var generation: UInt32
    /// The reservation, if one is held.
    public var held: Held?

    /// Creates an answer.
    public init(generation: UInt32, held: Held?) {
        self.generation = generation
        self.held = held
    }

    /// The untruncated bytes: 8, or 24 when a reservation is held.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: generation)
        bytes.append(bigEndian: held == nil ? 0 : 0x10 as UInt32)
        if let held {
            bytes.append(bigEndian: held.key)
            bytes += [0, 0, 0, 0, 0, (held.scope & 0x0f) << 4 | held.type.rawValue, 0, 0]
        }
        return bytes
    }

    /// Reads a complete answer.
    /// - Throws: ``DataFormatError`` when it is cut short, or length or type are none.
    public init(decoding bytes: Span<UInt8>) throws(DataFormatError) {
        guard let generation = bytes.integer(at: 0, as: UInt32.self),
            let stated = bytes.integer(at: 4, as: UInt32.self)
        else { throw DataFormatError(offset: bytes.count, "the header is cut short") }
        self.generation = generation
        if stated == 0 {
            held = nil
            return
        }
        guard stated >= 0x10 else { throw DataFormatError(offset: 4, "the length is not that of a reservation") }
        guard bytes.count >= 24, let key = bytes.integer(at: 8, as: UInt64.self) else {
            throw DataFormatError(offset: bytes.count, "the reservation is cut short")
        }
        guard let type = ReservationType(rawValue: bytes[21] & 0x0f) else {
            throw DataFormatError(offset: 21, "the type is unknown")
        }
        held = Held(key: key, scope: bytes[21] >> 4, type: type)
    }
}
