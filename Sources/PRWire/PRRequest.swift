public import SCSI

/// A command as a client hands it to a helper: the CDB, and what goes with it.
///
/// Only what a helper can take becomes a value of this type, so that no guest can make a helper hang up.
public struct PRRequest: Sendable, Hashable {
    /// The CDB of PERSISTENT RESERVE IN or OUT, 10 bytes.
    public let command: [UInt8]
    /// The parameter list of PERSISTENT RESERVE OUT; empty otherwise.
    public let list: [UInt8]
    /// How much data the answer may have, in bytes; 0 for PERSISTENT RESERVE OUT.
    public let allocationLength: Int

    /// Whether the command changes something, so that the descriptor must be open for writing.
    public var isOut: Bool { command[0] == Opcode.persistentReserveOut }

    /// Takes a guest's command.
    /// - Parameters:
    ///   - command: The CDB, 1 to 16 bytes; missing bytes are zeroes, and bytes beyond the tenth are dropped.
    ///   - direction: Which way the guest says the data go.
    ///   - buffer: The guest's data: the parameter list, or for PERSISTENT RESERVE IN as many bytes as there is room.
    ///   - bufferLength: How many bytes the guest has, either way.
    /// - Throws: ``PRWireError`` for what is refused without asking the helper (QEMU: EINVAL).
    public init(
        command: Span<UInt8>, direction: DataDirection, list buffer: Span<UInt8>, bufferLength: Int
    ) throws(PRWireError) {
        guard (1...PRWire.commandLength).contains(command.count) else {
            throw PRWireError(.badCommand, "a CDB has 1 to \(PRWire.commandLength) bytes, not \(command.count)")
        }
        var block = (0..<10).map { $0 < command.count ? command[$0] : 0 }
        // NACA and link bits mean nothing to a helper.
        block[9] = 0
        let length = try PRWire.dataLength(of: block)
        let expected: DataDirection = block[0] == Opcode.persistentReserveOut ? .toDevice : .fromDevice
        guard direction == expected || (direction == .none && length == 0) else {
            throw PRWireError(.badCommand, "the data of the command go the other way")
        }
        guard bufferLength >= length else {
            throw PRWireError(.badLength, "the command moves \(length) bytes, the buffer has \(bufferLength)")
        }
        self.command = block
        if block[0] == Opcode.persistentReserveOut {
            guard buffer.count >= length else {
                throw PRWireError(.badLength, "the parameter list has \(buffer.count) bytes, not \(length)")
            }
            list = (0..<length).map { buffer[$0] }
            allocationLength = 0
        } else {
            list = []
            allocationLength = length
        }
    }

    /// Takes a PERSISTENT RESERVE IN that was built here.
    /// - Throws: ``PRWireError`` when the allocation length is more than a helper takes.
    public init(_ command: PersistentReserveIn) throws(PRWireError) {
        try self.init(
            command: command.block.span, direction: .fromDevice, list: [UInt8]().span,
            bufferLength: Int(command.allocationLength))
    }

    /// Takes a PERSISTENT RESERVE OUT that was built here.
    /// - Throws: ``PRWireError`` when the parameter list is longer than a helper takes.
    public init(_ command: PersistentReserveOut) throws(PRWireError) {
        let list = command.parameterList
        try self.init(command: command.block.span, direction: .toDevice, list: list.span, bufferLength: list.count)
    }

    /// The CDB as it goes over the wire, together with one file descriptor.
    public var commandBytes: [UInt8] {
        command + [UInt8](repeating: 0, count: PRWire.commandLength - command.count)
    }
}

extension PRWire {
    /// The number of data bytes that a CDB of at least 9 bytes asks for.
    ///
    /// Both ends of the protocol count with 16 bits, although PERSISTENT RESERVE OUT has 32: a length with more would mean
    /// one thing to the ends and another to the device, so that it is refused.
    /// - Throws: ``PRWireError`` for other commands and lengths that are too large.
    static func dataLength(of block: [UInt8]) throws(PRWireError) -> Int {
        let length = Int(block[7]) << 8 | Int(block[8])
        switch block[0] {
        case Opcode.persistentReserveIn:
            break
        case Opcode.persistentReserveOut:
            guard block[5] == 0, block[6] == 0 else {
                throw PRWireError(.badLength, "the parameter list is longer than \(maximumTransfer) bytes")
            }
        default:
            throw PRWireError(.badCommand, "the command is neither PERSISTENT RESERVE IN nor OUT")
        }
        guard length <= maximumTransfer else {
            throw PRWireError(.badLength, "\(length) bytes of data are more than \(maximumTransfer)")
        }
        return length
    }
}
