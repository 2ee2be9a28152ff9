import ArgumentParser
import Holdfast
import JSON

/// `holdfast pr stale`: what the dead have left behind.
struct StaleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "List registrations without a live process, slots of the dead, and dead sockets.",
        discussion: """
            A registration outlives its process on purpose; it is in the way only when it holds the reservation. Slots and \
            sockets are cleaned up by whoever comes next. Takes no lock. The exit status is 0 when there is nothing, 36 when \
            there is something, 15 when the disk can't be opened.
            """)

    @OptionGroup var arguments: ReservedDiskArguments

    func validate() throws { try arguments.disk.check() }

    func run() throws {
        let survey = try arguments.disk.use { $0.survey() }
        let words = arguments.disk.words
        if arguments.json {
            Output.standard.print(JSONWriter(.pretty).string(.object(Self.json(survey))))
        } else {
            if let silence = survey.silence { Output.standard.print("unknown: \(silence)") }
            Output.standard.write(Self.text(survey, words))
        }
        let isClean = survey.staleRegistrations.isEmpty && survey.staleSlots.isEmpty && survey.deadSockets.isEmpty
        if !isClean || survey.silence != nil { throw ReservedDisk.no }
    }

    private static func text(_ survey: DiskSurvey, _ words: String) -> String {
        var text = ""
        for one in survey.staleRegistrations {
            let holds = survey.state?.isHolder(one.address) == true ? ", which holds the reservation" : ""
            text +=
                "registration: \(one.key.keyText) of '\(one.nexus.name)'\(holds): no process is attached in its name\n"
            text += "        next: holdfast pr evict \(DiskSurvey.quoted(one.nexus.name.text)) \(words)\n"
        }
        for slot in survey.staleSlots {
            text += "slot: \(slot.label) is gone; whoever takes the registry lock next empties the slot\n"
        }
        for socket in survey.deadSockets {
            text +=
                "socket: nobody listens at '\(socket.path)'; the next attachment of slot \(socket.slot) replaces it\n"
        }
        return text
    }

    private static func json(_ survey: DiskSurvey) -> JSONObject {
        var object: JSONObject = [
            "registrations": .array(
                survey.staleRegistrations.map { one in
                    .object([
                        "key": .string(one.key.keyText), "initiator": .string(one.nexus.name.text),
                        "holder": .bool(survey.state?.isHolder(one.address) ?? false),
                    ])
                }), "slots": .array(survey.staleSlots.map { .object(SurveyJSON.slot($0)) }),
            "sockets": .array(survey.deadSockets.map { .string($0.path) }),
        ]
        object["unanswered"] = survey.silence.map { .string($0) }
        return object
    }
}
