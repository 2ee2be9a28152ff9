/// A leaky bucket: what has passed fills it, time empties it, and nothing more passes while it is too full.
///
/// Exact: levels are counted in billionths of a unit, so that a rate per second times nanoseconds is a level.
struct ThrottleBucket: Hashable, Sendable {
    private let rate: ThrottleLimits.Rate
    private var level: UInt128 = 0
    /// How much of the last tenth of a second at the burst's rate has passed, for bursts that last.
    private var burstLevel: UInt128 = 0
    /// Credit that is out: it fills the bucket like what has passed, and doesn't leak.
    private var reserved: UInt128 = 0

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

    /// What it holds: a burst; without one a tenth of a second, so that not every other request waits.
    private var size: UInt128 {
        let unit = ThrottleBucket.unit
        return rate.burst > 0
            ? UInt128(rate.burst) * UInt128(rate.burstLength) * unit : UInt128(rate.average) * unit / 10
    }

    /// What of a long burst may come at once.
    private var burstSize: UInt128 { UInt128(rate.burst) * ThrottleBucket.unit / 10 }

    /// How long nothing may pass, in nanoseconds.
    var wait: UInt64 {
        guard rate.average > 0 else { return 0 }
        if level + reserved > size { return ThrottleBucket.time(level + reserved - size, UInt128(rate.average)) }
        if rate.burstLength > 1, burstLevel + reserved > burstSize {
            return ThrottleBucket.time(burstLevel + reserved - burstSize, UInt128(rate.burst))
        }
        return 0
    }

    // MARK: - Credit

    /// What may be lent: what passes in a time, as far as there is room; nil where there is no limit.
    func credit(for nanoseconds: UInt64) -> UInt128? {
        guard rate.average > 0 else { return nil }
        var room = size - min(size, level + reserved)
        if rate.burstLength > 1 { room = min(room, burstSize - min(burstSize, burstLevel + reserved)) }
        return min(room, UInt128(rate.average) * UInt128(nanoseconds))
    }

    /// Lends.
    mutating func lend(_ amount: UInt128) { if rate.average > 0 { reserved += amount } }

    /// Takes back what was lent; what of it has been used counts as passing now.
    mutating func settle(_ amount: UInt128, used: UInt128) {
        guard rate.average > 0 else { return }
        reserved -= min(reserved, amount)
        add(used)
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

    /// What a request counts as operations, in billionths.
    static func cost(bytes: UInt64, operationSize: UInt64) -> UInt128 {
        guard operationSize > 0, bytes > operationSize else { return ThrottleBucket.unit }
        return UInt128(bytes) * ThrottleBucket.unit / UInt128(operationSize)
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
        let operations = ThrottleState.cost(bytes: bytes, operationSize: limits.operationSize)
        for kind in ThrottleState.kinds(direction) {
            buckets[kind.rawValue].add(kind.countsBytes ? UInt128(bytes) * ThrottleBucket.unit : operations)
        }
    }

    // MARK: - Credit

    /// Lends credit for requests like this one; nil when there is room for too few, or no need.
    mutating func lease(_ direction: Direction, bytes: UInt64, now: UInt64, generation: UInt64) -> ThrottleLease? {
        var credit: (operations: UInt128?, bytes: UInt128?) = (nil, nil)
        for kind in ThrottleState.kinds(direction) {
            guard let amount = buckets[kind.rawValue].credit(for: ThrottleLease.span) else { continue }
            if kind.countsBytes {
                credit.bytes = min(credit.bytes ?? amount, amount)
            } else {
                credit.operations = min(credit.operations ?? amount, amount)
            }
        }
        let least = UInt128(ThrottleLease.leastRequests)
        let cost = ThrottleState.cost(bytes: bytes, operationSize: limits.operationSize)
        if let operations = credit.operations, operations < least * cost { return nil }
        if let room = credit.bytes, room < least * UInt128(bytes) * ThrottleBucket.unit { return nil }
        // Whole bytes, and less than the largest number, which stands for no limit.
        let lease = ThrottleLease(
            operations: credit.operations.map { UInt64(min($0, UInt128(UInt64.max - 1))) } ?? .max,
            bytes: credit.bytes.map { UInt64(min($0 / ThrottleBucket.unit, UInt128(UInt64.max - 1))) } ?? .max,
            end: now &+ ThrottleLease.span, generation: generation, operationSize: limits.operationSize)
        for kind in ThrottleState.kinds(direction) {
            buckets[kind.rawValue].lend(ThrottleState.amount(lease.granted, kind))
        }
        return lease
    }

    /// Takes credit back.
    mutating func settle(
        _ direction: Direction, granted: (operations: UInt64, bytes: UInt64), spent: (operations: UInt64, bytes: UInt64)
    ) {
        for kind in ThrottleState.kinds(direction) {
            buckets[kind.rawValue].settle(
                ThrottleState.amount(granted, kind), used: ThrottleState.amount(spent, kind))
        }
    }

    private static func amount(
        _ credit: (operations: UInt64, bytes: UInt64), _ kind: ThrottleLimits.Kind
    ) -> UInt128 {
        kind.countsBytes ? UInt128(credit.bytes) * ThrottleBucket.unit : UInt128(credit.operations)
    }
}
