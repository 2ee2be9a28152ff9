/// What a command does, as far as persistent reservations care (the rows of the conflict table, SPC-5 table 14 and the
/// tables of SBC-4).
public enum CommandClass: Sendable, Hashable, CaseIterable {
    /// Looks at the medium or at settings: conflicts where Exclusive Access types lock the nexus out.
    case read
    /// Changes the medium, its caches or settings: conflicts where any type locks the nexus out.
    ///
    /// Commands that nobody knows are of this class.
    case write
    /// Never conflicts.
    case always
    /// PERSISTENT RESERVE IN: never conflicts.
    case persistentReserveIn
    /// PERSISTENT RESERVE OUT: the state machine decides.
    case persistentReserveOut
    /// RESERVE and RELEASE of SPC-2: the state machine decides.
    case reserveRelease

    /// Classifies any command descriptor block, whatever its length.
    public init(of command: Span<UInt8>) {
        guard let opcode = command.integer(at: 0, as: UInt8.self) else {
            self = .write
            return
        }
        switch opcode {
        case Opcode.read6, Opcode.read10, Opcode.read12, Opcode.read16, Opcode.verify10, Opcode.verify12,
            Opcode.verify16, Opcode.preFetch10, Opcode.preFetch16, Opcode.readDefectData10, Opcode.readDefectData12,
            Opcode.modeSense6, Opcode.modeSense10, Opcode.readBuffer10, Opcode.readBuffer16, Opcode.readAttribute,
            Opcode.receiveDiagnosticResults, Opcode.securityProtocolIn:
            self = .read
        case Opcode.inquiry, Opcode.requestSense, Opcode.reportLUNs, Opcode.testUnitReady, Opcode.logSense,
            Opcode.readCapacity10, Opcode.accessControlIn, Opcode.accessControlOut:
            self = .always
        case Opcode.startStopUnit:
            self = Self.startStopUnit(command)
        case Opcode.preventAllowMediumRemoval:
            self = command.integer(at: 4, as: UInt8.self).map { $0 & 3 } == 0 ? .always : .write
        case Opcode.serviceActionIn16:
            self = Self.serviceActionIn(command)
        case Opcode.maintenanceIn:
            self = Self.maintenanceIn(command)
        case Opcode.variableLength:
            self = Self.variableLength(command)
        case Opcode.persistentReserveIn:
            self = .persistentReserveIn
        case Opcode.persistentReserveOut:
            self = .persistentReserveOut
        case Opcode.reserve6, Opcode.release6, Opcode.reserve10, Opcode.release10:
            self = .reserveRelease
        default:
            self = .write
        }
    }

    /// Starting is harmless; stopping, ejecting and other power conditions take the unit from its holder.
    private static func startStopUnit(_ command: Span<UInt8>) -> CommandClass {
        command.integer(at: 4, as: UInt8.self).map { $0 & 0xf3 } == 0x01 ? .always : .write
    }

    private static func serviceActionIn(_ command: Span<UInt8>) -> CommandClass {
        switch serviceAction(command) {
        case 0x10: .always  // READ CAPACITY (16)
        case 0x12: .read  // GET LBA STATUS (16)
        default: .write
        }
    }

    private static func maintenanceIn(_ command: Span<UInt8>) -> CommandClass {
        switch serviceAction(command) {
        case 0x05, 0x0a, 0x0e, 0x0f: .always  // REPORT IDENTIFYING INFORMATION, TARGET PORT GROUPS, PRIORITY, TIMESTAMP
        case 0x0c, 0x0d: .read  // REPORT SUPPORTED OPERATION CODES, TASK MANAGEMENT FUNCTIONS
        default: .write
        }
    }

    private static func variableLength(_ command: Span<UInt8>) -> CommandClass {
        switch command.integer(at: 8, as: UInt16.self) {
        case 0x0009, 0x000a, 0x0012: .read  // READ (32), VERIFY (32), GET LBA STATUS (32)
        default: .write
        }
    }

    private static func serviceAction(_ command: Span<UInt8>) -> UInt8? {
        command.integer(at: 1, as: UInt8.self).map { $0 & 0x1f }
    }
}

/// What a pending unit attention does to a command (SPC-5 5.14).
public enum UnitAttentionRule: Sendable, Hashable {
    /// The command is answered with the unit attention instead of being executed.
    case report
    /// The command neither reports nor clears it: INQUIRY and REPORT LUNS.
    case ignore
    /// The command returns it as data with GOOD, and clears it: REQUEST SENSE.
    case returnAsData

    /// The rule for any command descriptor block.
    public init(for command: Span<UInt8>) {
        switch command.isEmpty ? nil : command[0] {
        case Opcode.inquiry, Opcode.reportLUNs: self = .ignore
        case Opcode.requestSense: self = .returnAsData
        default: self = .report
        }
    }
}
