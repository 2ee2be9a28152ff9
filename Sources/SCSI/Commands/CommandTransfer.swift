/// Where the data of a command go.
public enum DataDirection: Sendable, Hashable {
    /// There are no data.
    case none
    /// From the device to the initiator.
    case fromDevice
    /// From the initiator to the device.
    case toDevice
}

/// How much data a command moves, and where to, as its descriptor block tells.
public struct CommandTransfer: Sendable, Hashable {
    /// How much data there are.
    public enum Amount: Sendable, Hashable {
        /// So many bytes.
        case bytes(UInt64)
        /// So many logical blocks.
        case blocks(UInt64)
    }

    /// Where the data go.
    public var direction: DataDirection
    /// How much is moved at most.
    public var amount: Amount

    /// Creates a description; nothing to move is no direction either.
    public init(_ direction: DataDirection, _ amount: Amount) {
        let isEmpty = amount == .bytes(0) || amount == .blocks(0)
        self.direction = isEmpty ? .none : direction
        self.amount = isEmpty ? .bytes(0) : amount
    }

    /// A command without data.
    public static let none = CommandTransfer(.none, .bytes(0))

    /// The size in bytes for a block size, or nil when it does not fit.
    public func byteCount(blockSize: UInt64) -> UInt64? {
        switch amount {
        case .bytes(let count):
            return count
        case .blocks(let count):
            let (product, overflow) = count.multipliedReportingOverflow(by: blockSize)
            return overflow ? nil : product
        }
    }

    /// Reads a command descriptor block; nil when it is too short or its opcode does not tell.
    ///
    /// FORMAT UNIT, REASSIGN BLOCKS and vendor commands carry no length, so the caller's own is all there is.
    public init?(of command: Span<UInt8>) {
        guard let opcode = command.integer(at: 0, as: UInt8.self), let length = CommandBlock.length(of: command),
            command.count >= length
        else { return nil }
        let field = CommandBlock.transferField(of: command) ?? 0
        switch opcode {
        case Opcode.read6:
            self.init(.fromDevice, .blocks(field == 0 ? 256 : field))
        case Opcode.write6:
            self.init(.toDevice, .blocks(field == 0 ? 256 : field))
        case Opcode.read10, Opcode.read12, Opcode.read16:
            self.init(.fromDevice, .blocks(field))
        case Opcode.write10, Opcode.write12, Opcode.write16, Opcode.writeAndVerify10, Opcode.writeAndVerify12,
            Opcode.writeAndVerify16, Opcode.orWrite16:
            self.init(.toDevice, .blocks(field))
        case Opcode.writeAtomic16:
            self.init(.toDevice, .blocks(UInt64(command[12]) << 8 | UInt64(command[13])))
        case Opcode.verify10, Opcode.verify12, Opcode.verify16:
            self = Self.verify(byteCheck: command[1] >> 1 & 3, blocks: field)
        case Opcode.compareAndWrite:
            self.init(.toDevice, .blocks(2 * UInt64(command[13])))
        case Opcode.writeSame10:
            self.init(.toDevice, .blocks(1))
        case Opcode.writeSame16:
            self.init(.toDevice, .blocks(command[1] & 1 != 0 ? 0 : 1))
        case Opcode.variableLength:
            guard let transfer = Self.variableLength(command) else { return nil }
            self = transfer
        default:
            guard let transfer = Self.bytesOrNothing(command, opcode: opcode, field: field) else { return nil }
            self = transfer
        }
    }

    /// BYTCHK 01b compares with as many blocks as are verified, 11b with a single one, 00b with none.
    private static func verify(byteCheck: UInt8, blocks: UInt64) -> CommandTransfer {
        switch byteCheck {
        case 1: CommandTransfer(.toDevice, .blocks(blocks))
        case 3: CommandTransfer(.toDevice, .blocks(1))
        default: .none
        }
    }

    private static func variableLength(_ command: Span<UInt8>) -> CommandTransfer? {
        guard let action = command.integer(at: 8, as: UInt16.self),
            let blocks = command.integer(at: 28, as: UInt32.self).map(UInt64.init)
        else { return nil }
        switch action {
        case 0x0009: return CommandTransfer(.fromDevice, .blocks(blocks))
        case 0x000a: return verify(byteCheck: command[10] >> 1 & 3, blocks: blocks)
        case 0x000b, 0x000c, 0x000e: return CommandTransfer(.toDevice, .blocks(blocks))
        case 0x000d: return CommandTransfer(.toDevice, .blocks(command[10] & 1 != 0 ? 0 : 1))
        case 0x0012: return CommandTransfer(.fromDevice, .bytes(blocks))
        default: return nil
        }
    }

    private static func bytesOrNothing(_ command: Span<UInt8>, opcode: UInt8, field: UInt64) -> CommandTransfer? {
        let middle = UInt64(command[3]) << 8 | UInt64(command[4])
        switch opcode {
        case Opcode.testUnitReady, Opcode.startStopUnit, Opcode.preventAllowMediumRemoval, Opcode.preFetch10,
            Opcode.preFetch16, Opcode.synchronizeCache10, Opcode.synchronizeCache16, Opcode.reserve6, Opcode.release6,
            Opcode.release10, Opcode.zoneOut:
            return CommandTransfer.none
        case Opcode.requestSense, Opcode.modeSense6, Opcode.modeSense10, Opcode.logSense, Opcode.readDefectData10,
            Opcode.readDefectData12, Opcode.readLong10, Opcode.persistentReserveIn, Opcode.reportLUNs,
            Opcode.maintenanceIn, Opcode.accessControlIn, Opcode.receiveCopyResults, Opcode.readAttribute,
            Opcode.zoneIn:
            return CommandTransfer(.fromDevice, .bytes(field))
        case Opcode.modeSelect6, Opcode.modeSelect10, Opcode.logSelect, Opcode.writeLong10, Opcode.unmap,
            Opcode.sanitize, Opcode.reserve10, Opcode.maintenanceOut, Opcode.accessControlOut, Opcode.extendedCopy:
            return CommandTransfer(.toDevice, .bytes(field))
        case Opcode.persistentReserveOut:
            // The one length of group 2 that is 32 bits wide.
            return CommandTransfer(.toDevice, .bytes(UInt64(command.integer(at: 5, as: UInt32.self) ?? 0)))
        case Opcode.inquiry, Opcode.receiveDiagnosticResults:
            return CommandTransfer(.fromDevice, .bytes(middle))
        case Opcode.sendDiagnostic:
            return CommandTransfer(.toDevice, .bytes(middle))
        case Opcode.readCapacity10:
            return CommandTransfer(.fromDevice, .bytes(8))
        case Opcode.readBuffer10, Opcode.writeBuffer:
            let count = UInt64(command[6]) << 16 | UInt64(command[7]) << 8 | UInt64(command[8])
            return CommandTransfer(opcode == Opcode.writeBuffer ? .toDevice : .fromDevice, .bytes(count))
        case Opcode.readBuffer16:
            return CommandTransfer(.fromDevice, .bytes(field))
        case Opcode.serviceActionIn16:
            return command[1] & 0x1f == 0x11
                ? CommandTransfer(.fromDevice, .bytes(UInt64(command[12]) << 8 | UInt64(command[13])))
                : CommandTransfer(.fromDevice, .bytes(field))
        case Opcode.serviceActionOut16:
            return command[1] & 0x1f == 0x11
                ? CommandTransfer(.toDevice, .bytes(UInt64(command[12]) << 8 | UInt64(command[13]))) : nil
        case Opcode.securityProtocolIn, Opcode.securityProtocolOut:
            let count = command[4] & 0x80 != 0 ? field * 512 : field
            return CommandTransfer(opcode == Opcode.securityProtocolIn ? .fromDevice : .toDevice, .bytes(count))
        default:
            return nil
        }
    }
}
