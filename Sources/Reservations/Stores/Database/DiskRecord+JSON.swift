internal import JSON
internal import SCSI

extension DiskRecord {
    /// What the record says, for people and their queries.
    var readable: String {
        let registrations = state.registrations.map { registration in
            JSONValue.object([
                "initiator": .string(registration.nexus.name.text), "nexus": .string(registration.address.description),
                "key": .string("0x\(String(registration.key, radix: 16))"),
                "since": .string(UTCTime(nanoseconds: registration.since.clampedToNanoseconds).text),
            ])
        }
        let occupants = slots.map { occupant in
            JSONValue.object([
                "slot": JSONValue(occupant.slot), "nexus": .string(occupant.nexus.description),
                "process": JSONValue(occupant.process),
            ])
        }
        var reservation = JSONValue.null
        if let held = state.reservation {
            let holder = held.holder.map { JSONValue.string($0.description) } ?? .null
            reservation = .object(["type": .string("\(held.type)"), "holder": holder])
        }
        return JSONWriter().string(
            .object([
                "pr-generation": JSONValue(state.generation), "aptpl": .bool(state.persistsThroughPowerLoss),
                "lost": .bool(state.isLost), "reservation": reservation, "registrations": .array(registrations),
                "occupants": .array(occupants),
            ]))
    }
}

extension UInt64 {
    /// Seconds as nanoseconds, as far as they go.
    fileprivate var clampedToNanoseconds: UInt64 {
        let (value, overflows) = multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : value
    }
}
