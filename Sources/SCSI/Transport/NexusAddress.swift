/// The identity of an I_T nexus of a software manager: a SAS address of the locally assigned kind (NAA 3).
///
/// A guest sees it as the TransportID of READ FULL STATUS. It is made from the disk's identity and the initiator's
/// name, so that it comes out the same after a restart and on every host.
public struct NexusAddress: RawRepresentable, Sendable, Hashable, Comparable {
    /// The address.
    public var rawValue: UInt64

    /// Takes any address.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Derives the address of an initiator at a disk: NAA 3, then the first 60 bits of a SHA-256.
    ///
    /// The hashed message is the domain `holdfast nexus 1`, the disk's identity and the initiator's name, each after
    /// its length as a 32-bit big-endian number. The rule is part of the state's format: it never changes.
    public init(diskIdentity: [UInt8], initiator: InitiatorName) {
        rawValue = LocalAddress.derive("holdfast nexus 1", [diskIdentity, Array(initiator.text.utf8)])
    }

    /// The address as a TransportID.
    public var transportID: TransportID { .sas(address: rawValue) }

    /// Orders addresses by their number.
    public static func < (left: NexusAddress, right: NexusAddress) -> Bool { left.rawValue < right.rawValue }
}

extension NexusAddress: CustomStringConvertible {
    /// Sixteen hexadecimal digits, as `sg_persist` and sysfs print a SAS address.
    public var description: String {
        let digits = String(rawValue, radix: 16)
        return "0x" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

/// Addresses of the NAA 3 kind, which may be assigned without asking anybody.
enum LocalAddress {
    static func derive(_ domain: String, _ parts: [[UInt8]]) -> UInt64 {
        var message: [UInt8] = []
        for part in [Array(domain.utf8)] + parts {
            message.append(bigEndian: UInt32(truncatingIfNeeded: part.count))
            message += part
        }
        let hash = SHA256.digest(of: message).prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return 0x3000_0000_0000_0000 | hash >> 4
    }
}
