/// When to try to connect again: at once after a good time, and ever later after failures.
struct HelperBackoff {
    /// The first pause, in nanoseconds.
    static let shortest: UInt64 = 50_000_000
    /// The longest.
    static let longest: UInt64 = 5_000_000_000

    private var pause = shortest
    /// No attempt before this time.
    private(set) var nextAttempt: UInt64 = 0

    /// Notes a failure: the next attempt waits, twice as long as after the one before.
    ///
    /// What fails while a pause is on, such as all connections of a helper that ends, belongs to the same failure.
    mutating func failed(now: UInt64) {
        guard now >= nextAttempt else { return }
        nextAttempt = now + pause
        pause = min(pause * 2, Self.longest)
    }

    /// Notes that the helper does its work.
    ///
    /// Not called for a mere connection: a helper that greets and leaves would be called over and over.
    mutating func succeeded() { pause = Self.shortest }

    /// Tries again soon: the helper is there and only busy.
    mutating func postpone(now: UInt64) { nextAttempt = now + 10_000_000 }
}
