internal import Block
@_exported public import SCSI
public import Sys

/// Commands about reservations, for programs that have something to say themselves: before a guest runs, or at a
/// person's request. A guest's own go through `BlockQueue.passThrough(_:_:userData:)`.
///
/// They wait for the answer, on the calling thread. Where they go is the node's matter: to its reservation manager, or
/// without one to the device.
extension Node {
    /// What a node answered to a command about reservations.
    public struct ReservationReply: Sendable, Hashable {
        /// Status and sense data.
        public var result: CommandResult
        /// The data of a PERSISTENT RESERVE IN that succeeded, as far as there was room.
        public var data: [UInt8]

        /// Makes a reply, for tests of code that takes them.
        public init(result: CommandResult, data: [UInt8] = []) {
            self.result = result
            self.data = data
        }
    }

    /// Asks about reservations; `timeout` is in seconds, `nil` for the manager's own.
    ///
    /// - Throws: ENOTSUP on a node that takes no such command, or why it could not be carried out.
    public func execute(
        _ command: PersistentReserveIn, timeout: Double? = nil
    ) throws(Errno) -> ReservationReply {
        try execute(
            command.block, .fromDevice, [UInt8](repeating: 0, count: Int(command.allocationLength)), timeout)
    }

    /// Changes reservations; `timeout` is in seconds, `nil` for the manager's own.
    ///
    /// - Throws: ENOTSUP on a node that takes no such command, or why it could not be carried out.
    public func execute(
        _ command: PersistentReserveOut, timeout: Double? = nil
    ) throws(Errno) -> ReservationReply {
        try execute(command.block, .toDevice, command.parameterList, timeout)
    }

    private func execute(
        _ block: [UInt8], _ direction: PassThroughCommand.Direction, _ list: [UInt8], _ timeout: Double?
    ) throws(Errno) -> ReservationReply {
        let size = (block.count, list.count, 252)
        let memory = try AlignedBuffer(count: size.0 + size.1 + size.2, alignment: 8)
        let bytes = memory.bytes
        bytes.copyBytes(from: block + list)
        let data = UnsafeMutableRawBufferPointer(rebasing: bytes[size.0..<size.0 + size.1])
        let sense = UnsafeMutableRawBufferPointer(rebasing: bytes[(size.0 + size.1)...])
        let milliseconds = timeout.map { UInt32(min(max($0 * 1000, 1), 3_600_000)) } ?? 0
        var command = PassThroughCommand(
            cdb: UnsafeRawBufferPointer(rebasing: bytes[..<size.0]), direction: direction, data: data, sense: sense,
            timeoutMilliseconds: milliseconds)
        let completion = try withUnsafePointer(to: &command) { command throws(Errno) in try run(command) }
        guard completion.result >= 0 else { throw Errno(result: Int(completion.result)) }
        let status = SCSIStatus(rawValue: completion.status)
        let senseBytes = Array(sense.prefix(Int(completion.senseLength)))
        let received = direction == .fromDevice && status == .good ? size.1 - Int(completion.residual) : 0
        return ReservationReply(
            result: CommandResult(
                status, sense: status == .checkCondition ? Sense(decoding: senseBytes.span) ?? .ioError : nil),
            data: Array(data.prefix(max(0, received))))
    }

    /// Carries one command out on a queue of its own, whose only owner is the calling thread.
    private func run(_ command: UnsafePointer<PassThroughCommand>) throws(Errno) -> Completion {
        // Neither reads nor writes data: whoever excludes others from these doesn't exclude this.
        guard let attached = attachedByThread() else { throw .noDevice }
        let queue = try makeQueue()
        let handle: NodeHandle
        do throws(BlockError) {
            handle = try queue.attach(attached)
        } catch {
            throw error.cause ?? .ioError
        }
        queue.passThrough(handle, command, userData: 0)
        return try withUnsafeTemporaryAllocation(of: Completion.self, capacity: 1) { buffer throws(Errno) in
            while try queue.poll(buffer, min: 1) == 0 {}
            return buffer[0]
        }
    }

    private func makeQueue() throws(Errno) -> BlockQueue {
        var options = QueueOptions()
        options.depth = 1
        options.registeredFiles = 0
        do throws(BlockError) {
            return try BlockQueue(environment: runtime.environment, options: options)
        } catch {
            throw error.cause ?? .ioError
        }
    }
}
