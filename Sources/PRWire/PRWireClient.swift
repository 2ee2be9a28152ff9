/// The client's end of one connection to a helper: says what to send and how much to read, and never does it.
///
/// After ``Action/failed(_:)`` the connection is of no more use: close it, open another, and begin with a new value.
public struct PRWireClient: Sendable {
    /// What to send for a command, in this order: ``command`` together with one descriptor, then ``list`` without any.
    public struct Message: Sendable, Hashable {
        /// 16 bytes.
        public var command: [UInt8]
        /// The parameter list; may be empty.
        public var list: [UInt8]
    }

    /// What to do after bytes were received.
    public enum Action: Sendable, Hashable {
        /// Read on, ``PRWireClient/wanted`` bytes at most.
        case read
        /// The greeting is over: send these bytes, and commands may begin.
        case greet([UInt8])
        /// The command is answered, another may begin.
        case reply(PRReply)
        /// The helper broke the protocol or went away: close the connection.
        ///
        /// A command that was sent may have been executed; it must not be sent again.
        case failed(PRWireError)
    }

    private enum State: Sendable {
        case greeting
        case idle
        case reply(allocationLength: Int)
        case data(PRReply, size: Int)
        case failed(PRWireError)
    }

    private var state = State.greeting
    private var buffer: [UInt8] = []
    /// The features that the helper announced.
    public private(set) var helperFeatures: UInt32 = 0

    /// Begins a connection.
    public init() {}

    /// Whether a command may begin.
    public var isIdle: Bool {
        if case .idle = state { true } else { false }
    }

    /// How many bytes to read at most now; 0 while there is nothing to wait for but the end of the stream.
    public var wanted: Int {
        switch state {
        case .greeting: PRWire.featureLength - buffer.count
        case .reply: PRWire.replyLength - buffer.count
        case .data(_, let size): size - buffer.count
        case .idle, .failed: 0
        }
    }

    /// Begins a command.
    /// - Throws: ``PRWireError`` when the greeting or another command is not over, or the connection has failed.
    public mutating func begin(_ request: PRRequest) throws(PRWireError) -> Message {
        switch state {
        case .idle: break
        case .failed(let error): throw error
        case .greeting, .reply, .data:
            throw PRWireError(.misuse, "a command begins only when the connection is idle")
        }
        state = .reply(allocationLength: request.allocationLength)
        return Message(command: request.commandBytes, list: request.list)
    }

    /// Takes bytes that were received.
    public mutating func receive(_ bytes: Span<UInt8>) -> Action {
        if case .failed(let error) = state { return .failed(error) }
        guard bytes.count <= wanted else {
            return fail(PRWireError(.unexpectedBytes, "the helper sent bytes that nobody asked for"))
        }
        for index in bytes.indices { buffer.append(bytes[index]) }
        return wanted == 0 ? advance() : .read
    }

    /// Takes the end of the stream.
    public mutating func endOfStream() -> Action {
        if case .failed(let error) = state { return .failed(error) }
        return fail(PRWireError(.endOfStream, "the helper closed the connection"))
    }

    private mutating func advance() -> Action {
        let bytes = buffer
        buffer = []
        switch state {
        case .greeting:
            helperFeatures = bytes.reduce(0) { $0 << 8 | UInt32($1) }
            state = .idle
            // No feature is defined, so that none is asked for, whatever the helper has.
            return .greet([UInt8](repeating: 0, count: PRWire.featureLength))
        case .reply(let allocationLength):
            do throws(PRWireError) {
                let (reply, size) = try PRReply.decode(bytes.span, allocationLength: allocationLength)
                guard size > 0 else {
                    state = .idle
                    return .reply(reply)
                }
                state = .data(reply, size: size)
                return .read
            } catch {
                return fail(error)
            }
        case .data(var reply, _):
            reply.data = bytes
            state = .idle
            return .reply(reply)
        case .idle:
            return .read
        case .failed(let error):
            return .failed(error)
        }
    }

    private mutating func fail(_ error: PRWireError) -> Action {
        state = .failed(error)
        buffer = []
        return .failed(error)
    }
}
