import ArgumentParser
import BenchmarkKit

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the scenarios.")

    func run() {
        let width = ScenarioTable.all.map(\.name.count).max() ?? 0
        for scenario in ScenarioTable.all {
            let padding = String(repeating: " ", count: width - scenario.name.count)
            print("\(scenario.name)\(padding)  \(scenario.isExact ? "exact " : "timed ") \(scenario.summary)")
        }
    }
}
