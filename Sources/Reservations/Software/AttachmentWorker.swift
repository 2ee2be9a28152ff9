internal import Block
internal import Synchronization
internal import Sys

/// The thread of one attachment: its commands, one after the other, and news of others' commands in between.
final class AttachmentWorker: Sendable {
    /// What it does.
    enum Job: Sendable {
        case command(ReservationCommand, Reply)
        /// Looks after a locker that may have died.
        case recover
    }

    private struct State {
        var jobs: [Job] = []
        var isStopping = false
        var isRunning = false
    }

    private let state = Locked(State())
    private let disk: SharedDisk
    // Safety: atomics.
    nonisolated(unsafe) private let bell: UnsafeMutablePointer<Atomic<UInt32>>
    nonisolated(unsafe) private let ended: UnsafeMutablePointer<Atomic<UInt32>>
    /// How long it waits between two looks at the page where it can't be woken by it, in nanoseconds.
    private static let pollInterval: Int64 = 500_000_000

    /// How long it looks on after a command before it sleeps, in nanoseconds.
    private static let patience: UInt64 = 50_000

    init(_ disk: SharedDisk) {
        self.disk = disk
        bell = .allocate(capacity: 1)
        bell.initialize(to: Atomic(0))
        ended = .allocate(capacity: 1)
        ended.initialize(to: Atomic(0))
    }

    deinit {
        bell.deallocate()
        ended.deallocate()
    }

    /// Starts the thread, on which both functions are called.
    func start(
        _ threads: ThreadFactory, _ name: String, job: @escaping @Sendable (Job) -> Void,
        news: @escaping @Sendable () -> Void
    ) throws(Errno) {
        state.withLock { $0.isRunning = true }
        do throws(Errno) {
            try threads.start(name) { [self] in run(job, news) }
        } catch {
            state.withLock { $0.isRunning = false }
            throw error
        }
    }

    /// Adds a job; false when the thread has been told to stop.
    @discardableResult
    func add(_ job: Job) -> Bool {
        let isTaken = state.withLock { state in
            if !state.isStopping { state.jobs.append(job) }
            return !state.isStopping
        }
        ring()
        return isTaken
    }

    /// Ends the thread and waits for it; commands that haven't begun are answered as failed.
    func stop() {
        let (rest, isRunning) = state.withLock { state in
            state.isStopping = true
            defer { state.jobs = [] }
            return (state.jobs, state.isRunning)
        }
        ring()
        for case .command(_, let reply) in rest { reply.answer(.communicationFailure) }
        guard isRunning else { return }
        while ended.pointee.load(ordering: .acquiring) == 0 {
            System.wait(on: ended, while: 0, timeoutNanoseconds: -1)
        }
    }

    private func ring() {
        bell.pointee.add(1, ordering: .sequentiallyConsistent)
        System.wake(bell, shared: true)
    }

    private func run(_ job: (Job) -> Void, _ news: () -> Void) {
        var seen = UInt32(truncatingIfNeeded: disk.page.generation)
        while true {
            let rung = bell.pointee.load(ordering: .sequentiallyConsistent)
            let (next, isStopping) = state.withLock { state in
                (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isStopping)
            }
            if let next {
                job(next)
                // Commands come in a row: REGISTER, then RESERVE. The next one need not wake anybody.
                _ = System.spin(nanoseconds: Self.patience) { bell.pointee.load(ordering: .acquiring) != rung }
                continue
            }
            if isStopping { break }
            let generation = disk.page.generationHalf.pointee.load(ordering: .sequentiallyConsistent)
            if generation != seen {
                seen = generation
                news()
                continue
            }
            let words = [(word: bell, value: rung), (word: disk.page.generationHalf, value: seen)]
            if (try? System.waitForAny(words, timeoutNanoseconds: -1)) == nil {
                System.wait(on: bell, while: rung, timeoutNanoseconds: Self.pollInterval, shared: true)
            }
        }
        ended.pointee.store(1, ordering: .releasing)
        System.wake(ended)
    }
}
