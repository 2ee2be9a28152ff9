import Sys
import Testing

@testable import Block

@Suite struct TickClockTests {
    /// A clock that was compared twice: 3 ticks a nanosecond, from 5 s on.
    private func compared() -> TickClock {
        var clock = TickClock(isSteady: true)
        clock.compare(ticks: 1000, nanoseconds: 5_000_000_000)
        clock.compare(ticks: 6_001_000, nanoseconds: 5_002_000_000)
        return clock
    }

    @Test("A clock that was not compared twice, a millisecond apart, says nothing")
    func unknown() {
        var clock = TickClock(isSteady: true)
        #expect(clock.time(at: 1000) == nil)
        clock.compare(ticks: 1000, nanoseconds: 5_000_000_000)
        #expect(clock.time(at: 1001) == nil)
        clock.compare(ticks: 1500, nanoseconds: 5_000_999_999)
        #expect(clock.time(at: 1501) == nil)
    }

    @Test(
        "Ticks become nanoseconds for ten milliseconds",
        arguments: [(0, 0), (3, 1), (2_999_999, 999_999), (29_000_000, 9_666_666)] as [(UInt64, UInt64)])
    func scale(ticks: UInt64, nanoseconds: UInt64) throws {
        let time = try #require(compared().time(at: 6_001_000 + ticks))
        // The scale is cut to 2^-32.
        #expect((5_001_999_999 + nanoseconds...5_002_000_000 + nanoseconds).contains(time))
    }

    @Test(
        "A reading before the comparison, or long after, asks for another",
        arguments: [6_000_999, 36_001_001, 0, .max] as [UInt64])
    func due(ticks: UInt64) { #expect(compared().time(at: ticks) == nil) }

    @Test("A counter that jumped is measured anew")
    func jump() {
        var clock = compared()
        clock.compare(ticks: 9_000_000_000, nanoseconds: 5_012_000_000)
        #expect(clock.time(at: 9_000_000_001) == nil)
        clock.compare(ticks: 9_006_000_000, nanoseconds: 5_014_000_000)
        #expect(clock.time(at: 9_006_000_301) == 5_014_000_100)
    }

    @Test("After a long pause, and when the counter stands still, nothing is concluded")
    func pause() {
        var clock = compared()
        clock.compare(ticks: 10_000_000_000, nanoseconds: 9_000_000_000)
        #expect(clock.time(at: 10_000_000_001) == nil)
        clock.compare(ticks: 10_000_000_000, nanoseconds: 9_002_000_000)
        #expect(clock.time(at: 10_000_000_001) == nil)
    }

    @Test("The time agrees with the system's and never goes back", arguments: [true, false])
    func system(steady: Bool) {
        var clock = TickClock(isSteady: steady && TickClock.hasSteadyTicks)
        var last: UInt64 = 0
        let end = System.monotonicNanoseconds + 30_000_000
        while last < end {
            let before = System.monotonicNanoseconds
            let now = clock.now()
            let after = System.monotonicNanoseconds
            #expect(now >= last)
            last = now
            // Whoever is interrupted while it compares is off by that much; a wrong scale is off by more.
            #expect(now + 5_000_000 >= before && now <= after + 5_000_000)
        }
    }
}
