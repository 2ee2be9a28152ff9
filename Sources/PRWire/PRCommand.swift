public import SCSI

/// A command as a helper executes it: rebuilt from the fields that are known, nothing else of the client's CDB survives.
public struct PRCommand: Sendable, Hashable {
    /// What is asked for.
    public enum Action: Sendable, Hashable {
        /// A service action of PERSISTENT RESERVE IN.
        case read(PersistentReserveIn.ServiceAction)
        /// A service action of PERSISTENT RESERVE OUT: the descriptor must be open for writing.
        case write(PersistentReserveOut.ServiceAction)
    }

    /// What is asked for.
    public let action: Action
    /// The CDB for the device, 10 bytes, reserved fields and control byte zero.
    public let block: [UInt8]
    /// The parameter list of PERSISTENT RESERVE OUT, exactly as long as the CDB says.
    public let list: [UInt8]
    /// How much data the client takes, in bytes; 0 for PERSISTENT RESERVE OUT.
    public let allocationLength: Int

    /// Whether the descriptor must be open for writing.
    public var isOut: Bool {
        if case .write = action { true } else { false }
    }

    /// Takes a CDB whose opcode and length were checked; nil for service actions that do not exist.
    init?(_ bytes: [UInt8], list: [UInt8]) {
        let code = bytes[1] & 0x1f
        if bytes[0] == Opcode.persistentReserveIn {
            guard let action = PersistentReserveIn.ServiceAction(rawValue: code) else { return nil }
            self.action = .read(action)
            allocationLength = Int(bytes[7]) << 8 | Int(bytes[8])
            block = [Opcode.persistentReserveIn, code, 0, 0, 0, 0, 0, bytes[7], bytes[8], 0]
        } else {
            guard let action = PersistentReserveOut.ServiceAction(rawValue: code) else { return nil }
            self.action = .write(action)
            allocationLength = 0
            block = [Opcode.persistentReserveOut, code, bytes[2], 0, 0, 0, 0, bytes[7], bytes[8], 0]
        }
        self.list = list
    }
}
