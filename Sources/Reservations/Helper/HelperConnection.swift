internal import PRWire
internal import Sys

/// One connection to a helper, which carries one command at a time; belongs to the client's thread.
final class HelperConnection {
    /// What came of looking at a connection.
    enum Event {
        /// Nothing to be told.
        case nothing
        /// The helper has greeted: commands may come.
        case ready
        /// The command is answered.
        case answered(HelperJob, PRReply)
        /// The connection is of no more use; a command that can't have been executed is handed back as `unsent`.
        case lost(Errno, failed: HelperJob?, unsent: HelperJob?)
    }

    /// When the helper must have greeted.
    let greetingDeadline: UInt64
    private let socket: Descriptor
    private var client = PRWireClient()
    private(set) var job: HelperJob?
    /// What is still to be sent: the CDB with its descriptor, then the rest.
    private var command: ArraySlice<UInt8> = []
    private var rest: ArraySlice<UInt8> = []
    private(set) var hasGreeted = false

    init(_ socket: consuming Descriptor, greetingDeadline: UInt64) {
        self.socket = socket
        self.greetingDeadline = greetingDeadline
    }

    /// Whether a command may begin.
    var isIdle: Bool { hasGreeted && job == nil }

    /// What to wait for: always the helper, which may hang up at any time.
    var pollEntry: PollEntry {
        PollEntry(socket.rawValue, reading: true, writing: !command.isEmpty || !rest.isEmpty)
    }

    /// Begins a command on an idle connection.
    func begin(_ job: HelperJob) -> Event {
        self.job = job
        do throws(PRWireError) {
            let message = try client.begin(job.request)
            command = message.command[...]
            rest = message.list[...]
        } catch {
            return lose(.connectionReset)
        }
        return send()
    }

    /// Looks at what has come and sends what there is room for.
    func handle(_ entry: PollEntry) -> Event {
        if entry.isReadable || entry.isGone {
            let event = receive()
            guard case .nothing = event else { return event }
            if entry.isGone { return lose(.connectionReset) }
        }
        return entry.isWritable ? send() : .nothing
    }

    private func send() -> Event {
        do throws(Errno) {
            while !command.isEmpty {
                // The descriptor rides on the first byte.
                let isFirst = command.count == PRWire.commandLength
                let count = try Self.send(socket.rawValue, command, isFirst ? job?.file?.descriptor : nil)
                command = command.dropFirst(count)
                if command.isEmpty { job?.file = nil }
            }
            while !rest.isEmpty { rest = rest.dropFirst(try Self.send(socket.rawValue, rest, nil)) }
            return .nothing
        } catch {
            return error == .again ? .nothing : lose(error)
        }
    }

    private static func send(_ socket: Int32, _ bytes: ArraySlice<UInt8>, _ descriptor: Int32?) throws(Errno) -> Int {
        try bytes.withUnsafeBufferPointer { buffer throws(Errno) in
            try UnixSocket.send(socket, UnsafeRawBufferPointer(buffer), descriptor: descriptor)
        }
    }

    private func receive() -> Event {
        while true {
            // An idle helper has nothing to say: a byte more than none shows that it left or broke the protocol.
            var buffer = [UInt8](repeating: 0, count: max(client.wanted, 1))
            let count: Int
            do throws(Errno) {
                count = try buffer.withUnsafeMutableBufferPointer { buffer throws(Errno) in
                    try UnixSocket.receive(socket.rawValue, UnsafeMutableRawBufferPointer(buffer))
                }
            } catch {
                return error == .again ? .nothing : lose(error)
            }
            switch count == 0 ? client.endOfStream() : client.receive(buffer.span.extracting(..<count)) {
            case .read: continue
            case .greet(let answer):
                command = answer[...]
                if case .lost(let error, _, _) = send() { return lose(error) }
                // Four bytes always fit into a new socket.
                guard command.isEmpty else { return lose(.connectionReset) }
                hasGreeted = true
                return .ready
            case .reply(let reply):
                guard let job, command.isEmpty, rest.isEmpty else { return lose(.connectionReset) }
                self.job = nil
                return .answered(job, reply)
            case .failed:
                return lose(count == 0 ? .connectionReset : .protocolError)
            }
        }
    }

    /// Gives the connection up; also for a command whose time has run out.
    func lose(_ error: Errno) -> Event {
        defer { job = nil }
        // A helper acts on whole CDBs only.
        return command.isEmpty ? .lost(error, failed: job, unsent: nil) : .lost(error, failed: nil, unsent: job)
    }
}
