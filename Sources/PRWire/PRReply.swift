public import SCSI

/// A helper's answer to one command.
public struct PRReply: Sendable, Hashable {
    /// The status of the command.
    public var status: SCSIStatus
    /// The sense data as they came, 96 bytes with CHECK CONDITION, otherwise none.
    public var senseBytes: [UInt8]
    /// The data of a PERSISTENT RESERVE IN that succeeded.
    public var data: [UInt8]

    /// Creates an answer from what a device said.
    ///
    /// Sense data are kept only with CHECK CONDITION, cut or padded to 96 bytes.
    public init(status: SCSIStatus, senseBytes: [UInt8] = [], data: [UInt8] = []) {
        self.status = status
        self.data = data
        guard status == .checkCondition else {
            self.senseBytes = []
            return
        }
        let known = senseBytes.prefix(PRWire.senseLength)
        self.senseBytes = known + [UInt8](repeating: 0, count: PRWire.senseLength - known.count)
    }

    /// Creates an answer that the helper makes itself, with sense data in fixed format.
    public init(_ result: CommandResult, data: [UInt8] = []) {
        self.init(status: result.status, senseBytes: result.sense?.fixed ?? [], data: data)
    }

    /// Status and sense data; sense data that cannot be read are an I/O error.
    public var result: CommandResult {
        guard status == .checkCondition else { return CommandResult(status) }
        return .checkCondition(Sense(decoding: senseBytes.span) ?? .ioError)
    }

    /// The bytes of the answer to a command: data only if it was PERSISTENT RESERVE IN and succeeded, and no more than it
    /// asked for.
    public func encoded(allocationLength: Int) -> [UInt8] {
        let payload = status == .good ? data.prefix(max(0, allocationLength)) : []
        var bytes: [UInt8] = [0, 0, 0, status.rawValue]
        bytes.append(bigEndian: UInt32(clamping: payload.count))
        let sense = status == .checkCondition ? senseBytes.prefix(PRWire.senseLength) : []
        bytes += sense
        bytes.append(zeroes: PRWire.senseLength - sense.count)
        return bytes + payload
    }

    /// Reads the fixed part of an answer, and how much data will follow.
    /// - Throws: ``PRWireError`` when the status is no status or the size is more than the command allows.
    static func decode(
        _ bytes: Span<UInt8>, allocationLength: Int
    ) throws(PRWireError) -> (reply: PRReply, size: Int) {
        guard let status = bytes.integer(at: 0, as: UInt32.self), let size = bytes.integer(at: 4, as: UInt32.self),
            bytes.count >= PRWire.replyLength
        else { throw PRWireError(.badReply, "the answer is cut short") }
        guard let byte = UInt8(exactly: status) else {
            throw PRWireError(.badReply, "\(Int32(bitPattern: status)) is no SCSI status")
        }
        let reply = PRReply(status: SCSIStatus(rawValue: byte), senseBytes: bytes.copy(8..<PRWire.replyLength))
        guard size <= UInt32(clamping: allocationLength) else {
            throw PRWireError(.badReply, "the answer has \(size) bytes of data, the command takes \(allocationLength)")
        }
        guard size == 0 || reply.status == .good else {
            throw PRWireError(.badReply, "an answer that is not GOOD has data")
        }
        return (reply, Int(size))
    }
}
