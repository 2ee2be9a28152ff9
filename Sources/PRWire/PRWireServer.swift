import SCSI

/// The helper's end of one connection: takes bytes and descriptors of a client that is not trusted.
///
/// Read at most ``wanted`` bytes at a time, so that a command's bytes never mix with the next one's. Descriptors that come
/// are kept by the caller and counted here. After ``Action/close(_:)`` nothing is accepted any more.
public struct PRWireServer: Sendable {
    /// What to do after bytes were received.
    public enum Action: Sendable, Hashable {
        /// Read on, ``PRWireServer/wanted`` bytes at most.
        case read
        /// Execute the command on the one descriptor that came, then call ``PRWireServer/reply(_:)``.
        case execute(PRCommand)
        /// The answer is known without the device: drop the descriptor and send these bytes.
        case answer([UInt8])
        /// The client went away or broke the protocol: drop its descriptors and close the connection, silently.
        ///
        /// Nothing went wrong when there is no error.
        case close(PRWireError?)
    }

    private enum State: Sendable {
        case greeting
        case command
        case list(block: [UInt8], length: Int)
        case executing(allocationLength: Int)
        case closed(PRWireError?)
    }

    private var state = State.greeting
    private var buffer: [UInt8] = []
    /// How many descriptors came since the last command.
    private var descriptors = 0

    /// The bytes to send when a client connects: no features.
    public static let greeting = [UInt8](repeating: 0, count: PRWire.featureLength)

    /// Begins a connection; send ``greeting``.
    public init() {}

    /// How many bytes to read at most now; 0 while a command is executed.
    public var wanted: Int {
        switch state {
        case .greeting: PRWire.featureLength - buffer.count
        case .command: PRWire.commandLength - buffer.count
        case .list(_, let length): length - buffer.count
        case .executing, .closed: 0
        }
    }

    /// Whether the client is between commands: one that says nothing now is idle, elsewhere it is slow.
    public var isIdle: Bool {
        if case .command = state { buffer.isEmpty && descriptors == 0 } else { false }
    }

    /// Takes bytes that were received, and how many descriptors came with them.
    public mutating func receive(_ bytes: Span<UInt8>, descriptors count: Int = 0) -> Action {
        if case .closed(let error) = state { return .close(error) }
        guard bytes.count <= wanted else {
            return close(PRWireError(.unexpectedBytes, "the client sent bytes out of turn"))
        }
        // One descriptor may ride on any part of the CDB, and on nothing else.
        if count != 0 {
            guard case .command = state, count > 0, count <= 1 - descriptors else {
                return close(PRWireError(.badDescriptors, "one descriptor comes with the CDB, no other is taken"))
            }
            descriptors += count
        }
        for index in bytes.indices { buffer.append(bytes[index]) }
        return wanted == 0 ? advance() : .read
    }

    /// Takes the end of the stream, which is fine between commands.
    public mutating func endOfStream() -> Action {
        switch state {
        case .closed(let error): return .close(error)
        case .command where isIdle: return close(nil)
        default: return close(PRWireError(.endOfStream, "the client closed the connection in the middle of a command"))
        }
    }

    /// Ends the command that is being executed: the bytes to send.
    /// - Throws: ``PRWireError`` when none is being executed.
    public mutating func reply(_ reply: PRReply) throws(PRWireError) -> [UInt8] {
        guard case .executing(let allocationLength) = state else {
            throw PRWireError(.misuse, "there is no command to answer")
        }
        state = .command
        return reply.encoded(allocationLength: allocationLength)
    }

    private mutating func advance() -> Action {
        let bytes = buffer
        buffer = []
        switch state {
        case .greeting:
            guard bytes.allSatisfy({ $0 == 0 }) else {
                return close(PRWireError(.unsupportedFeatures, "the client wants features that do not exist"))
            }
            state = .command
            return .read
        case .command:
            return takeCommand(bytes)
        case .list(let block, _):
            return perform(block, list: bytes)
        case .executing:
            return .read
        case .closed(let error):
            return .close(error)
        }
    }

    private mutating func takeCommand(_ bytes: [UInt8]) -> Action {
        guard descriptors == 1 else {
            return close(PRWireError(.badDescriptors, "no descriptor came with the CDB"))
        }
        descriptors = 0
        do throws(PRWireError) {
            let length = try PRWire.dataLength(of: bytes)
            guard bytes[0] == Opcode.persistentReserveOut, length > 0 else {
                return perform(bytes, list: [])
            }
            state = .list(block: bytes, length: length)
            return .read
        } catch {
            return close(error)
        }
    }

    /// Service actions that no standard has are answered here and never get to a device.
    private mutating func perform(_ block: [UInt8], list: [UInt8]) -> Action {
        guard let command = PRCommand(block, list: list) else {
            state = .command
            return .answer(PRReply(.checkCondition(.invalidFieldInCDB(byte: 1, bit: 4))).encoded(allocationLength: 0))
        }
        state = .executing(allocationLength: command.allocationLength)
        return .execute(command)
    }

    private mutating func close(_ error: PRWireError?) -> Action {
        state = .closed(error)
        buffer = []
        return .close(error)
    }
}
