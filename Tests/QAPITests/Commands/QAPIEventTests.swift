import JSON
import QAPI
import Testing

@Suite struct QAPIEventTests {
    @Test func `an event has a name, a time and perhaps data`() throws {
        let time = QAPIEvent.Timestamp(seconds: 12, microseconds: 34)
        #expect(
            QAPIEvent("STOP", at: time).message
                == ["event": "STOP", "timestamp": ["seconds": 12, "microseconds": 34]])
        let event = try QAPIEvent("LIMITS", data: Limits(name: "a", old: 1), at: .unknown)
        #expect(
            event?.message == [
                "event": "LIMITS", "data": ["name": "a", "old": 1], "timestamp": ["seconds": -1, "microseconds": -1],
            ])
    }

    @Test func `the policy hides events and members of their data`() throws {
        let policy = CompatPolicy(deprecatedOutput: .hide)
        let event = try QAPIEvent("LIMITS", data: Limits(name: "a", old: 1), policy: policy, at: .unknown)
        #expect(event?.data == ["name": "a"])
        let hidden = try QAPIEvent("OLD", data: QAPIEmpty(), features: .deprecated, policy: policy, at: .unknown)
        #expect(hidden == nil)
    }
}
