internal import Block
internal import Synchronization
internal import Sys

/// A named thread that owns one queue: what `try await node.read(...)` and callbacks use.
///
/// It is a `TaskExecutor`. Tasks that prefer it run on the thread, and then a request costs neither a lock nor a
/// switch of threads:
///
///     let thread = try backend.makeIOThread(named: "copy")
///     Task(executorPreference: thread) { try await node.read(into: memory, at: 0, on: thread) }
///
/// A job that doesn't return holds up all requests of the thread.
public final class IOThread: TaskExecutor, @unchecked Sendable {
    // Safety: `remote` and `hasEnded` are touched only while their locks are held, `isAsleep` and `token` are atomics;
    // everything below "Thread only" is touched by the thread itself, and by `init` before the thread starts.

    /// The thread's name, of which the kernel keeps 15 bytes.
    public let name: String

    /// Tells I/O threads apart in ``Node/home``; never 0.
    let serial: UInt32
    private let control: ControlThread
    private let remoteLock = Condition()
    private var remote = Remote()
    private let ended = Condition()
    private var hasEnded = false
    private let wake: EventDescriptor
    private let isAsleep = Atomic<Bool>(false)
    private let token = Atomic<UInt>(0)

    /// What other threads leave here.
    private struct Remote {
        var jobs: [UnownedJob] = []
        var requests: [IORequest] = []
        var calls: [@Sendable () -> Void] = []
        var stops = false
        /// Nothing is accepted any more.
        var isClosed = false

        var isEmpty: Bool { jobs.isEmpty && requests.isEmpty && calls.isEmpty }
    }

    // MARK: Thread only

    let queue: BlockQueue
    let depth: Int
    /// Who waits for the request with this number, and free numbers.
    let replies: UnsafeMutablePointer<IORequest.Reply?>
    var freeNumbers: [Int]
    var backlog = IOBacklog()
    private var jobs: [UnownedJob] = []
    var attachments: [NodeHandle?] = []
    var positions: [ObjectIdentifier: Int] = [:]

    init(
        name: String, serial: UInt32, environment: BlockEnvironment, control: ControlThread, options: QueueOptions
    ) throws(Errno) {
        self.name = name
        self.serial = serial
        self.control = control
        wake = try EventDescriptor()
        do throws(BlockError) {
            queue = try BlockQueue(environment: environment, options: options)
        } catch {
            throw error.cause ?? .notSupported
        }
        depth = queue.depth
        replies = .allocate(capacity: depth)
        replies.initialize(repeating: nil, count: depth)
        freeNumbers = Array((0..<depth).reversed())
        // The thread keeps this object until it is stopped.
        try environment.threads.start(name) { self.main() }
    }

    deinit {
        replies.deinitialize(count: depth)
        replies.deallocate()
    }

    /// True on the thread itself.
    public var isCurrent: Bool { token.load(ordering: .relaxed) == System.threadToken }

    // MARK: - From any thread

    /// Runs a job of a task on the thread; after the thread has ended, on the global pool.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
        } else if !post({ $0.jobs.append(job) }) {
            globalConcurrentExecutor.enqueue(job)
        }
    }

    /// Carries a request out; replies ESHUTDOWN after the backend has gone.
    func submit(_ request: IORequest) {
        if isCurrent {
            begin(request)
        } else if !post({ $0.requests.append(request) }) {
            request.reply(Errno.shutDown.result)
        }
    }

    /// Runs `body` on the thread and waits for it, on the thread itself at once; returns false after its end.
    func call(_ body: @escaping @Sendable () -> Void) -> Bool {
        guard !isCurrent else {
            body()
            return true
        }
        let done = Landmark()
        guard
            post({
                $0.calls.append {
                    body()
                    done.announce()
                }
            })
        else { return false }
        done.wait()
        return true
    }

    /// Lets one thread wait for another.
    private final class Landmark: @unchecked Sendable {
        // Safety: `isDone` is touched only while `condition` is held.
        private let condition = Condition()
        private var isDone = false

        func announce() {
            condition.withLock {
                isDone = true
                condition.announce()
            }
        }

        func wait() { condition.withLock { while !isDone { condition.wait() } } }
    }

    /// Makes the thread look at what was left for it.
    func wakeUp() {
        if isAsleep.exchange(false, ordering: .acquiringAndReleasing) { wake.signal() }
    }

    /// True when the thread has ended.
    var isOver: Bool { ended.withLock { hasEnded } }

    /// Lets the thread end when its requests have.
    func stopLater() { _ = post { $0.stops = true } }

    /// Lets the thread end when its requests have, and waits for that unless on it.
    func stop() {
        stopLater()
        guard !isCurrent else { return }
        ended.withLock { while !hasEnded { ended.wait() } }
    }

    /// Runs `body` while nobody else looks at what was left.
    private func withRemote<Value>(_ body: (inout Remote) -> Value) -> Value { remoteLock.withLock { body(&remote) } }

    private func post(_ leave: (inout Remote) -> Void) -> Bool {
        let isAccepted = withRemote { remote in
            guard !remote.isClosed else { return false }
            leave(&remote)
            return true
        }
        if isAccepted { wakeUp() }
        return isAccepted
    }

    // MARK: - The thread

    private func main() {
        token.store(System.threadToken, ordering: .relaxed)
        control.setCurrent(self)
        let completions = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 64)
        defer { completions.deallocate() }
        var isArmed = false
        while true {
            let stops = takeRemote()
            runJobs()
            startBacklog()
            // The first poll binds the queue to this thread. Errors concern what is submitted next and come again then.
            let count = (try? queue.poll(completions, min: 0, timeout: 0)) ?? 0
            if !isArmed { isArmed = (try? queue.arm()) != nil }
            for completion in completions[..<count] { finish(completion) }
            guard count == 0, jobs.isEmpty else { continue }
            if stops, queue.inFlight == 0, close() { break }
            sleep(isArmed: isArmed, stops: stops)
        }
        detachAll()
        control.setCurrent(nil)
        token.store(0, ordering: .relaxed)
        ended.withLock {
            hasEnded = true
            ended.announce()
        }
    }

    private func takeRemote() -> Bool {
        let (taken, stops) = withRemote { remote in
            let taken = remote
            remote.jobs.removeAll(keepingCapacity: true)
            remote.requests.removeAll(keepingCapacity: true)
            remote.calls.removeAll(keepingCapacity: true)
            return (taken, remote.stops)
        }
        for call in taken.calls { call() }
        for request in taken.requests { begin(request) }
        jobs += taken.jobs
        return stops
    }

    private func runJobs() {
        // Jobs that these make wait for the next turn, so that requests are not held up.
        let batch = jobs
        jobs.removeAll(keepingCapacity: true)
        for job in batch { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Accepts nothing more, unless something has come; returns whether that worked.
    private func close() -> Bool {
        withRemote { remote in
            guard remote.isEmpty, backlog.isEmpty else { return false }
            remote.isClosed = true
            return true
        }
    }

    /// Waits for completions, or for what others leave after `stops` was looked at.
    private func sleep(isArmed: Bool, stops: Bool) {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        if withRemote({ $0.isEmpty && $0.stops == stops }) {
            // Without the queue's descriptor there is only looking now and then.
            let timeout: Int64? = isArmed ? nil : 1_000_000
            _ = try? System.waitReadable([queue.completionDescriptor, wake.rawValue], timeoutNanoseconds: timeout)
        }
        isAsleep.store(false, ordering: .relaxed)
        wake.clear()
        queue.acknowledge()
    }

    /// Answers calls of the control thread, and lets the queue's requests go on, while this thread waits for it.
    func answerCalls(pump: () -> Bool, until isDone: () -> Bool) {
        while !isDone() {
            let timeout: Int64? = pump() ? Int64(ControlThread.pumpInterval) : nil
            isAsleep.store(true, ordering: .sequentiallyConsistent)
            let calls = withRemote { remote in
                defer { remote.calls = [] }
                return remote.calls
            }
            for call in calls { call() }
            guard calls.isEmpty, !isDone() else { continue }
            _ = try? System.waitReadable([wake.rawValue], timeoutNanoseconds: timeout)
            wake.clear()
        }
        isAsleep.store(false, ordering: .relaxed)
    }
}
