internal import Glibc

/// Makes every hidden thread of the library: named, listed, through the caller's hook.
package final class ThreadFactory: Sendable {
    /// Starts a thread that runs `body`; returns false when it couldn't.
    package typealias Hook = @Sendable (_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool

    /// A thread that runs or will run.
    package struct Entry: Hashable, Sendable {
        package var name: String
        /// The kernel's number; 0 until the thread has started.
        package var threadID: Int32
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var next: UInt64 = 0
        var sealed = false
    }

    private let hook: Hook
    private let state = Locked(State())

    /// Uses the caller's way of making threads, or plain ones.
    package init(hook: Hook? = nil) { self.hook = hook ?? ThreadFactory.startPlainThread }

    /// The threads that live now, oldest first.
    package var threads: [Entry] {
        state.withLock { state in state.entries.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// True after ``seal()``.
    package var isSealed: Bool { state.withLock { $0.sealed } }

    /// Refuses every later ``start(_:_:)``.
    package func seal() { state.withLock { $0.sealed = true } }

    /// Starts a named thread; EPERM after ``seal()``, EAGAIN when none could be made.
    package func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(Errno) {
        let key: UInt64? = state.withLock { state in
            guard !state.sealed else { return nil }
            state.next += 1
            state.entries[state.next] = Entry(name: name, threadID: 0)
            return state.next
        }
        guard let key else { throw .notPermitted }
        var started = !Faults.isArmed || Faults.next(.createThread, .path(name)) == nil
        if started {
            started = hook(name) { [self] in
                System.nameThread(name)
                state.withLock { $0.entries[key]?.threadID = System.threadID }
                body()
                state.withLock { _ = $0.entries.removeValue(forKey: key) }
            }
        }
        guard started else {
            state.withLock { _ = $0.entries.removeValue(forKey: key) }
            throw .again
        }
    }

    private final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func startPlainThread(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let start = Unmanaged.passRetained(Start(body))
        var thread = pthread_t()
        // Signals belong to the program's own threads.
        var blocked = sigset_t()
        var previous = sigset_t()
        sigfillset(&blocked)
        pthread_sigmask(SIG_SETMASK, &blocked, &previous)
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, start.toOpaque())
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        guard result == 0 else {
            start.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
