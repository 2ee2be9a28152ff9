/// The six types of a persistent reservation (SPC-5 table 228).
public enum ReservationType: UInt8, Sendable, Hashable, CaseIterable {
    /// The holder alone may write; everybody may read.
    case writeExclusive = 1
    /// The holder alone may read and write.
    case exclusiveAccess = 3
    /// Registered nexuses may write, everybody may read; one nexus holds the reservation.
    case writeExclusiveRegistrantsOnly = 5
    /// Registered nexuses may read and write; one nexus holds the reservation.
    case exclusiveAccessRegistrantsOnly = 6
    /// Registered nexuses may write, everybody may read; all of them hold the reservation.
    case writeExclusiveAllRegistrants = 7
    /// Registered nexuses may read and write; all of them hold the reservation.
    case exclusiveAccessAllRegistrants = 8

    /// Whether every registered nexus holds the reservation.
    public var isHeldByAll: Bool { self == .writeExclusiveAllRegistrants || self == .exclusiveAccessAllRegistrants }

    /// Whether registered nexuses that do not hold it may do everything: the registrants only types.
    public var isRegistrantsOnly: Bool {
        self == .writeExclusiveRegistrantsOnly || self == .exclusiveAccessRegistrantsOnly
    }

    /// Whether nexuses that are locked out may still read.
    public var allowsReading: Bool {
        switch self {
        case .writeExclusive, .writeExclusiveRegistrantsOnly, .writeExclusiveAllRegistrants: true
        default: false
        }
    }

    /// The type's number in NVMe and in Linux's `IOC_PR_*` (1 to 6 in the order above).
    public var linuxNumber: UInt32 {
        switch self {
        case .writeExclusive: 1
        case .exclusiveAccess: 2
        case .writeExclusiveRegistrantsOnly: 3
        case .exclusiveAccessRegistrantsOnly: 4
        case .writeExclusiveAllRegistrants: 5
        case .exclusiveAccessAllRegistrants: 6
        }
    }

    /// The type with a number of NVMe or Linux.
    public init?(linuxNumber: UInt32) {
        guard let type = Self.allCases.first(where: { $0.linuxNumber == linuxNumber }) else { return nil }
        self = type
    }

    /// The type's bit in the type mask of REPORT CAPABILITIES, read as a big-endian number.
    public var maskBit: UInt16 { self == .exclusiveAccessAllRegistrants ? 0x0001 : 0x0100 << UInt16(rawValue % 8) }

    /// The mask with all six types.
    public static let completeMask = allCases.reduce(0 as UInt16) { $0 | $1.maskBit }
}

extension ReservationType {
    /// The name, as options and the schema have it: such as `write-exclusive`.
    public var name: String {
        switch self {
        case .writeExclusive: "write-exclusive"
        case .exclusiveAccess: "exclusive-access"
        case .writeExclusiveRegistrantsOnly: "write-exclusive-registrants-only"
        case .exclusiveAccessRegistrantsOnly: "exclusive-access-registrants-only"
        case .writeExclusiveAllRegistrants: "write-exclusive-all-registrants"
        case .exclusiveAccessAllRegistrants: "exclusive-access-all-registrants"
        }
    }

    /// The type of a name, or nil when there is none.
    public init?(name: String) {
        guard let type = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = type
    }
}
