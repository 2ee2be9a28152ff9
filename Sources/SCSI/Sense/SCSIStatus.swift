/// The status byte that ends a SCSI command (SAM-5 5.3).
public struct SCSIStatus: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The status byte.
    public var rawValue: UInt8

    /// Takes any byte; unknown ones are kept as they are.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The command succeeded.
    public static let good = SCSIStatus(rawValue: 0x00)
    /// The command failed, and sense data tells why.
    public static let checkCondition = SCSIStatus(rawValue: 0x02)
    /// The requested operation is satisfied (PRE-FETCH, SEARCH).
    public static let conditionMet = SCSIStatus(rawValue: 0x04)
    /// The logical unit is busy.
    public static let busy = SCSIStatus(rawValue: 0x08)
    /// A reservation forbids the command; there is no sense data.
    public static let reservationConflict = SCSIStatus(rawValue: 0x18)
    /// The command was terminated (obsolete since SAM-3).
    public static let commandTerminated = SCSIStatus(rawValue: 0x22)
    /// The task set has no room.
    public static let taskSetFull = SCSIStatus(rawValue: 0x28)
    /// An auto contingent allegiance is active.
    public static let acaActive = SCSIStatus(rawValue: 0x30)
    /// The command was aborted by another nexus, with TAS=1.
    public static let taskAborted = SCSIStatus(rawValue: 0x40)

    /// The name in the standard, or the byte.
    public var description: String {
        switch self {
        case .good: "GOOD"
        case .checkCondition: "CHECK CONDITION"
        case .conditionMet: "CONDITION MET"
        case .busy: "BUSY"
        case .reservationConflict: "RESERVATION CONFLICT"
        case .commandTerminated: "COMMAND TERMINATED"
        case .taskSetFull: "TASK SET FULL"
        case .acaActive: "ACA ACTIVE"
        case .taskAborted: "TASK ABORTED"
        default: "status \(hexadecimal: rawValue)"
        }
    }
}

extension DefaultStringInterpolation {
    /// Writes a number as the standards do: `2Ah`.
    mutating func appendInterpolation(hexadecimal value: UInt8) {
        let digits = String(value, radix: 16, uppercase: true)
        appendLiteral((digits.utf8.count < 2 ? "0" : "") + digits + "h")
    }
}
