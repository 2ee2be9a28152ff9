/// The answer to READ FULL STATUS.
public struct ReadFullStatusData: Sendable, Hashable {
    /// One registration.
    public struct Descriptor: Sendable, Hashable {
        /// The key.
        public var key: UInt64
        /// ALL_TG_PT: the registration counts on all target ports.
        public var allTargetPorts: Bool
        /// What this nexus holds, if it is a holder.
        public var held: ReservationType?
        /// The target port of the nexus.
        public var relativeTargetPort: UInt16
        /// The initiator port of the nexus.
        public var initiatorPort: TransportID

        /// Creates a descriptor.
        public init(
            key: UInt64, allTargetPorts: Bool, held: ReservationType?, relativeTargetPort: UInt16,
            initiatorPort: TransportID
        ) {
            self.key = key
            self.allTargetPorts = allTargetPorts
            self.held = held
            self.relativeTargetPort = relativeTargetPort
            self.initiatorPort = initiatorPort
        }
    }

    /// PRgeneration.
    public var generation: UInt32
    /// The registrations.
    public var descriptors: [Descriptor]
    /// Whether the device has more than what fitted into the answer.
    public var isTruncated = false

    /// Creates a complete answer.
    public init(generation: UInt32, descriptors: [Descriptor]) {
        self.generation = generation
        self.descriptors = descriptors
    }

    /// The untruncated bytes.
    public var encoded: [UInt8] {
        var list: [UInt8] = []
        for descriptor in descriptors {
            list.append(bigEndian: descriptor.key)
            list.append(zeroes: 4)
            list.append((descriptor.allTargetPorts ? 2 : 0) | (descriptor.held == nil ? 0 : 1))
            list.append(descriptor.held?.rawValue ?? 0)
            list.append(zeroes: 4)
            list.append(bigEndian: descriptor.relativeTargetPort)
            let port = descriptor.initiatorPort.encoded
            list.append(bigEndian: UInt32(clamping: port.count))
            list += port
        }
        var bytes: [UInt8] = []
        bytes.append(bigEndian: generation)
        bytes.append(bigEndian: UInt32(clamping: list.count))
        return bytes + list
    }

    /// Reads an answer, complete or cut short: descriptors that are not whole are left out.
    ///
    /// TransportIDs of unknown transports are kept as their bytes.
    /// - Throws: ``DataFormatError`` when there is no header, or a whole descriptor makes no sense.
    public init(decoding bytes: Span<UInt8>) throws(DataFormatError) {
        guard let generation = bytes.integer(at: 0, as: UInt32.self),
            let stated = bytes.integer(at: 4, as: UInt32.self).map(Int.init)
        else { throw DataFormatError(offset: bytes.count, "the header is cut short") }
        self.generation = generation
        descriptors = []
        var offset = 8
        let end = 8 + stated
        while offset < end {
            guard let length = bytes.integer(at: offset + 20, as: UInt32.self).map(Int.init),
                bytes.count - offset - 24 >= length
            else {
                isTruncated = true
                break
            }
            descriptors.append(try Self.descriptor(bytes, at: offset, portLength: length))
            offset += 24 + length
        }
    }

    private static func descriptor(
        _ bytes: Span<UInt8>, at offset: Int, portLength: Int
    ) throws(DataFormatError) -> Descriptor {
        let flags = bytes[offset + 12]
        var held: ReservationType?
        if flags & 1 != 0 {
            guard let type = ReservationType(rawValue: bytes[offset + 13] & 0x0f) else {
                throw DataFormatError(offset: offset + 13, "the type is unknown")
            }
            held = type
        }
        let port = bytes.copy(offset + 24..<offset + 24 + portLength)
        return Descriptor(
            key: bytes.integer(at: offset) ?? 0, allTargetPorts: flags & 2 != 0, held: held,
            relativeTargetPort: bytes.integer(at: offset + 18) ?? 0,
            initiatorPort: (try? TransportID.decode(port.span).id) ?? .other(port))
    }
}
