internal import Synchronization
internal import Sys

/// The one thread that changes the graph and the objects: calls of a ``Backend`` run on it, whichever thread makes them.
///
/// It is a `SerialExecutor`, so an actor can live on it and call the backend without waiting for another thread:
///
///     actor Monitor {
///         let backend: Backend
///         nonisolated var unownedExecutor: UnownedSerialExecutor { backend.control.asUnownedSerialExecutor() }
///     }
///
/// A queue's owner may call the backend at any time: while it waits, the requests of its queues go on, so that a change
/// that waits for these doesn't wait for ever; their completions are there at the next poll. The thread also asks an
/// ``IOThread`` to let a node go; one that is itself waiting for the control thread answers while it waits.
public final class ControlThread: SerialExecutor, @unchecked Sendable {
    // Safety: the variables are touched only while `condition` is held; `token` is atomic.
    private let condition = Condition()
    private let token = Atomic<UInt>(0)
    private var work: [Work] = []
    /// The number of entries in `work`, for a look without the lock.
    private let backlog = Atomic<Int>(0)
    private var stops = false
    private var hasEnded = false
    private var ioThreads: [UInt: IOThread] = [:]
    private var timers = ControlTimers()
    /// Goes on with the requests of the calling thread's queues; true while some are under way.
    private let pump: @Sendable () -> Bool
    /// How long a caller with requests under way sleeps before it looks after them, in nanoseconds.
    static let pumpInterval: UInt64 = 500_000
    /// How long a caller looks on before it sleeps, and the thread for the next call, in nanoseconds: most take less.
    private static let patience: UInt64 = 100_000

    private enum Work {
        case call(Call)
        case job(UnownedJob)
    }

    /// A synchronous call; its thread waits until it is done.
    private final class Call: @unchecked Sendable {
        // Safety: `body` is used by the control thread only, while the caller waits for `isDone`.
        private var body: (() -> Void)?
        let isDone = Atomic<Bool>(false)

        init(_ body: @escaping () -> Void) { self.body = body }

        /// Runs the body and lets go of it: its caller may return after that.
        func run() {
            body?()
            body = nil
        }
    }

    static let name = "hf-control"

    init(threads: ThreadFactory, pump: @escaping @Sendable () -> Bool) throws(Errno) {
        self.pump = pump
        // The thread keeps this object until it is stopped.
        try threads.start(ControlThread.name) { self.main() }
    }

    /// True on the thread itself.
    public var isCurrent: Bool { token.load(ordering: .relaxed) == System.threadToken }

    // MARK: - SerialExecutor

    /// Runs a job of an actor on the thread, after what came before.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isAccepted = condition.withLock {
            guard !hasEnded else { return false }
            append(.job(job))
            return true
        }
        precondition(isAccepted, "an actor uses the control thread of a backend that is gone")
    }

    /// Traps unless on the thread.
    public func checkIsolated() {
        precondition(isCurrent, "not on the control thread")
    }

    // MARK: - Calls

    /// Runs `body` on the thread and returns what it does; at once when already there.
    func run<Value, Failure>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        if isCurrent { return try body() }
        var outcome: Result<Value, Failure>?
        withoutActuallyEscaping({ outcome = Result(catching: body) }) { perform(Call($0)) }
        guard let outcome else { preconditionFailure("the control thread has ended") }
        return try outcome.get()
    }

    /// Runs `body` on the thread without waiting for it.
    func runLater(_ body: @escaping @Sendable () -> Void) {
        condition.withLock {
            guard !hasEnded else { return }
            append(.call(Call(body)))
        }
    }

    /// Adds work, inside of the lock.
    private func append(_ item: Work) {
        work.append(item)
        backlog.store(work.count, ordering: .releasing)
        condition.announce()
    }

    private func perform(_ call: Call) {
        let (isAccepted, thread): (Bool, IOThread?) = condition.withLock {
            guard !hasEnded else { return (false, nil) }
            append(.call(call))
            return (true, ioThreads[System.threadToken])
        }
        guard isAccepted else { return }
        if let thread { return thread.answerCalls(pump: pump) { call.isDone.load(ordering: .acquiring) } }
        if System.spin(nanoseconds: Self.patience, until: { call.isDone.load(ordering: .acquiring) }) { return }
        while true {
            let isBusy = pump()
            let isDone = condition.withLock {
                if !call.isDone.load(ordering: .acquiring) {
                    if isBusy { condition.wait(nanoseconds: ControlThread.pumpInterval) } else { condition.wait() }
                }
                return call.isDone.load(ordering: .acquiring)
            }
            if isDone { return }
        }
    }

    // MARK: - I/O threads

    /// Notes the calling thread as the one of `thread`, or of none any more.
    func setCurrent(_ thread: IOThread?) {
        condition.withLock { ioThreads[System.threadToken] = thread }
    }

    // MARK: - Timers

    /// Does something every `interval` nanoseconds, between calls; see ``ControlTimer``.
    func addTimer(every interval: UInt64, _ body: @escaping @Sendable () -> Void) -> UInt64 {
        condition.withLock {
            condition.announce()
            return timers.add(every: interval, now: System.monotonicNanoseconds, body)
        }
    }

    func removeTimer(_ id: UInt64) { _ = condition.withLock { timers.remove(id) } }

    // MARK: - The thread

    /// Lets the thread end when its work is done, and waits for that unless on it.
    func stop() {
        condition.withLock {
            stops = true
            condition.announce()
            while !hasEnded && !isCurrent { condition.wait() }
        }
    }

    private func main() {
        token.store(System.threadToken, ordering: .relaxed)
        while let (batch, due) = next() {
            for body in due { body() }
            for item in batch { run(item) }
            // A program that sets up its disks makes one call after the other.
            if !batch.isEmpty {
                _ = System.spin(nanoseconds: Self.patience) { backlog.load(ordering: .acquiring) > 0 }
            }
        }
        token.store(0, ordering: .relaxed)
    }

    /// Waits for something to do; nil when the thread is to end.
    private func next() -> ([Work], [@Sendable () -> Void])? {
        condition.withLock {
            while true {
                let delay = timers.delay(now: System.monotonicNanoseconds)
                if !work.isEmpty || stops || delay == 0 { break }
                if let delay { condition.wait(nanoseconds: delay) } else { condition.wait() }
            }
            guard !(stops && work.isEmpty) else {
                hasEnded = true
                condition.announce()
                return nil
            }
            defer {
                work = []
                backlog.store(0, ordering: .releasing)
            }
            return (work, timers.takeDue(now: System.monotonicNanoseconds))
        }
    }

    private func run(_ item: Work) {
        switch item {
        case .job(let job):
            job.runSynchronously(on: asUnownedSerialExecutor())
        case .call(let call):
            call.run()
            let pumped: [IOThread] = condition.withLock {
                call.isDone.store(true, ordering: .releasing)
                condition.announce()
                return Array(ioThreads.values)
            }
            for thread in pumped { thread.wakeUp() }
        }
    }
}
