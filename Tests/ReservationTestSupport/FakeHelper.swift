package import Sys

/// A peer that says what a test makes it say, on a thread for each connection.
package final class FakeHelper: Sendable {
    /// What the connections share.
    private struct State {
        var stops = false
        var accepted = 0
        var threads = 0
    }

    /// One connection, seen from the helper; its calls wait until there is something or the helper stops.
    package struct Connection: ~Copyable {
        private let socket: Descriptor
        private let stops: @Sendable () -> Bool

        init(_ socket: consuming Descriptor, stops: @escaping @Sendable () -> Bool) {
            self.socket = socket
            self.stops = stops
        }

        /// Sends bytes, and perhaps a descriptor with them; false when nobody reads them any more.
        @discardableResult
        package borrowing func send(_ bytes: [UInt8], descriptor: Int32? = nil) -> Bool {
            let number = socket.rawValue
            let count = bytes.withUnsafeBytes { try? UnixSocket.send(number, $0, descriptor: descriptor) }
            return bytes.isEmpty || count == bytes.count
        }

        /// Sends bytes one by one.
        @discardableResult
        package borrowing func drip(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { send([$0]) && pause() } }

        /// Receives exactly so many bytes and how many descriptors came along; `nil` at the end of the stream.
        package borrowing func receive(_ count: Int) -> (bytes: [UInt8], descriptors: Int)? {
            var (bytes, descriptors): ([UInt8], Int) = ([], 0)
            while bytes.count < count {
                guard !stops() else { return nil }
                guard (try? System.waitReadable([socket.rawValue], timeoutNanoseconds: 20_000_000)) == true else {
                    continue
                }
                var buffer = [UInt8](repeating: 0, count: count - bytes.count)
                let received = buffer.withUnsafeMutableBytes {
                    try? UnixSocket.receiveDescriptor(socket.rawValue, $0)
                }
                guard let received, received.bytes > 0 else { return nil }
                if let number = received.descriptor { _ = Descriptor(owning: number) }
                descriptors += received.count
                bytes += buffer[..<received.bytes]
            }
            return (bytes, descriptors)
        }

        /// Greets and takes the client's answer; false when there is none.
        package borrowing func greet() -> Bool { send([0, 0, 0, 0]) && receive(4) != nil }

        /// Waits until the client hangs up, whatever it says before.
        package borrowing func waitForEnd() { while receive(1) != nil {} }

        private borrowing func pause() -> Bool {
            _ = try? System.waitReadable([], timeoutNanoseconds: 100_000)
            return !stops()
        }
    }

    private let state = Locked(State())
    private let path: String

    /// Listens, and lets `serve` have each connection, which it closes by returning.
    package init(_ path: String, serve: @escaping @Sendable (_ connection: borrowing Connection) -> Void) throws(Errno)
    {
        self.path = path
        let listener = try UnixSocket.listen(path, backlog: 64).release()
        let state = state
        let stops: @Sendable () -> Bool = { state.withLock { $0.stops } }
        state.withLock { $0.threads += 1 }
        try ThreadFactory().start("fake-helper") {
            let listener = Descriptor(owning: listener)
            while !stops() {
                guard (try? System.waitReadable([listener.rawValue], timeoutNanoseconds: 20_000_000)) == true,
                    let socket = try? UnixSocket.accept(listener.rawValue).release()
                else { continue }
                state.withLock { state in
                    state.accepted += 1
                    state.threads += 1
                }
                let isServed: Void? = try? ThreadFactory().start("fake-helper-n") {
                    serve(Connection(Descriptor(owning: socket), stops: stops))
                    state.withLock { $0.threads -= 1 }
                }
                if isServed == nil {
                    _ = Descriptor(owning: socket)
                    state.withLock { $0.threads -= 1 }
                }
            }
            state.withLock { $0.threads -= 1 }
        }
    }

    /// How many connections there were.
    package var count: Int { state.withLock { $0.accepted } }

    deinit {
        state.withLock { $0.stops = true }
        while state.withLock({ $0.threads }) > 0 { _ = try? System.waitReadable([], timeoutNanoseconds: 1_000_000) }
        try? System.unlink(path)
    }
}
