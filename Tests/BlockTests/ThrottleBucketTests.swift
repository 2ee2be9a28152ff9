import Testing

@testable import Block

@Suite struct ThrottleLimitsTests {
    private static func limits(_ build: (inout ThrottleLimits) -> Void) -> ThrottleLimits {
        var limits = ThrottleLimits()
        build(&limits)
        return limits
    }

    @Test("Limits that agree are accepted")
    func agree() throws {
        try ThrottleLimits().check()
        try Self.limits { $0[.bytesTotal] = .init(average: 1, burst: 1, burstLength: 60) }.check()
        try Self.limits {
            $0[.bytesRead].average = 5
            $0[.operationsTotal].average = ThrottleLimits.largest
            $0.operationSize = 4096
        }.check()
    }

    @Test(
        "Limits that contradict each other are refused, naming the option",
        arguments: [
            (limits { ($0[.bytesTotal].average, $0[.bytesRead].average) = (1, 1) }, "bps-read"),
            (limits { ($0[.operationsTotal].average, $0[.operationsWrite].average) = (1, 1) }, "iops-write"),
            (limits { $0[.operationsRead].burst = 1 }, "iops-read-max needs iops-read"),
            (limits { $0[.bytesWrite] = .init(average: 10, burst: 9) }, "bps-write-max must not be below"),
            (limits { $0[.bytesWrite] = .init(average: 10, burstLength: 2) }, "bps-write-max-length needs"),
            (limits { $0[.bytesWrite] = .init(average: 10, burst: 10, burstLength: 0) }, "bps-write-max-length"),
            (limits { $0[.bytesTotal].average = ThrottleLimits.largest + 1 }, "must not exceed"),
            (limits { $0.operationSize = 512 }, "iops-size needs"),
            (limits { ($0.operationSize, $0[.bytesTotal].average) = (512, 1) }, "iops-size needs"),
        ])
    func contradict(limits: ThrottleLimits, text: String) throws {
        let error = try #require(throws: BlockError.self) { try limits.check() }
        #expect(error.message.contains(text), "\(error)")
    }
}

/// What passes is counted by a virtual clock: no test here waits.
@Suite struct ThrottleStateTests {
    private static let second: UInt64 = 1_000_000_000

    /// Sends requests one after the other, each as soon as it may, for a time; returns how many passed.
    private func run(
        _ limits: ThrottleLimits, _ direction: ThrottleState.Direction = .read, bytes: UInt64 = 4096,
        from start: UInt64 = 0,
        nanoseconds: UInt64
    ) -> Int {
        var state = ThrottleState(limits, now: start)
        var now = start
        var count = 0
        while true {
            now += state.wait(direction, now: now)
            guard now < start + nanoseconds else { return count }
            #expect(state.wait(direction, now: now) == 0)
            state.add(direction, bytes: bytes)
            count += 1
        }
    }

    @Test(
        "A rate without a burst lets a tenth of a second pass at once, then the rate",
        arguments: [10, 100, 5000] as [UInt64])
    func average(rate: UInt64) {
        var limits = ThrottleLimits()
        limits[.operationsTotal].average = rate
        // The bucket may be full, and one more goes while it is not too full.
        #expect(run(limits, nanoseconds: 1) == Int(rate / 10) + 1)
        #expect(run(limits, nanoseconds: 10 * Self.second) == Int(rate * 10 + rate / 10))
        #expect(run(limits, .write, nanoseconds: 10 * Self.second) == Int(rate * 10 + rate / 10))
    }

    @Test("Bytes are limited as operations are")
    func bytes() {
        var limits = ThrottleLimits()
        limits[.bytesWrite].average = 4096 * 100
        #expect(run(limits, .write, nanoseconds: 10 * Self.second) == 1010)
        #expect(run(limits, .write, bytes: 8192, nanoseconds: 10 * Self.second) == 505)
        // Reads are not.
        var state = ThrottleState(limits, now: 0)
        for _ in 0..<1000 {
            #expect(state.wait(.read, now: 0) == 0)
            state.add(.read, bytes: 1 << 30)
        }
    }

    @Test("A burst passes at its own rate for its length, then the average holds")
    func burst() {
        var limits = ThrottleLimits()
        limits[.operationsTotal] = .init(average: 100, burst: 1000, burstLength: 5)
        // Five seconds' worth of the burst fill the bucket, which leaks meanwhile: 5000 / (1000 - 100) seconds.
        let early = run(limits, nanoseconds: 5 * Self.second)
        #expect((5000...5101).contains(early), "\(early)")
        let all = run(limits, nanoseconds: 20 * Self.second)
        // All of the bucket, and what leaked in twenty seconds.
        #expect((7000...7001).contains(all), "\(all)")
    }

    @Test("A burst of one second may come at once")
    func shortBurst() {
        var limits = ThrottleLimits()
        limits[.operationsTotal] = .init(average: 100, burst: 1000)
        #expect(run(limits, nanoseconds: 1) == 1001)
        #expect(run(limits, nanoseconds: 10 * Self.second) == 2000)
    }

    @Test("With a size of operations, large requests count as several, in fractions too")
    func size() {
        var limits = ThrottleLimits()
        limits[.operationsTotal].average = 100
        limits.operationSize = 4096
        #expect(run(limits, bytes: 512, nanoseconds: 10 * Self.second) == 1010)
        #expect(run(limits, bytes: 8192, nanoseconds: 10 * Self.second) == 505)
        #expect((673...674).contains(run(limits, bytes: 6144, nanoseconds: 10 * Self.second)))
    }

    @Test("The strictest limit holds")
    func strictest() {
        var limits = ThrottleLimits()
        limits[.operationsTotal].average = 1000
        limits[.bytesRead].average = 4096 * 50
        #expect(run(limits, .read, nanoseconds: 10 * Self.second) == 505)
        #expect(run(limits, .write, nanoseconds: 10 * Self.second) == 10_100)
    }

    @Test("The largest numbers overflow nothing, nor does a clock that stands still or goes back")
    func extremes() {
        var limits = ThrottleLimits()
        limits[.bytesTotal] = .init(
            average: ThrottleLimits.largest, burst: ThrottleLimits.largest, burstLength: UInt64(UInt32.max))
        var state = ThrottleState(limits, now: 5)
        for now in [0, 5, .max, 3] as [UInt64] {
            _ = state.wait(.read, now: now)
            state.add(.read, bytes: .max)
        }
        // Twice 2^64 bytes since the clock stands at its end, but for a tenth of a second of the burst.
        #expect(state.wait(.read, now: .max) == 36_893_388_147_420)
        limits[.bytesTotal] = .init(average: 1)
        state = ThrottleState(limits, now: 0)
        state.add(.write, bytes: .max)
        #expect(state.wait(.write, now: 0) == .max)
    }
}
