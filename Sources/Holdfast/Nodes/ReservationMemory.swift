internal import Block
internal import SCSI
internal import Sys

/// The memory of one command about reservations: what goes to the queue, and what comes back.
final class ReservationMemory: Sendable {
    private static let senseRoom = 252

    private let buffer: AlignedBuffer
    private let blockLength: Int
    private let dataLength: Int
    // Safety: written here and then only read, by the one queue that has the command.
    nonisolated(unsafe) let command: UnsafeMutablePointer<PassThroughCommand>

    /// Lays a command out: `data` are sent, or stand for the room that there is.
    init(
        _ block: [UInt8], _ direction: PassThroughCommand.Direction, _ data: [UInt8], timeout: Double?
    ) throws(Errno) {
        blockLength = block.count
        dataLength = data.count
        buffer = try AlignedBuffer(count: block.count + data.count + Self.senseRoom, alignment: 8)
        let bytes = buffer.bytes
        bytes.copyBytes(from: block + data)
        command = .allocate(capacity: 1)
        command.initialize(
            to: PassThroughCommand(
                cdb: UnsafeRawBufferPointer(rebasing: bytes[..<block.count]), direction: direction,
                data: UnsafeMutableRawBufferPointer(rebasing: bytes[block.count..<block.count + data.count]),
                sense: UnsafeMutableRawBufferPointer(rebasing: bytes[(block.count + data.count)...]),
                timeoutMilliseconds: timeout.map { UInt32(min(max($0 * 1000, 1), 3_600_000)) } ?? 0))
    }

    convenience init(_ command: PersistentReserveIn, timeout: Double?) throws(Errno) {
        let room = [UInt8](repeating: 0, count: Int(command.allocationLength))
        try self.init(command.block, .fromDevice, room, timeout: timeout)
    }

    convenience init(_ command: PersistentReserveOut, timeout: Double?) throws(Errno) {
        try self.init(command.block, .toDevice, command.parameterList, timeout: timeout)
    }

    deinit { command.deallocate() }

    /// What a completion says.
    ///
    /// - Throws: Why the command was not carried out.
    func reply(_ completion: Completion) throws(Errno) -> Node.ReservationReply {
        guard completion.result >= 0 else { throw Errno(result: Int(completion.result)) }
        let status = SCSIStatus(rawValue: completion.status)
        let sense = Array(command.pointee.sense.prefix(Int(completion.senseLength)))
        let isReading = command.pointee.direction == .fromDevice
        let received = isReading && status == .good ? dataLength - Int(completion.residual) : 0
        return Node.ReservationReply(
            result: CommandResult(
                status, sense: status == .checkCondition ? Sense(decoding: sense.span) ?? .ioError : nil),
            data: Array(command.pointee.data.prefix(max(0, received))))
    }
}
