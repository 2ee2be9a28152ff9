internal import QAPI
internal import Sys

/// Hands the events of a backend to whoever listens; any thread may post.
///
/// Its own object, so that nodes, objects and their threads can post without holding the backend.
final class EventHub: Sendable {
    /// Who listens.
    struct Listener: Sendable {
        /// Takes an event, on the thread where it happens.
        let handler: @Sendable (BackendEvent) -> Void
        /// Learns that no more events come.
        let finished: @Sendable () -> Void
    }

    private struct State {
        var listeners: [(id: UInt64, listener: Listener)] = []
        var next: UInt64 = 0
        var isClosed = false
    }

    private let state = Locked(State())

    /// Stamps an event and hands it to the listeners, on the calling thread.
    func post(_ data: any QAPIEventData) {
        let listeners = state.withLock { $0.listeners }
        guard !listeners.isEmpty else { return }
        let (seconds, rest) = System.realtimeNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let event = BackendEvent(
            data: data, timestamp: QAPIEvent.Timestamp(seconds: Int64(seconds), microseconds: Int64(rest / 1000)))
        for (_, listener) in listeners { listener.handler(event) }
    }

    /// Adds a listener; a hub that has closed tells it so at once.
    func add(_ listener: Listener) -> UInt64 {
        let id = state.withLock { state -> UInt64? in
            guard !state.isClosed else { return nil }
            state.next += 1
            state.listeners.append((state.next, listener))
            return state.next
        }
        if id == nil { listener.finished() }
        return id ?? 0
    }

    /// Removes a listener; what it captured ends outside of the lock.
    func remove(_ id: UInt64) {
        _ = state.withLock { state in
            state.listeners.firstIndex { $0.id == id }.map { state.listeners.remove(at: $0) }
        }
    }

    /// Ends all listening.
    func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [] }
            return state.listeners
        }
        for (_, listener) in listeners { listener.finished() }
    }
}
