/// The name of an initiator port in the form that its transport gives it (SPC-5 7.6.4).
public enum TransportID: Sendable, Hashable {
    /// A Fibre Channel port, by its N_Port name.
    case fibreChannel(portName: UInt64)
    /// A serial attached SCSI port, by its SAS address.
    case sas(address: UInt64)
    /// An iSCSI initiator; with the session's ISID (48 bits) it names one port of it.
    case iscsi(name: String, sessionID: UInt64?)
    /// A transport that is not known here, as its bytes stand.
    case other([UInt8])

    /// The length in bytes of every TransportID that is not iSCSI's, and the shortest that one may have.
    public static let minimumLength = 24

    /// The transport protocol's number, or nil when there are no bytes.
    public var protocolIdentifier: UInt8? {
        switch self {
        case .fibreChannel: 0x0
        case .sas: 0x6
        case .iscsi: 0x5
        case .other(let bytes): bytes.first.map { $0 & 0x0f }
        }
    }

    /// The bytes of the TransportID; always a multiple of four when it was built here.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .fibreChannel(let portName):
            bytes.append(zeroes: 8)
            bytes.append(bigEndian: portName)
            bytes.append(zeroes: 8)
        case .sas(let address):
            bytes = [0x06, 0, 0, 0]
            bytes.append(bigEndian: address)
            bytes.append(zeroes: 12)
        case .iscsi(let name, let sessionID):
            let text = Array(name.utf8) + (sessionID.map(Self.sessionSuffix) ?? [])
            // At least one zero byte ends the name, and the whole is padded to a multiple of four.
            let length = max(20, (text.count + 4) / 4 * 4)
            bytes = [sessionID == nil ? 0x05 : 0x45, 0]
            bytes.append(bigEndian: UInt16(clamping: length))
            bytes += text
            bytes.append(zeroes: length - text.count)
        case .other(let raw):
            bytes = raw
        }
        return bytes
    }

    /// The separator and twelve digits of an ISID, as they follow the initiator's name.
    static func sessionSuffix(_ sessionID: UInt64) -> [UInt8] {
        let digits = String(sessionID & 0xffff_ffff_ffff, radix: 16)
        return Array((",i,0x" + String(repeating: "0", count: 12 - digits.utf8.count) + digits).utf8)
    }
}
