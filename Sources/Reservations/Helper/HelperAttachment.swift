internal import Block
internal import PRWire
internal import SCSI
internal import Sys

/// A node whose commands go to a helper.
final class HelperAttachment: PRAttachment {
    private let client: HelperClient
    /// The node's number, which names whatever description the node uses at the time.
    private let descriptor: Int32

    init(_ client: HelperClient, _ descriptor: Int32) {
        self.client = client
        self.descriptor = descriptor
    }

    func submit(_ command: ReservationCommand, reply: Reply) {
        let (request, file): (PRRequest, HelperFile)
        do {
            request = try PRRequest(
                command: command.block.span, direction: command.isOut ? .toDevice : .fromDevice,
                list: command.list.span, bufferLength: command.isOut ? command.list.count : command.room)
            file = try HelperFile(descriptor)
        } catch {
            reply.answer(.failure(((error as? Errno) ?? .invalidArgument).rawValue))
            return
        }
        let own = command.timeoutMilliseconds == 0 ? UInt64.max : UInt64(command.timeoutMilliseconds) * 1_000_000
        client.submit(request, with: file, of: self, timeout: own, reply: reply)
    }

    func cancel(_ reply: Reply) { client.wake() }

    /// What is still waiting has nobody to wait for it, and is dropped with its descriptor.
    func detach() { client.wake() }
}

/// The descriptor that goes along with a command: a duplicate, made while the node is there, so that a command that is
/// sent late can't name a file that took the number meanwhile.
final class HelperFile: Sendable {
    private let own: Descriptor

    init(_ descriptor: Int32) throws(Errno) { own = try System.duplicate(descriptor) }

    var descriptor: Int32 { own.rawValue }
}

/// One command on its way through a client.
struct HelperJob {
    let attachment: HelperAttachment
    let request: PRRequest
    /// Until it is sent: it shares the locks of the node's file.
    var file: HelperFile?
    let reply: Reply
    /// When the command fails, whoever has it.
    let deadline: UInt64
    /// When it fails if no connection has taken it by then.
    let connectDeadline: UInt64
}

extension ReservationAnswer {
    /// What a helper answered: sense data as long as they say they are.
    init(_ reply: PRReply) {
        self = .status(
            reply.status, sense: Array(reply.senseBytes.prefix(Self.senseLength(reply.senseBytes))), data: reply.data)
    }

    private static func senseLength(_ bytes: [UInt8]) -> Int {
        guard bytes.count >= 8, (0x70...0x73).contains(bytes[0] & 0x7f) else { return bytes.count }
        return 8 + Int(bytes[7])
    }
}
