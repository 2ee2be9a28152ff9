import ArgumentParser
import Holdfast
import JSON
import SCSI

/// `holdfast pr why`: why somebody can't write, or why nothing goes on.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Explain why an initiator can't write, or what a command waits for.",
        discussion: """
            WHO is the name of an initiator or of its node, or a key. Without it, all who are registered or attached are \
            explained. Takes no lock and disturbs nobody. The exit status is 0 when WHO, or everybody who is attached, may \
            write and nobody is waited for, 36 otherwise, 15 when the disk can't be opened.
            """)

    @OptionGroup var nodes: NodeArguments

    @Flag(help: "Print JSON.")
    var json = false

    @Argument(
        help: ArgumentHelp("Who, and the image when no --blockdev is given.", valueName: "[who] [image]"),
        completion: .file())
    var operands: [String] = []

    private var operandsOfDisk: Operands { Operands(operands, nodes) }

    func validate() throws { try operandsOfDisk.check() }

    func run() throws {
        let (target, who) = (operandsOfDisk.disk, operandsOfDisk.who)
        let (survey, history) = try target.use { disk in
            (disk.survey(), (try? disk.view.auditTrail(of: disk.identity)?.next()) ?? [])
        }
        let nexuses = try who.map { try Operands.find($0, survey) } ?? survey.everybody
        let explanations = nexuses.map { ($0, survey.explain($0, history: history)) }
        let advice = survey.advice(disk: target.words)
        if json {
            let object: JSONObject = [
                "initiators": .array(explanations.map { .object(Self.json($0.0, $0.1)) }),
                "advice": .array(advice.map { .object(SurveyJSON.advice($0)) }),
            ]
            Output.standard.print(JSONWriter(.pretty).string(.object(object)))
        } else {
            for (_, explanation) in explanations {
                Output.standard.print(explanation.sentences.joined(separator: "\n"))
            }
            Output.standard.write(SurveyText.advice(advice))
            if explanations.isEmpty, advice.isEmpty { Output.standard.print("Nobody is registered or attached.") }
        }
        let attached = explanations.filter { who != nil || survey.slot(of: $0.0.address) != nil }
        let isWaiting = survey.page?.pending != nil
        if isWaiting || attached.contains(where: { !$0.1.canWrite }) || survey.state == nil { throw ReservedDisk.no }
    }

    private static func json(_ nexus: Nexus, _ explanation: DiskSurvey.Explanation) -> JSONObject {
        [
            "initiator": .string(nexus.name.text), "nexus": .string("\(nexus.address)"),
            "can-read": .bool(explanation.canRead), "can-write": .bool(explanation.canWrite),
            "explanation": .array(explanation.sentences.map { .string($0) }),
        ]
    }
}

/// Who, and then the disk: the operands of commands about one initiator.
struct Operands {
    private let operands: [String]
    private let nodes: NodeArguments

    init(_ operands: [String], _ nodes: NodeArguments) {
        self.operands = operands
        self.nodes = nodes
    }

    /// The image is the last, unless nodes are given.
    private var image: String? { nodes.blockdev.isEmpty ? operands.last : nil }

    var disk: ReservedDisk { ReservedDisk(nodes, image: image) }

    /// Who is meant, if anybody was named.
    var who: String? { operands.count > (image == nil ? 0 : 1) ? operands.first : nil }

    /// Checks what can be checked before anything is opened.
    func check() throws {
        try disk.check()
        guard operands.count <= (image == nil ? 1 : 2) else {
            throw ValidationError("Too many operands; write --blockdev, or one image at the end.")
        }
    }

    /// The initiators that a name or a key stands for.
    static func find(_ who: String, _ survey: DiskSurvey) throws -> [Nexus] {
        let found = survey.nexuses(named: who)
        guard found.isEmpty else { return found }
        let names = survey.knownNames
        Output.error.print(
            "Error: '\(who)' is neither registered at '\(survey.path)' nor attached"
                + (names.isEmpty ? "; nobody is" : "; there are: \(names.joined(separator: ", "))"))
        throw ReservedDisk.openError
    }
}

extension DiskSurvey {
    /// Everybody who is registered or attached, each once.
    fileprivate var everybody: [Nexus] {
        var all = (state?.registrations ?? []).map(\.nexus)
        for slot in slots where !slot.isStale && !all.contains(where: { $0.address == slot.nexus }) {
            if let name = InitiatorName(slot.initiator) { all.append(Nexus(address: slot.nexus, name: name)) }
        }
        return all
    }
}
