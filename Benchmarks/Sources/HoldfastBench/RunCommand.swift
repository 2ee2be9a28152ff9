import ArgumentParser
import BenchmarkKit
import FoundationEssentials
import Glibc

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs scenarios; prints `name value unit ratio goal pass|fail` a line.",
        discussion: """
            A ratio is the median of the ratios inside each round; a goal that ends in x is for the ratio, any other for \
            the value. The exit status is 1 when an exact goal (gate: ci) is missed; --strict extends that to all goals.
            """)

    @Argument(help: "The scenarios to run; all of them by default (see `list`).")
    var scenarios: [String] = []

    @Flag(help: "Finish within a minute: fewer depths, contenders and rounds.")
    var quick = false

    @Flag(help: "Only what is exact on any machine, however loaded: the gates of continuous integration.")
    var exact = false

    @Flag(help: "Fail when any goal is missed.")
    var strict = false

    @Option(help: "How many rounds count.")
    var rounds: Int?

    @Option(help: "How long one contender runs in one round, in seconds.")
    var seconds: Double?

    @Option(help: "The folder for benchmark files; on the disk that is to be measured.")
    var directory = ".build/benchmark-files"

    @Option(help: "The table of goals.")
    var goals = "goals.json"

    @Option(help: "Store the results in this file, as JSON.")
    var output: String?

    @Option(help: "The holdfast tool.")
    var tool = "../.build/release/holdfast"

    @Option(help: "A QEMU source tree; HOLDFAST_QEMU_SOURCE by default.")
    var qemuSource: String?

    func validate() throws {
        if let rounds, rounds < 1 { throw ValidationError("--rounds must be at least 1") }
        if let seconds, !(seconds > 0 && seconds <= 60) { throw ValidationError("--seconds must be between 0 and 60") }
        for name in scenarios where !ScenarioTable.all.contains(where: { $0.name == name }) {
            let known = ScenarioTable.all.map(\.name).joined(separator: ", ")
            throw ValidationError("no scenario is named '\(name)'; there are \(known)")
        }
    }

    func run() throws {
        let table = try GoalTable(path: goals)
        try TextFile.makeFolder(directory)
        let chosen = ScenarioTable.all.filter { scenario in
            (scenarios.isEmpty || scenarios.contains(scenario.name)) && (!exact || scenario.isExact)
        }
        let source = qemuSource ?? getenv("HOLDFAST_QEMU_SOURCE").map { String(cString: $0) }
        let session = Session(
            quick: quick, rounds: rounds, seconds: seconds, directory: directory,
            qemuSource: source?.isEmpty == false ? source : nil, tool: tool)
        let machine = Machine(directory: directory)
        let run = BenchmarkRun(scenarios: chosen, goals: table, session: session)
        let (outcome, lines) = try run.run { line in
            print(line.text)
            // Lines that wait in a buffer are no progress.
            fflush(nil)
        }
        if let output {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            let data = try encoder.encode(Results(machine: machine, outcome: outcome))
            try TextFile.write(Array(data), to: output)
        }
        let missed = lines.filter { $0.verdict == .fail }
        let gating = missed.filter { line in
            strict || table.goals.contains { $0.gate == .ci && $0.covers(line.words[0]) }
        }
        session.log("\(lines.count { $0.verdict == .pass }) goals met, \(missed.count) missed")
        if !gating.isEmpty { throw ExitCode.failure }
    }
}
