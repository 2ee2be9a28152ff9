internal import Block
internal import PRWire
internal import Sys

/// The client of one helper: what its owner, the nodes and its thread share.
final class HelperClient: Sendable {
    /// How long a command waits for a connection before it fails; QEMU tries for as long.
    static let connectPatience: UInt64 = 5_000_000_000
    /// How long a helper may take for its greeting.
    static let greetingTime: UInt64 = 5_000_000_000

    /// The helper's socket.
    let path: String
    private let statusChanged: @Sendable (Bool) -> Void
    private let state: Locked<State>
    private let wakeEvent: EventDescriptor
    private let firstEvent: EventDescriptor

    private struct State {
        var timeout: UInt64
        /// What the thread has not seen yet.
        var incoming: [HelperJob] = []
        var isConnected = false
        /// What came of the first attempt to connect.
        var firstAttempt: Result<Void, Errno>?
        var isStopped = false
    }

    /// Describes a client; `timeout` is what a command may take, in nanoseconds.
    init(path: String, timeout: UInt64, statusChanged: @escaping @Sendable (Bool) -> Void) throws(Errno) {
        self.path = path
        self.statusChanged = statusChanged
        state = Locked(State(timeout: timeout))
        wakeEvent = try EventDescriptor()
        firstEvent = try EventDescriptor()
    }

    /// Starts the thread, which lives until ``stop()``.
    func start(_ threads: ThreadFactory, name: String) throws(Errno) {
        try threads.start(name) {
            var loop = HelperLoop(self)
            loop.run()
        }
    }

    /// Ends the thread; commands that it has fail, and so do later ones.
    func stop() {
        state.withLock { $0.isStopped = true }
        wake()
    }

    /// Waits until the first attempt to connect is over.
    ///
    /// - Throws: Why it failed.
    func waitForFirstAttempt() throws(Errno) {
        let limit = Int64(Self.greetingTime) * 2
        _ = try System.waitReadable([firstEvent.rawValue], timeoutNanoseconds: limit)
        guard let outcome = state.withLock({ $0.firstAttempt }) else { throw .timedOut }
        try outcome.get()
    }

    /// Whether a helper is connected.
    var isConnected: Bool { state.withLock { $0.isConnected } }

    /// Changes what commands from now on may take, in nanoseconds.
    func setTimeout(_ timeout: UInt64) { state.withLock { $0.timeout = timeout } }

    /// Takes a command, which fails after `timeout` nanoseconds or the client's own limit, whichever is less.
    func submit(
        _ request: PRRequest, with file: HelperFile, of attachment: HelperAttachment, timeout: UInt64, reply: Reply
    ) {
        let now = System.monotonicNanoseconds
        let isTaken = state.withLock { state in
            guard !state.isStopped else { return false }
            let deadline = now + min(timeout, state.timeout)
            state.incoming.append(
                HelperJob(
                    attachment: attachment, request: request, file: file, reply: reply, deadline: deadline,
                    connectDeadline: min(deadline, now + Self.connectPatience)))
            return true
        }
        if isTaken { wake() } else { reply.answer(.communicationFailure) }
    }

    /// Makes the thread look around.
    func wake() { wakeEvent.signal() }

    // MARK: - For the thread

    /// Readable after ``wake()``, until ``takeWork()``.
    var wakeDescriptor: Int32 { wakeEvent.rawValue }

    /// Takes the commands that have come, oldest first; `nil` when the thread is to end, with nothing left behind.
    func takeWork() -> [HelperJob]? {
        wakeEvent.clear()
        let (jobs, isStopped) = state.withLock { state in
            defer { state.incoming = [] }
            return (state.incoming, state.isStopped)
        }
        guard isStopped else { return jobs }
        for job in jobs { job.reply.answer(.communicationFailure) }
        return nil
    }

    /// Notes whether a helper is connected, and tells when that is news.
    func setConnected(_ isConnected: Bool) {
        let isNews = state.withLock { state in
            defer { state.isConnected = isConnected }
            return state.isConnected != isConnected
        }
        if isNews { statusChanged(isConnected) }
    }

    /// Notes what came of the first attempt; later ones change nothing.
    func noteAttempt(_ outcome: Result<Void, Errno>) {
        let isFirst = state.withLock { state in
            guard state.firstAttempt == nil else { return false }
            state.firstAttempt = outcome
            return true
        }
        if isFirst { firstEvent.signal() }
    }
}
