import Testing

@testable import Reservations

struct HelperBackoffTests {
    @Test func `pauses double up to the longest, and a success makes them short again`() {
        var backoff = HelperBackoff()
        #expect(backoff.nextAttempt == 0)
        var (now, pauses): (UInt64, [UInt64]) = (1_000, [])
        for _ in 0..<9 {
            backoff.failed(now: now)
            pauses.append((backoff.nextAttempt - now) / 1_000_000)
            now = backoff.nextAttempt
        }
        #expect(pauses == [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000])
        backoff.succeeded()
        backoff.failed(now: now)
        #expect(backoff.nextAttempt == now + HelperBackoff.shortest)
    }

    @Test func `what fails during a pause belongs to the same failure`() {
        var backoff = HelperBackoff()
        for _ in 0..<5 { backoff.failed(now: 100) }
        #expect(backoff.nextAttempt == 100 + HelperBackoff.shortest)
        backoff.failed(now: backoff.nextAttempt)
        #expect(backoff.nextAttempt == 100 + 3 * HelperBackoff.shortest)
    }

    @Test func `a busy helper is tried again soon, without a longer pause after`() {
        var backoff = HelperBackoff()
        backoff.postpone(now: 0)
        #expect(backoff.nextAttempt == 10_000_000)
        backoff.failed(now: 10_000_000)
        #expect(backoff.nextAttempt == 10_000_000 + HelperBackoff.shortest)
    }
}
