/// A leaky bucket: what has passed fills it, time empties it, and nothing more passes while it is too full.
///
/// Exact: levels are counted in billionths of a unit, so that a rate per second times nanoseconds is a level.
struct ThrottleBucket: Hashable, Sendable {
    private let rate: ThrottleLimits.Rate
    private var level: UInt128 = 0
    /// How much of the last tenth of a second at the burst's rate has passed, for bursts that last.
    private var burstLevel: UInt128 = 0

    /// The levels of one unit.
    static let unit: UInt128 = 1_000_000_000

    init(_ rate: ThrottleLimits.Rate) { self.rate = rate }

    /// Lets time pass.
    mutating func leak(nanoseconds: UInt64) {
        level -= min(level, UInt128(rate.average) * UInt128(nanoseconds))
        burstLevel -= min(burstLevel, UInt128(rate.burst) * UInt128(nanoseconds))
    }

    /// Counts what passes, in billionths.
    mutating func add(_ amount: UInt128) {
        guard rate.average > 0 else { return }
        level += amount
        if rate.burstLength > 1 { burstLevel += amount }
    }

    /// How long nothing may pass, in nanoseconds.
    ///
    /// The bucket holds a burst; without one a tenth of a second, so that not every other request waits.
    var wait: UInt64 {
        guard rate.average > 0 else { return 0 }
        let average = UInt128(rate.average)
        let burst = UInt128(rate.burst)
        let size =
            burst > 0 ? burst * UInt128(rate.burstLength) * ThrottleBucket.unit : average * ThrottleBucket.unit / 10
        if level > size { return ThrottleBucket.time(level - size, average) }
        // A burst that lasts must not come all at once.
        let burstSize = burst * ThrottleBucket.unit / 10
        if rate.burstLength > 1, burstLevel > burstSize { return ThrottleBucket.time(burstLevel - burstSize, burst) }
        return 0
    }

    private static func time(_ excess: UInt128, _ rate: UInt128) -> UInt64 {
        UInt64(clamping: (excess + rate - 1) / rate)
    }
}

/// The buckets of a group; knows no clock, is told the time.
struct ThrottleState: Sendable {
    /// Which limits a request counts for.
    enum Direction: Int, Sendable { case read, write }

    let limits: ThrottleLimits
    private var buckets: [ThrottleBucket]
    private var last: UInt64

    init(_ limits: ThrottleLimits, now: UInt64) {
        self.limits = limits
        buckets = ThrottleLimits.Kind.allCases.map { ThrottleBucket(limits[$0]) }
        last = now
    }

    private static func kinds(_ direction: Direction) -> [ThrottleLimits.Kind] {
        switch direction {
        case .read: [.bytesTotal, .bytesRead, .operationsTotal, .operationsRead]
        case .write: [.bytesTotal, .bytesWrite, .operationsTotal, .operationsWrite]
        }
    }

    /// How long a request must wait, in nanoseconds.
    mutating func wait(_ direction: Direction, now: UInt64) -> UInt64 {
        if now > last {
            for index in buckets.indices { buckets[index].leak(nanoseconds: now - last) }
            last = now
        }
        return ThrottleState.kinds(direction).map { buckets[$0.rawValue].wait }.max() ?? 0
    }

    /// Counts a request that passes.
    mutating func add(_ direction: Direction, bytes: UInt64) {
        var operations = ThrottleBucket.unit
        if limits.operationSize > 0, bytes > limits.operationSize {
            operations = UInt128(bytes) * ThrottleBucket.unit / UInt128(limits.operationSize)
        }
        for kind in ThrottleState.kinds(direction) {
            buckets[kind.rawValue].add(kind.countsBytes ? UInt128(bytes) * ThrottleBucket.unit : operations)
        }
    }
}
