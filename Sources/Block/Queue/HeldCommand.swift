internal import SCSI
internal import Sys

/// A device command as a request keeps it: the caller's is read once, when it is queued, so that whoever shares its
/// memory, such as a guest, can't make it another between check and execution.
struct HeldCommand {
    /// The longest CDB that the kernel takes.
    static let longestBlock = 32

    /// The bytes of the CDB.
    var block: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    /// The command, whose CDB is ``block``.
    var command = HeldCommand.nothing
    var commandClass = CommandClass.write
    /// What the gate's word must not have.
    var gateMask: UInt64 = 0
    /// Why it can't be one.
    var failure: Errno?
    /// Where the answer arrives while a manager has the command.
    var reply: Reply?

    private static var nothing: PassThroughCommand {
        let none = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        return PassThroughCommand(
            cdb: UnsafeRawBufferPointer(none), direction: .none, data: none, sense: none, timeoutMilliseconds: 0)
    }

    /// Reads the caller's command into the memory that holds this value and doesn't move; EINVAL when it can't be one.
    static func read(
        _ address: UInt64, into held: UnsafeMutablePointer<HeldCommand>
    ) throws(Errno) {
        guard let caller = UnsafePointer<PassThroughCommand>(bitPattern: UInt(address)) else { throw .invalidArgument }
        var command = caller.pointee
        guard (1...longestBlock).contains(command.cdb.count), command.data.count <= Int(Int32.max) else {
            throw .invalidArgument
        }
        let offset = MemoryLayout<HeldCommand>.offset(of: \.block) ?? 0
        let block = UnsafeMutableRawBufferPointer(
            start: UnsafeMutableRawPointer(held) + offset, count: command.cdb.count)
        block.copyMemory(from: command.cdb)
        command.cdb = UnsafeRawBufferPointer(block)
        held.pointee.command = command
        let bytes = block.assumingMemoryBound(to: UInt8.self).span
        held.pointee.commandClass = CommandClass(of: bytes)
        held.pointee.gateMask = GateWord.mask(of: held.pointee.commandClass, UnitAttentionRule(for: bytes))
    }

    /// True for PERSISTENT RESERVE IN and OUT.
    var isReservation: Bool { commandClass == .persistentReserveIn || commandClass == .persistentReserveOut }

    /// The copy that goes to a manager.
    ///
    /// The rules are those of QEMU's manager: a CDB has at most 16 bytes, the direction is the command's, and the
    /// caller's memory is as large as the CDB says.
    /// - Throws: EINVAL.
    func reservation() throws(Errno) -> ReservationCommand {
        guard command.cdb.count <= 16 else { throw .invalidArgument }
        // Missing bytes are zeroes; SCSI gives these commands ten.
        var block = Array(command.cdb)
        while block.count < 10 { block.append(0) }
        guard let transfer = CommandTransfer(of: block.span), case .bytes(let count) = transfer.amount else {
            throw .invalidArgument
        }
        let direction: DataDirection =
            switch command.direction {
            case .none: .none
            case .toDevice: .toDevice
            case .fromDevice: .fromDevice
            }
        let natural: DataDirection = commandClass == .persistentReserveOut ? .toDevice : .fromDevice
        guard direction == natural || (direction == .none && count == 0), count <= UInt64(command.data.count) else {
            throw .invalidArgument
        }
        // What is longer than any parameter list is not worth a copy.
        guard natural == .fromDevice || count <= UInt64(PersistentReserveOut.maximumListLength) else {
            throw .invalidArgument
        }
        return ReservationCommand(
            block: block, list: natural == .toDevice ? Array(command.data.prefix(Int(count))) : [],
            room: natural == .toDevice ? 0 : command.data.count, timeoutMilliseconds: command.timeoutMilliseconds)
    }
}
