import ArgumentParser

@main
struct HoldfastBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holdfast-bench",
        abstract: "Measures Holdfast against C loops, fio and QEMU, and holds the numbers against goals.json.",
        subcommands: [RunCommand.self, ListCommand.self, ReportCommand.self, ChartCommand.self],
        defaultSubcommand: RunCommand.self)
}
