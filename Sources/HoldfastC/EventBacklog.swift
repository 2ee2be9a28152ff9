internal import Holdfast
internal import Sys

/// Events that wait for the program: so many and no more, and a descriptor that is readable meanwhile.
final class EventBacklog: Sendable {
    /// Something to tell.
    enum Item {
        case event(BackendEvent)
        /// So many didn't fit, the first at this time, in nanoseconds since 1970.
        case lost(UInt64, since: UInt64)
    }

    private struct State {
        /// A ring: the oldest event is at `first`.
        var events: [BackendEvent?] = Array(repeating: nil, count: Backend.eventBacklog)
        var first = 0
        var count = 0
        var lost: UInt64 = 0
        var lostSince: UInt64 = 0

        var isEmpty: Bool { count == 0 && lost == 0 }
    }

    private let state = Locked(State())
    private let readable: EventDescriptor

    init() throws(Errno) { readable = try EventDescriptor() }

    /// What is readable while something waits.
    var descriptor: Int32 { readable.rawValue }

    /// Takes an event in, or counts it as lost; any thread.
    ///
    /// After the first that is lost all are, until everything before it has been taken: the gap is told where it is.
    func add(_ event: BackendEvent) {
        state.withLock { state in
            if state.isEmpty { readable.signal() }
            guard state.lost == 0, state.count < state.events.count else {
                if state.lost == 0 { state.lostSince = System.realtimeNanoseconds }
                state.lost += 1
                return
            }
            state.events[(state.first + state.count) % state.events.count] = event
            state.count += 1
        }
    }

    /// Takes the oldest out.
    func next() -> Item? {
        state.withLock { state in
            defer { if state.isEmpty { readable.clear() } }
            if state.count > 0 {
                let event = state.events[state.first]
                state.events[state.first] = nil
                state.first = (state.first + 1) % state.events.count
                state.count -= 1
                return event.map { .event($0) }
            }
            guard state.lost > 0 else { return nil }
            defer { state.lost = 0 }
            return .lost(state.lost, since: state.lostSince)
        }
    }
}
