import ArgumentParser
import BenchmarkKit
import FoundationEssentials

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Prints stored results as Markdown tables.")

    @Argument(help: "The file that `run --output` wrote.")
    var results: String

    @Option(help: "The table of goals.")
    var goals = "goals.json"

    @Flag(help: "Leave out figures without a goal.")
    var goalsOnly = false

    func run() throws {
        let stored = try JSONDecoder().decode(Results.self, from: Data(TextFile.bytes(results)))
        print(MarkdownReport(results: stored, goals: try GoalTable(path: goals), goalsOnly: goalsOnly).text)
    }
}
