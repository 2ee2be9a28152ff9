internal import Block
@_exported public import SCSI
public import Sys

/// Commands about reservations, for programs that have something to say themselves: before a guest runs, or at a
/// person's request. A guest's own go through `BlockQueue.passThrough(_:_:userData:)`.
///
/// Where they go is the node's matter: to its reservation manager, or without one to the device. Nobody is asked for
/// permissions, because they neither read nor write data. Timeouts are in seconds, `nil` for the manager's own.
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

    /// Asks about reservations and waits for the answer, on the calling thread.
    ///
    /// - Throws: ENOTSUP on a node that takes no such command, or why it could not be carried out.
    public func execute(_ command: PersistentReserveIn, timeout: Double? = nil) throws(Errno) -> ReservationReply {
        try run(try ReservationMemory(command, timeout: timeout))
    }

    /// Changes reservations and waits for the answer, on the calling thread.
    ///
    /// - Throws: ENOTSUP on a node that takes no such command, or why it could not be carried out.
    public func execute(_ command: PersistentReserveOut, timeout: Double? = nil) throws(Errno) -> ReservationReply {
        try run(try ReservationMemory(command, timeout: timeout))
    }

    /// Asks about reservations, through an ``IOThread``; nil is the one that all nodes share.
    ///
    /// - Throws: ENOTSUP on a node that takes no such command, or why it could not be carried out.
    public func execute(
        _ command: PersistentReserveIn, timeout: Double? = nil, on thread: IOThread? = nil
    ) async throws(Errno) -> ReservationReply {
        try await submit(try ReservationMemory(command, timeout: timeout), on: thread)
    }

    /// Changes reservations, through an ``IOThread``; nil is the one that all nodes share.
    ///
    /// - Throws: ENOTSUP on a node that takes no such command, or why it could not be carried out.
    public func execute(
        _ command: PersistentReserveOut, timeout: Double? = nil, on thread: IOThread? = nil
    ) async throws(Errno) -> ReservationReply {
        try await submit(try ReservationMemory(command, timeout: timeout), on: thread)
    }

    private func submit(_ memory: ReservationMemory, on thread: IOThread?) async throws(Errno) -> ReservationReply {
        let thread = if let thread { thread } else { try runtime.sharedThread() }
        let completion = await withUnsafeContinuation { continuation in
            thread.submit(
                IORequest(
                    operation: .passThrough, node: self, address: UInt(bitPattern: memory.command),
                    reply: .completion(continuation)))
        }
        return try memory.reply(completion)
    }

    /// Carries one command out on a queue of its own, whose only owner is the calling thread.
    private func run(_ memory: ReservationMemory) throws(Errno) -> ReservationReply {
        guard let attached = attachedByThread() else { throw .noDevice }
        let queue = try makeQueue()
        let handle: NodeHandle
        do throws(BlockError) {
            handle = try queue.attach(attached)
        } catch {
            throw error.cause ?? .ioError
        }
        queue.passThrough(handle, memory.command, userData: 0)
        let completion = try withUnsafeTemporaryAllocation(of: Completion.self, capacity: 1) { buffer throws(Errno) in
            while try queue.poll(buffer, min: 1) == 0 {}
            return buffer[0]
        }
        return try memory.reply(completion)
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
