package import PRWire
package import SCSI
package import Sys

/// A helper for tests: the protocol's real server end in front of real state machines, one for each file.
///
/// Each initiator has a socket of its own, as if it were behind a port of its own.
package final class PRTestServer: Sendable {
    /// A command that was executed.
    package struct Execution: Sendable {
        package let initiator: String
        package let disk: UInt64
        package let command: PRCommand
    }

    struct State {
        var units: [UInt64: ReservationUnit] = [:]
        var log: [Execution] = []
        /// Disks whose commands are not answered for now.
        var held: Set<UInt64> = []
        var connections = 0
        var running: Set<String> = []
        var stops: Set<String> = []
    }

    private let folder: SocketFolder
    let state = Locked(State())
    let wake: EventDescriptor
    private let threads = ThreadFactory()

    /// Makes a server without listening yet; sockets lie in `folder`.
    package init(in folder: SocketFolder) throws(Errno) {
        self.folder = folder
        wake = try EventDescriptor()
    }

    deinit { stopAll() }

    /// The socket of an initiator.
    package func path(_ initiator: String) -> String { folder("\(initiator).sock") }

    /// Listens for an initiator.
    package func start(_ initiator: String) throws(Errno) {
        let listener = try UnixSocket.listen(path(initiator), backlog: 8).release()
        state.withLock { state in
            state.stops.remove(initiator)
            state.running.insert(initiator)
        }
        // The thread is waited for in `stop`, and with it the server's end.
        let server = Unowned(self)
        try threads.start("pr-server") {
            var loop = ServerLoop(server: server.value, initiator: initiator, listener: Descriptor(owning: listener))
            loop.run()
        }
    }

    /// Hangs up on an initiator and stops listening; commands that are under way get no answer.
    package func stop(_ initiator: String) {
        state.withLock { _ = $0.stops.insert(initiator) }
        while state.withLock({ $0.running.contains(initiator) }) {
            wake.signal()
            _ = try? System.waitReadable([], timeoutNanoseconds: 1_000_000)
        }
        try? System.unlink(path(initiator))
    }

    private func stopAll() {
        for initiator in state.withLock({ $0.running }) { stop(initiator) }
    }

    // MARK: - For tests

    /// What was executed so far.
    package var log: [Execution] { state.withLock { $0.log } }
    /// How many connections were accepted so far.
    package var connections: Int { state.withLock { $0.connections } }

    /// Keeps commands for a file from being answered, or answers them.
    package func hold(_ path: String, _ isHeld: Bool = true) throws(Errno) {
        let disk = try System.status(at: path).inode
        state.withLock { state in
            if isHeld { state.held.insert(disk) } else { state.held.remove(disk) }
        }
        wake.signal()
    }

    /// The state of a file's reservations.
    package func reservations(of path: String) throws(Errno) -> PersistentReservations {
        let disk = try System.status(at: path).inode
        return state.withLock { $0.units[disk]?.state ?? PersistentReservations() }
    }

    /// Lets something happen to a file's unit.
    package func handle(_ event: ReservationEvent, on path: String) throws(Errno) {
        let disk = try System.status(at: path).inode
        state.withLock { $0.units[disk, default: ReservationUnit()].handle(event) }
    }

    func execute(_ command: PRCommand, on disk: UInt64, from initiator: String) -> PRReply? {
        guard let name = InitiatorName(initiator) else { return nil }
        let nexus = Nexus(diskIdentity: withUnsafeBytes(of: disk) { Array($0) }, name: name)
        return state.withLock { state in
            guard !state.held.contains(disk) else { return nil }
            state.log.append(Execution(initiator: initiator, disk: disk, command: command))
            var unit = state.units[disk] ?? ReservationUnit()
            if !unit.attached.contains(nexus) {
                unit.attach(nexus)
                // A test that wants the unit attention of a power on makes it happen.
                _ = unit.takeAttention(of: nexus.address)
            }
            let outcome = unit.execute(command.block.span, list: command.list.span, from: nexus)
            state.units[disk] = unit
            return PRReply(outcome.result, data: outcome.data)
        }
    }
}

// Safety: the server ends its threads before it goes.
private struct Unowned: @unchecked Sendable {
    unowned(unsafe) let value: PRTestServer

    init(_ value: PRTestServer) { self.value = value }
}
