import Holdfast
import JSON
import SCSI

/// How a disk's reservations stand, for programs.
struct SurveyJSON {
    private let survey: DiskSurvey
    private let words: String

    init(_ survey: DiskSurvey, _ words: String) {
        self.survey = survey
        self.words = words
    }

    /// Everything.
    var object: JSONObject {
        var object: JSONObject = [
            "disk": .string(survey.path), "identity": .string(survey.identity.text),
            "manager": .string(survey.kind.typeName), "store": .string(survey.location),
            "time": .string(UTCTime(nanoseconds: survey.time).text),
        ]
        object["record"] = survey.record.map { JSONValue($0.generation) }
        object["lost"] = (survey.state?.isLost).map { .bool($0) }
        object["generation"] = survey.state.map { JSONValue($0.generation) }
        object["type"] = (survey.state?.reservation).map { .string($0.type.name) }
        object["registrations"] = .array((survey.state?.registrations ?? []).map { .object(registration($0)) })
        object["attachments"] = .array(survey.slots.map { .object(Self.slot($0)) })
        object["unanswered"] = survey.silence.map { .string($0) }
        if let holder = survey.page?.holder, survey.isRegistryLocked {
            var lock: JSONObject = [
                "process": JSONValue(holder.process), "purpose": .string(holder.purpose),
                "milliseconds": JSONValue(survey.age(holder)),
            ]
            lock["slot"] = holder.slot.map { JSONValue($0) }
            object["registry-lock"] = .object(lock)
        }
        if let pending = survey.page?.pending {
            var command: JSONObject = ["record": JSONValue(pending.generation)]
            command["slot"] = pending.slot.map { JSONValue($0) }
            command["victims"] = .array(pending.victims.map { JSONValue($0) })
            object["pending"] = .object(command)
        }
        object["advice"] = .array(survey.advice(disk: words).map { .object(Self.advice($0)) })
        return object
    }

    /// What goes on, and the next command to type.
    static func advice(_ one: DiskSurvey.Advice) -> JSONObject {
        var object: JSONObject = ["reason": .string(one.reason)]
        object["command"] = one.command.map { .string($0) }
        return object
    }

    private func registration(_ one: Registration) -> JSONObject {
        var object: JSONObject = [
            "key": .string(one.key.keyText), "initiator": .string(one.nexus.name.text),
            "nexus": .string("\(one.address)"), "holder": .bool(survey.state?.isHolder(one.address) ?? false),
            "since": JSONValue(one.since),
        ]
        object["slot"] = survey.slot(of: one.address).map { JSONValue($0.number) }
        return object
    }

    /// One attachment.
    static func slot(_ slot: DiskSurvey.Slot) -> JSONObject {
        var object: JSONObject = [
            "slot": JSONValue(slot.number), "initiator": .string(slot.initiator), "nexus": .string("\(slot.nexus)"),
            "node": .string(slot.node), "process": JSONValue(slot.process),
        ]
        switch slot.condition {
        case .living(let state, _, let program):
            object["state"] = .string(String(state))
            object["program"] = .string(program)
        case .ended: object["state"] = "gone"
        case .unknown(let why): object["state-unknown"] = .string(why)
        }
        object["active"] = .bool(slot.isActive)
        object["read-only"] = .bool(slot.isReadOnly)
        object["stale"] = .bool(slot.isStale)
        object["held"] = .bool(slot.isHeld)
        object["may-read"] = .bool(slot.mayRead)
        object["may-write"] = .bool(slot.mayWrite)
        object["in-flight"] = JSONValue(slot.inFlight)
        object["queues"] = JSONValue(slot.queues)
        object["since"] = JSONValue(slot.since)
        return object
    }
}
