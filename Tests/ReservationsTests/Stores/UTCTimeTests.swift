import Testing

@testable import Reservations

@Suite struct UTCTimeTests {
    @Test(arguments: [
        (0 as UInt64, "1970-01-01T00:00:00.000000000Z"), (951_782_400_000_000_001, "2000-02-29T00:00:00.000000001Z"),
        (1_795_391_502_123_456_789, "2026-11-22T23:51:42.123456789Z"),
        (4_107_542_399_999_999_999, "2100-02-28T23:59:59.999999999Z"),
        (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
        (1_704_067_199_000_000_000, "2023-12-31T23:59:59.000000000Z"),
    ])
    func `a moment is written and read`(nanoseconds: UInt64, text: String) {
        #expect(UTCTime(nanoseconds: nanoseconds).text == text)
        #expect(UTCTime(text: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T23:51:42.12345678Z", "2026-13-22T23:51:42.123456789Z",
        "2026-11-22T24:00:00.000000000Z", "1969-12-31T23:59:59.000000000Z", "9999-11-22T23:51:42.123456789Z",
        "2026-11-22T23:51:42.123456789z", "2026-11-22T23:51:42.12345678éZ",
    ])
    func `anything else is no moment`(text: String) {
        #expect(UTCTime(text: text) == nil)
    }
}
