/// The PERSISTENT RESERVE IN command (5Eh).
public struct PersistentReserveIn: Sendable, Hashable {
    /// What is asked.
    public enum ServiceAction: UInt8, Sendable, Hashable, CaseIterable {
        /// Every registered key.
        case readKeys = 0
        /// The reservation.
        case readReservation = 1
        /// What the device can do.
        case reportCapabilities = 2
        /// Every registration with its nexus.
        case readFullStatus = 3
    }

    /// The length of the command descriptor block in bytes.
    public static let blockLength = 10

    /// What is asked.
    public var action: ServiceAction
    /// How many bytes of the answer the initiator has room for.
    public var allocationLength: UInt16

    /// Creates a command.
    public init(_ action: ServiceAction, allocationLength: UInt16) {
        self.action = action
        self.allocationLength = allocationLength
    }

    /// Reads a command descriptor block.
    /// - Throws: The sense data to answer with.
    public init(decoding block: Span<UInt8>) throws(Sense) {
        guard block.integer(at: 0, as: UInt8.self) == Opcode.persistentReserveIn else {
            throw Sense.invalidOperationCode
        }
        guard block.count >= Self.blockLength, let action = ServiceAction(rawValue: block[1] & 0x1f) else {
            throw Sense.invalidFieldInCDB(byte: 1, bit: 4)
        }
        self.init(action, allocationLength: UInt16(block[7]) << 8 | UInt16(block[8]))
    }

    /// The command descriptor block, 10 bytes, control byte zero.
    public var block: [UInt8] {
        var bytes = [Opcode.persistentReserveIn, action.rawValue, 0, 0, 0, 0, 0]
        bytes.append(bigEndian: allocationLength)
        return bytes + [0]
    }
}
