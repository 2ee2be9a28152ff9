import ArgumentParser
import Glibc
import Holdfast
import JSON
import SCSI

/// What commands have in common that change something for an operator.
struct OperatorArguments: ParsableArguments {
    @OptionGroup var nodes: NodeArguments

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(name: [.customShort("y"), .long], help: "Don't ask; needed where nobody can be asked.")
    var yes = false

    /// Asks whether something may be destroyed; ends the tool unless it may.
    func confirm(_ what: String) throws {
        if yes { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            Output.error.print("Error: \(what); give --yes if that is meant")
            throw ExitCode(1)
        }
        Output.error.write("\(what). Go on? [y/N] ")
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            Output.error.print("Nothing was changed.")
            throw ExitCode(1)
        }
    }

    /// Says what was done.
    func report(_ did: String, _ outcome: OperatorDesk.Outcome) {
        let (before, after) = (outcome.before, outcome.after)
        let gone = before.registrations.filter { after.registration(of: $0.address) == nil }
        let come = after.registrations.filter { before.registration(of: $0.address) == nil }
        if json {
            var object: JSONObject = [
                "record": JSONValue(outcome.record), "generation": JSONValue(after.generation),
                "removed": .array(gone.map { .string($0.nexus.name.text) }),
                "added": .array(come.map { .string($0.nexus.name.text) }),
                "attachments": JSONValue(outcome.attachments),
            ]
            object["type"] = (after.reservation?.type).map { .string($0.name) }
            Output.standard.print(JSONWriter(.pretty).string(.object(object)))
            return
        }
        Output.standard.print(did)
        for one in gone { Output.standard.print("  removed: \(one.key.keyText) of '\(one.nexus.name)'") }
        for one in come { Output.standard.print("  added: \(one.key.keyText) of '\(one.nexus.name)'") }
        Output.standard.print("  reservation: \(Self.change(before, after))")
        Output.standard.print(
            "  record \(outcome.record), generation \(after.generation); \(outcome.attachments) attached")
    }

    private static func change(_ before: PersistentReservations, _ after: PersistentReservations) -> String {
        func text(_ state: PersistentReservations) -> String {
            if state.isLost { return "lost" }
            guard let held = state.reservation else { return "none" }
            let holder = held.holder.flatMap(state.registration).map { "'\($0.nexus.name)'" }
            return "\(held.type.name)\(holder.map { " of \($0)" } ?? "")"
        }
        let (old, new) = (text(before), text(after))
        return old == new ? new : "\(old), now \(new)"
    }
}
