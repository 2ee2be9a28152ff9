internal import CLinuxShims
internal import Sys

/// The monotonic time, read off the processor's counter: for one thread, and for measuring rather than for waiting.
///
/// The system's clock costs a tenth of a request that does nothing. Where the kernel itself keeps time by the counter, so
/// does this, compared with the system's clock every few milliseconds; elsewhere each reading is the system's.
struct TickClock {
    /// True when the counter may be used.
    private let isSteady: Bool
    /// The ticks and the time of the last comparison.
    private var ticks: UInt64 = 0
    private var nanoseconds: UInt64 = 0
    /// Nanoseconds in a tick, times 2^32.
    private var scale: UInt64 = 0
    /// How many ticks after the comparison the scale is trusted; 0 while it isn't known.
    private var span: UInt64 = 0
    /// What was read last: the time never goes back.
    private var latest: UInt64 = 0

    /// Makes a clock that uses the counter only when it runs evenly.
    init(isSteady: Bool = TickClock.hasSteadyTicks) { self.isSteady = isSteady }

    /// True when the processor's counter runs evenly, by the word of the kernel.
    static let hasSteadyTicks: Bool = {
        let source = try? Sysfs().text("devices/system/clocksource/clocksource0/current_clocksource")
        return source == "tsc" || source == "arch_sys_counter"
    }()

    /// Times between two comparisons, in nanoseconds, that say how long a tick is.
    private static let telling: ClosedRange<UInt64> = 1_000_000...1_000_000_000
    /// How long a comparison is good for, in nanoseconds, and in ticks whatever the scale says.
    private static let trust: UInt64 = 10_000_000
    private static let mostTicks: UInt64 = 100_000_000

    /// The time of ``System/monotonicNanoseconds``.
    @inline(__always)
    mutating func now() -> UInt64 {
        guard let now = time(at: hf_ticks()) else { return nowByComparison() }
        latest = max(latest, now)
        return latest
    }

    @inline(never)
    private mutating func nowByComparison() -> UInt64 {
        let now = System.monotonicNanoseconds
        if isSteady { compare(ticks: hf_ticks(), nanoseconds: now) }
        latest = max(latest, now)
        return latest
    }

    /// The time at a reading of the counter; nil when a comparison is due.
    @inline(__always)
    func time(at ticks: UInt64) -> UInt64? {
        let passed = ticks &- self.ticks
        guard passed < span else { return nil }
        return nanoseconds &+ (passed &* scale) >> 32
    }

    /// Takes a pair of readings.
    mutating func compare(ticks: UInt64, nanoseconds: UInt64) {
        let ticksPassed = ticks &- self.ticks
        let passed = nanoseconds &- self.nanoseconds
        // Too little to tell the scale: what there is to compare with stays.
        if span == 0, passed < TickClock.telling.lowerBound { return }
        self.ticks = ticks
        self.nanoseconds = nanoseconds
        let found = TickClock.telling.contains(passed) && ticksPassed > 0 ? (passed << 32) / ticksPassed : 0
        // A counter that jumped, such as that of a virtual machine that moved, is measured anew.
        let differs = span > 0 && max(found, scale) - min(found, scale) > scale >> 6
        scale = found
        span = found == 0 || differs ? 0 : min((TickClock.trust << 32) / found, TickClock.mostTicks)
    }
}
