import BlockTestSupport
import Sys
import Testing

@testable import Block

/// What members of a group pass by credit, on a virtual clock.
@Suite struct ThrottleLeaseTests {
    /// Members of one group that ask in turn, and what passed when.
    private final class Crowd {
        let group: ThrottleGroup
        let mailboxes: [Mailbox]
        let seats: [FilterSeat]
        var now: UInt64 = 0
        /// When each request passed.
        var passed: [UInt64] = []
        var asked = 0

        init(_ limits: ThrottleLimits, members: Int) throws {
            group = try ThrottleGroup(limits, now: 0)
            mailboxes = try (0..<members).map { _ in try Mailbox(capacity: 64) }
            seats = mailboxes.map { FilterSeat($0, handle: 0) }
        }

        deinit { group.dismiss(seats) }

        /// A member asks for a request, which it gives up when it would have to wait; returns when it may try again.
        @discardableResult
        func ask(_ member: Int, _ direction: ThrottleState.Direction = .read, bytes: UInt64 = 4096) -> UInt64? {
            asked += 1
            switch group.arrive(seats[member], direction, bytes: bytes, now: now) {
            case .pass:
                passed.append(now)
                return nil
            case .hold(let time):
                group.withdraw(seats[member], direction)
                return time ?? now
            case .end, .endLater: return nil
            }
        }

        /// The most that passed within any time beyond what the rate lets pass in it: what came at once.
        func largestBurst(rate: UInt64) -> Double {
            var (least, largest) = (Double.infinity, 0.0)
            for (count, time) in passed.enumerated() {
                let leaked = Double(rate) * Double(time) / 1e9
                least = min(least, Double(count) - leaked)
                largest = max(largest, Double(count + 1) - leaked - least)
            }
            return largest
        }
    }

    private func limits(_ kind: ThrottleLimits.Kind, _ rate: ThrottleLimits.Rate) -> ThrottleLimits {
        var limits = ThrottleLimits()
        limits[kind] = rate
        return limits
    }

    @Test(
        "However members ask, rate and burst of the group hold",
        arguments: [
            ThrottleLimits.Rate(average: 10_000), .init(average: 2000), .init(average: 10_000, burst: 30_000),
            .init(average: 4000, burst: 20_000, burstLength: 3),
        ], 0..<4 as Range<UInt64>)
    func bounds(rate: ThrottleLimits.Rate, seed: UInt64) throws {
        let crowd = try Crowd(limits(.operationsTotal, rate), members: 4)
        var random = Random(seed: seed)
        while crowd.now < 2_000_000_000 {
            // Pauses and storms.
            let storm = Int.random(in: 0..<400, using: &random)
            for _ in 0..<storm {
                crowd.ask(Int.random(in: 0..<4, using: &random), Bool.random(using: &random) ? .read : .write)
                crowd.now += UInt64.random(in: 0..<20_000, using: &random)
            }
            crowd.now += UInt64.random(in: 0..<30_000_000, using: &random)
        }
        let size = rate.burst > 0 ? rate.burst * rate.burstLength : rate.average / 10
        // The bucket, and the one that makes it overflow.
        #expect(crowd.largestBurst(rate: rate.average) <= Double(size) + 1.01)
        #expect(crowd.passed.count > Int(rate.average))
    }

    @Test("Below the limits hardly anybody asks the group", arguments: [1, 4])
    func contacts(members: Int) throws {
        let crowd = try Crowd(limits(.operationsTotal, .init(average: 100_000)), members: members)
        // Half the rate, evenly.
        for index in 0..<50_000 {
            #expect(crowd.ask(index % members) == nil)
            crowd.now += 20_000
        }
        #expect(crowd.passed.count == 50_000)
        // Once in five milliseconds each.
        #expect(crowd.group.contacts <= 205 * UInt64(members), "\(crowd.group.contacts)")
    }

    @Test("At the limit the whole rate passes")
    func saturated() throws {
        let crowd = try Crowd(limits(.operationsTotal, .init(average: 20_000)), members: 3)
        var index = 0
        while crowd.now < 1_000_000_000 {
            if let time = crowd.ask(index % 3) { crowd.now = max(time, crowd.now + 1) }
            index += 1
        }
        #expect((21_900...22_001).contains(crowd.passed.count), "\(crowd.passed.count)")
    }

    @Test("Credit covers bytes and operations, whichever ends first")
    func bytes() throws {
        var limits = limits(.bytesRead, .init(average: 100_000_000))
        limits[.operationsRead].average = 100_000
        let crowd = try Crowd(limits, members: 1)
        // A twentieth of a tenth of a second: 500,000 bytes, or 500 operations.
        for _ in 0..<122 { crowd.ask(0) }
        #expect(crowd.group.contacts == 1)
        crowd.ask(0, bytes: 8192)
        #expect(crowd.group.contacts == 2)
        // Writes have no limit here: their credit is for all.
        for _ in 0..<1000 { crowd.ask(0, .write, bytes: 1 << 40) }
        #expect(crowd.group.contacts == 3)
        #expect(crowd.passed.count == 122 + 1 + 1000)
    }

    @Test("Credit ends after its time, and counts as used where nobody gives it back")
    func expiry() throws {
        let crowd = try Crowd(limits(.operationsTotal, .init(average: 10_000)), members: 2)
        crowd.ask(0)
        crowd.ask(0)
        #expect(crowd.group.contacts == 1)
        crowd.now = ThrottleLease.span
        crowd.ask(0)
        #expect(crowd.group.contacts == 2)
        // Of 50 that the first had, 48 were left and went back; the second time nobody comes.
        crowd.now = 2 * ThrottleLease.span
        let before = crowd.passed.count
        while crowd.ask(1) == nil {}
        #expect(crowd.passed.count - before <= 1001 - 50 + 50)
        #expect(crowd.passed.count - before >= 1001 - 3 - 51)
    }

    @Test("A member that leaves gives its credit back")
    func leaving() throws {
        let crowd = try Crowd(limits(.operationsTotal, .init(average: 10_000)), members: 2)
        crowd.ask(0)
        crowd.group.leave(crowd.seats[0])
        while crowd.ask(1) == nil {}
        #expect(crowd.passed.count == 1001)
        #expect(crowd.seats[0].member(of: crowd.group) == nil)
    }

    @Test("Credit of limits that have changed is void")
    func change() throws {
        let crowd = try Crowd(limits(.operationsTotal, .init(average: 10_000)), members: 1)
        crowd.ask(0)
        try crowd.group.setLimits(limits(.operationsTotal, .init(average: 10)), now: 0)
        while crowd.ask(0) == nil {}
        #expect(crowd.passed.count == 3)
        try crowd.group.setLimits(ThrottleLimits(), now: 0)
        for _ in 0..<100 { #expect(crowd.ask(0) == nil) }
    }

    @Test("A member that left while requests waited goes with the last of them")
    func lateLeaving() throws {
        let crowd = try Crowd(limits(.operationsTotal, .init(average: 10)), members: 1)
        let (group, seat) = (crowd.group, crowd.seats[0])
        for _ in 0..<2 { #expect(group.arrive(seat, .read, bytes: 1, now: 0) == .pass) }
        for _ in 0..<2 { _ = group.arrive(seat, .read, bytes: 1, now: 0) }
        group.leave(seat)
        #expect(group.retry(seat, .read, bytes: 1, now: 100_000_000) == .pass)
        #expect(seat.member(of: group) != nil)
        #expect(group.retry(seat, .read, bytes: 1, now: 200_000_000) == .pass)
        #expect(seat.member(of: group) == nil)
    }

    @Test("While others wait credit lasts no longer than its time, and requests behind waiting ones wait")
    func order() throws {
        let crowd = try Crowd(limits(.operationsTotal, .init(average: 10_000)), members: 2)
        crowd.ask(0)
        // The second takes what is left, and has to wait.
        while crowd.ask(1) == nil {}
        #expect(crowd.group.arrive(crowd.seats[1], .read, bytes: 1, now: crowd.now) != .pass)
        let before = crowd.group.contacts
        #expect(crowd.group.arrive(crowd.seats[1], .read, bytes: 1, now: crowd.now) == .hold(until: nil))
        // Neither who waits behind his own nor who has credit asks.
        #expect(crowd.ask(0) == nil && crowd.group.contacts == before)
        crowd.now = ThrottleLease.span
        #expect(crowd.ask(0) != nil && crowd.group.contacts == before + 1)
    }
}
