import PRWire
import Sys

/// The thread of one socket of a test server.
struct ServerLoop: ~Copyable {
    /// One client.
    private final class Client {
        let socket: Descriptor
        var wire = PRWireServer()
        var descriptor: Descriptor?
        var waiting: PRCommand?

        init(_ socket: consuming Descriptor) { self.socket = socket }
    }

    private let server: PRTestServer
    private let initiator: String
    private let listener: Descriptor
    private var clients: [Client] = []

    init(server: PRTestServer, initiator: String, listener: consuming Descriptor) {
        self.server = server
        self.initiator = initiator
        self.listener = listener
    }

    mutating func run() {
        while !server.state.withLock({ $0.stops.contains(initiator) }) {
            var entries = [
                PollEntry(server.wake.rawValue, reading: true), PollEntry(listener.rawValue, reading: true),
            ]
            entries += clients.map { PollEntry($0.socket.rawValue, reading: $0.waiting == nil) }
            // The wake-up is shared by all sockets' threads: whoever misses it looks again soon.
            _ = try? System.poll(&entries, timeoutNanoseconds: 20_000_000)
            server.wake.clear()
            if entries[1].isReadable, let socket = try? UnixSocket.accept(listener.rawValue) {
                let client = Client(socket)
                send(client, PRWireServer.greeting)
                clients.append(client)
                server.state.withLock { $0.connections += 1 }
            }
            for (client, entry) in zip(clients, entries.dropFirst(2)) {
                if client.waiting != nil {
                    answer(client)
                } else if entry.isReadable || entry.isGone {
                    serve(client)
                }
            }
        }
        clients = []
        server.state.withLock { _ = $0.running.remove(initiator) }
    }

    private mutating func serve(_ client: Client) {
        var buffer = [UInt8](repeating: 0, count: max(client.wire.wanted, 1))
        let received = buffer.withUnsafeMutableBytes { bytes in
            try? UnixSocket.receiveDescriptor(client.socket.rawValue, bytes)
        }
        guard let received else { return }
        if let number = received.descriptor { client.descriptor = Descriptor(owning: number) }
        let action =
            received.bytes == 0
            ? client.wire.endOfStream()
            : client.wire.receive(buffer.span.extracting(..<received.bytes), descriptors: received.count)
        switch action {
        case .read: return
        case .execute(let command):
            client.waiting = command
            answer(client)
        case .answer(let bytes): send(client, bytes)
        case .close: clients.removeAll { $0 === client }
        }
    }

    private func answer(_ client: Client) {
        guard let command = client.waiting, let number = number(of: client),
            let disk = try? System.status(of: number).inode,
            let reply = server.execute(command, on: disk, from: initiator), let bytes = try? client.wire.reply(reply)
        else { return }
        client.waiting = nil
        client.descriptor = nil
        send(client, bytes)
    }

    private func number(of client: Client) -> Int32? {
        switch client.descriptor {
        case .some(let descriptor): descriptor.rawValue
        case .none: nil
        }
    }

    private func send(_ client: Client, _ bytes: [UInt8]) {
        // A socket of a test always has room for one answer.
        _ = bytes.withUnsafeBytes { try? UnixSocket.send(client.socket.rawValue, $0) }
    }
}
