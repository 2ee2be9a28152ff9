internal import Block
internal import Synchronization
internal import Sys

/// One thread that waits for the words that hold requests, so that no queue ever does.
///
/// It looks at nothing but the words of slots that are held, and wakes the nodes whose requests may be tried again.
final class GateWatcher: Sendable {
    /// A slot that is held, and what is to happen about it.
    struct Held {
        /// The slot's disk, kept as long as its word is looked at.
        let disk: SharedDisk
        let slot: Int
        let controls: [NodeControl]
        /// Looks after a locker that may have died; on any thread, at once.
        let impatience: @Sendable () -> Void
        var nextLook: UInt64
    }

    private struct State {
        var held: [Held] = []
        var isStopped = false
    }

    private let state = Locked(State())
    // Safety: an atomic.
    nonisolated(unsafe) private let bell: UnsafeMutablePointer<Atomic<UInt32>>
    /// How long it waits between two looks where it can't be woken, in nanoseconds.
    private static let pollInterval: Int64 = 1_000_000

    init() {
        bell = .allocate(capacity: 1)
        bell.initialize(to: Atomic(0))
    }

    deinit { bell.deallocate() }

    /// Starts the thread, which keeps the watcher until ``stop()``.
    func start(_ threads: ThreadFactory) throws(Errno) {
        try threads.start("gate-watcher") { [self] in run() }
    }

    /// Ends the thread soon.
    func stop() {
        state.withLock { $0.isStopped = true }
        ring()
    }

    /// Wakes a node when a slot isn't held any more, at once if it isn't held now.
    func watch(_ disk: SharedDisk, _ slot: Int, _ control: NodeControl, impatience: @escaping @Sendable () -> Void) {
        state.withLock { state in
            let known = state.held.contains { held in
                held.disk === disk && held.slot == slot && held.controls.contains { $0 === control }
            }
            guard !known else { return }
            state.held.append(
                Held(
                    disk: disk, slot: slot, controls: [control], impatience: impatience,
                    nextLook: System.monotonicNanoseconds &+ SoftwareSettings.holdPatience))
        }
        ring()
    }

    /// Forgets a slot.
    func forget(_ disk: SharedDisk, _ slot: Int) {
        state.withLock { state in state.held.removeAll { $0.disk === disk && $0.slot == slot } }
        ring()
    }

    private func ring() {
        bell.pointee.add(1, ordering: .sequentiallyConsistent)
        System.wake(bell, shared: true)
    }

    // MARK: - The thread

    private func run() {
        while true {
            let rung = bell.pointee.load(ordering: .sequentiallyConsistent)
            guard !state.withLock({ $0.isStopped }) else { return }
            let (waiting, nextLook) = look()
            wait(rung, waiting, until: nextLook)
        }
    }

    /// Wakes who isn't held any more; returns the words of the others as they were, and when to look again.
    private func look() -> (words: [(word: UnsafeMutablePointer<Atomic<UInt32>>, value: UInt32)], nextLook: UInt64) {
        let now = System.monotonicNanoseconds
        var released: [NodeControl] = []
        var impatient: [@Sendable () -> Void] = []
        var words: [(word: UnsafeMutablePointer<Atomic<UInt32>>, value: UInt32)] = []
        var nextLook = UInt64.max
        state.withLock { state in
            state.held.removeAll { held in
                let word = held.disk.page.wordHalf(held.slot)
                let value = word.pointee.load(ordering: .sequentiallyConsistent)
                guard UInt64(value) & GateWord.hold != 0 else {
                    released += held.controls
                    return true
                }
                words.append((word, value))
                return false
            }
            for index in state.held.indices {
                if state.held[index].nextLook <= now {
                    impatient.append(state.held[index].impatience)
                    state.held[index].nextLook = now &+ SoftwareSettings.holdPatience
                }
                nextLook = min(nextLook, state.held[index].nextLook)
            }
        }
        for control in released { control.wake() }
        for body in impatient { body() }
        return (words, nextLook)
    }

    private func wait(
        _ rung: UInt32, _ words: [(word: UnsafeMutablePointer<Atomic<UInt32>>, value: UInt32)], until nextLook: UInt64
    ) {
        let now = System.monotonicNanoseconds
        let timeout = nextLook == .max ? -1 : Int64(clamping: nextLook > now ? nextLook - now : 0)
        guard !words.isEmpty else {
            return System.wait(on: bell, while: rung, timeoutNanoseconds: timeout, shared: true)
        }
        let all = [(word: bell, value: rung)] + words
        if all.count <= System.mostWaitedWords, (try? System.waitForAny(all, timeoutNanoseconds: timeout)) != nil {
            return
        }
        System.wait(on: bell, while: rung, timeoutNanoseconds: Self.pollInterval, shared: true)
    }
}
