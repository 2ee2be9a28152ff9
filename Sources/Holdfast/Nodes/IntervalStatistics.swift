public import Block

/// What a node did within the last seconds: the option `stats-intervals` of QEMU's disks.
///
/// Computed from the figures that every request goes into anyway, which are looked at twice an interval.
public struct IntervalStatistics: Sendable, Hashable {
    /// The interval that was asked for, in seconds.
    public let interval: Int
    /// The time that these figures are of, in nanoseconds: half the interval to all of it, less at first.
    public let elapsed: UInt64
    /// The figures; latencies are exact to a quarter of an octave, averages exactly.
    public let statistics: Statistics

    /// How many requests of a kind were under way on average: the time that all took together, by the time that passed.
    public func queueDepth(of operation: Operation) -> Double {
        elapsed > 0 ? Double(statistics[operation].nanoseconds) / Double(elapsed) : 0
    }
}

/// A window that slides by half its length: two looks at figures that only grow, and a third when somebody asks.
struct StatisticsWindow: Sendable {
    private struct Look: Sendable {
        let time: UInt64
        let statistics: Statistics
    }

    /// The interval, in seconds.
    let interval: Int
    private var older: Look
    private var newer: Look?

    /// Begins now.
    init(interval: Int, _ statistics: Statistics, now: UInt64) {
        self.interval = interval
        older = Look(time: now, statistics: statistics)
    }

    /// How often ``slide(_:now:)`` is to be called, in nanoseconds.
    static func step(_ interval: Int) -> UInt64 { UInt64(interval) * 500_000_000 }

    /// Half an interval has passed.
    mutating func slide(_ statistics: Statistics, now: UInt64) {
        if let newer { older = newer }
        newer = Look(time: now, statistics: statistics)
    }

    /// What has happened since the older look.
    func figures(_ statistics: Statistics, now: UInt64) -> IntervalStatistics {
        IntervalStatistics(
            interval: interval, elapsed: now > older.time ? now - older.time : 0,
            statistics: statistics.since(older.statistics))
    }
}
