/// What the control thread does again and again; guarded by the thread's condition.
struct ControlTimers {
    private struct Entry {
        let id: UInt64
        let interval: UInt64
        var due: UInt64
        let body: @Sendable () -> Void
    }

    private var entries: [Entry] = []
    private var nextID: UInt64 = 1

    /// Adds something that is done every `interval` nanoseconds, the first time after one; returns its number.
    mutating func add(every interval: UInt64, now: UInt64, _ body: @escaping @Sendable () -> Void) -> UInt64 {
        defer { nextID += 1 }
        let interval = max(interval, 1)
        entries.append(Entry(id: nextID, interval: interval, due: now &+ interval, body: body))
        return nextID
    }

    /// Removes what has this number; the closure is to be freed outside of the lock.
    mutating func remove(_ id: UInt64) -> (@Sendable () -> Void)? {
        entries.firstIndex { $0.id == id }.map { entries.remove(at: $0).body }
    }

    /// How long until something is due, in nanoseconds; nil when there is nothing.
    func delay(now: UInt64) -> UInt64? {
        guard let due = entries.map(\.due).min() else { return nil }
        return due > now ? due - now : 0
    }

    /// What is due; its next time is an interval from now, so that what was missed isn't made up for.
    mutating func takeDue(now: UInt64) -> [@Sendable () -> Void] {
        var result: [@Sendable () -> Void] = []
        for index in entries.indices where entries[index].due <= now {
            entries[index].due = now &+ entries[index].interval
            result.append(entries[index].body)
        }
        return result
    }
}

/// Something that the control thread does again and again, until this goes.
final class ControlTimer: Sendable {
    private let thread: ControlThread
    private let id: UInt64

    init(_ thread: ControlThread, every interval: UInt64, _ body: @escaping @Sendable () -> Void) {
        self.thread = thread
        id = thread.addTimer(every: interval, body)
    }

    deinit { thread.removeTimer(id) }
}
