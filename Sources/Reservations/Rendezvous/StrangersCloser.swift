internal import Sys

/// Closes descriptors that strangers sent, on a thread of its own: what is behind one decides how long that takes.
final class StrangersCloser: Sendable {
    private struct State {
        var waiting: [Int32] = []
        var isRunning = false
    }

    private let state = Locked(State())
    private let threads: ThreadFactory
    /// More than these wait only if somebody means harm.
    private static let limit = 64

    init(threads: ThreadFactory) { self.threads = threads }

    /// True while no more descriptors should be taken from strangers.
    var isClogged: Bool { state.withLock { $0.waiting.count >= StrangersCloser.limit } }

    /// Closes a descriptor, some time; doesn't wait.
    func close(_ descriptor: Int32) {
        let mustStart = state.withLock { state in
            state.waiting.append(descriptor)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard mustStart else { return }
        do throws(Errno) {
            try threads.start("pr-close") { [self] in run() }
        } catch {
            // A program that has no more threads to give has to wait.
            run()
        }
    }

    private func run() {
        while let next = next() { _ = Descriptor(owning: next) }
    }

    private func next() -> Int32? {
        state.withLock { state in
            guard let next = state.waiting.first else {
                state.isRunning = false
                return nil
            }
            state.waiting.removeFirst()
            return next
        }
    }
}
