import ArgumentParser
import BenchmarkKit
import FoundationEssentials

struct ChartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart", abstract: "Draws stored results as SVG: processor time per request of each contender.")

    @Argument(help: "The file that `run --output` wrote.")
    var results: String

    @Option(help: "The scenario to draw.")
    var scenario = "cached-read"

    @Option(name: .shortAndLong, help: "The SVG file to write.")
    var output: String

    func run() throws {
        let stored = try JSONDecoder().decode(Results.self, from: Data(TextFile.bytes(results)))
        guard let chart = BarChart(results: stored, scenario: scenario) else {
            throw ValidationError("\(results) has no figures of scenario '\(scenario)'")
        }
        try TextFile.write(Array(chart.svg.utf8), to: output)
    }
}
