import Holdfast
import SCSI

/// How a disk's reservations stand, for people.
struct SurveyText {
    private let survey: DiskSurvey
    private let words: String

    init(_ survey: DiskSurvey, _ words: String) {
        self.survey = survey
        self.words = words
    }

    /// Everything.
    var text: String {
        [head, registrations, attachments, advice].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var head: String {
        var rows = [
            ["disk:", "\(survey.path) (\(survey.identity.text))"],
            [
                "kept in:",
                "\(survey.location) (\(survey.kind.typeName)\(record))",
            ],
        ]
        guard let state = survey.state else { return TextTable.render(rows + [["state:", "unknown"]]) }
        if state.isLost {
            rows.append(["state:", "lost: nobody reads or writes"])
        } else {
            rows.append(["reservation:", reservation(state)])
            rows.append(["generation:", "\(state.generation)"])
        }
        return TextTable.render(rows)
    }

    /// Which record counts.
    private var record: String {
        if let record = survey.record { return ", record \(record.generation)" }
        return survey.stored == .absent ? ", not made yet" : ""
    }

    private func reservation(_ state: PersistentReservations) -> String {
        guard let held = state.reservation else { return "none" }
        let holder =
            held.holder.flatMap(state.registration).map { "'\($0.nexus.name)' (\($0.key.keyText))" }
            ?? "all who are registered"
        return "\(held.type.name), held by \(holder)"
    }

    private var registrations: String {
        guard let state = survey.state, !state.isLost else { return "" }
        guard !state.registrations.isEmpty else { return "nobody is registered\n" }
        let rows = state.registrations.map { one in
            [
                one.key.keyText, one.nexus.name.text, "\(one.address)", state.isHolder(one.address) ? "yes" : "-",
                survey.slot(of: one.address).map { "slot \($0.number)" } ?? "no", Self.time(one.since),
            ]
        }
        return TextTable.render([["key", "initiator", "nexus", "holds", "attached", "since"]] + rows)
    }

    private var attachments: String {
        guard !survey.slots.isEmpty else { return survey.silence == nil ? "nobody is attached\n" : "" }
        let rows = survey.slots.map { slot in
            [
                "\(slot.number)", slot.initiator, "\(slot.process)", Self.state(slot), Self.access(slot),
                "\(slot.inFlight)", "\(slot.queues)", slot.node, Self.time(slot.since),
            ]
        }
        return TextTable.render(
            [["slot", "initiator", "process", "state", "may", "in flight", "queues", "node", "since"]] + rows)
    }

    private var advice: String {
        var text = ""
        if let holder = survey.page?.holder, survey.isRegistryLocked {
            let who = holder.slot.flatMap(survey.slot).map(\.label) ?? "process \(holder.process)"
            text += "registry lock: \(who), \(holder.purpose), for \(DiskSurvey.seconds(survey.age(holder)))\n"
        }
        return text + Self.advice(survey.advice(disk: words))
    }

    /// What goes on, and the next command to type.
    static func advice(_ advice: [DiskSurvey.Advice]) -> String {
        advice.map { "now: \($0.reason)\n" + ($0.command.map { "next: \($0)\n" } ?? "") }.joined()
    }

    /// The letter of ps(1) and what it means.
    static func state(_ slot: DiskSurvey.Slot) -> String {
        switch slot.condition {
        case .living(let state, let meaning, _): "\(state) (\(meaning))"
        case .ended: slot.isStale ? "gone" : "gone, I/O left"
        case .unknown: "?"
        }
    }

    /// What the word of a slot lets pass.
    static func access(_ slot: DiskSurvey.Slot) -> String {
        var words: [String] = []
        if slot.isHeld { words.append("held") }
        if slot.isDetached {
            words.append("nothing (inactive)")
        } else if slot.mayRead || slot.mayWrite {
            if slot.mayRead { words.append("read") }
            if slot.mayWrite { words.append(slot.isReadOnly ? "(read-only)" : "write") }
        } else {
            words.append("nothing")
        }
        return words.joined(separator: " ")
    }

    /// Seconds since 1970 as UTC.
    static func time(_ seconds: UInt64) -> String {
        let (nanoseconds, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? "?" : "\(UTCTime(nanoseconds: nanoseconds).text.prefix(19))Z"
    }
}
