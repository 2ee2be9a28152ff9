/// The answer to REPORT CAPABILITIES.
public struct ReservationCapabilities: Sendable, Hashable {
    /// RLR_C: REPLACE LOST RESERVATION is supported.
    public var replacesLostReservations = false
    /// CRH: holders and registrants may still send RESERVE and RELEASE of SPC-2.
    public var handlesCompatibleReservations = false
    /// SIP_C: SPEC_I_PT is supported.
    public var acceptsInitiatorPorts = false
    /// ATP_C: ALL_TG_PT is supported.
    public var acceptsAllTargetPorts = false
    /// PTPL_C: APTPL is supported.
    public var canPersist = false
    /// ALLOW COMMANDS: a code for what passes a reservation, three bits.
    public var allowCommands: UInt8 = 0
    /// PTPL_A: registrations and reservation outlive a loss of power now.
    public var persists = false
    /// The types that can be reserved, or nil when the device does not say (TMV=0).
    public var types: Set<ReservationType>?

    /// Creates an answer in which nothing is supported.
    public init() {}

    /// The eight bytes.
    public var encoded: [UInt8] {
        var first: UInt8 = replacesLostReservations ? 0x80 : 0
        if handlesCompatibleReservations { first |= 0x10 }
        if acceptsInitiatorPorts { first |= 0x08 }
        if acceptsAllTargetPorts { first |= 0x04 }
        if canPersist { first |= 0x01 }
        let second = (types == nil ? 0 : 0x80) | (allowCommands & 7) << 4 | (persists ? 1 : 0)
        var bytes: [UInt8] = [0, 8, first, second]
        bytes.append(bigEndian: (types ?? []).reduce(0 as UInt16) { $0 | $1.maskBit })
        return bytes + [0, 0]
    }

    /// Reads an answer.
    /// - Throws: ``DataFormatError`` when it is cut short.
    public init(decoding bytes: Span<UInt8>) throws(DataFormatError) {
        guard bytes.count >= 8, let mask = bytes.integer(at: 4, as: UInt16.self) else {
            throw DataFormatError(offset: bytes.count, "the answer is cut short")
        }
        guard bytes.integer(at: 0, as: UInt16.self).map({ $0 >= 8 }) == true else {
            throw DataFormatError(offset: 0, "the length is too small")
        }
        replacesLostReservations = bytes[2] & 0x80 != 0
        handlesCompatibleReservations = bytes[2] & 0x10 != 0
        acceptsInitiatorPorts = bytes[2] & 0x08 != 0
        acceptsAllTargetPorts = bytes[2] & 0x04 != 0
        canPersist = bytes[2] & 0x01 != 0
        allowCommands = bytes[3] >> 4 & 7
        persists = bytes[3] & 1 != 0
        types = bytes[3] & 0x80 == 0 ? nil : Set(ReservationType.allCases.filter { $0.maskBit & mask != 0 })
    }
}
