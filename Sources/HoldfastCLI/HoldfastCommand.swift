import ArgumentParser

/// The `holdfast` tool: one executable, a subcommand a task.
@main
struct HoldfastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holdfast",
        abstract: "Block devices for virtual machine monitors, with QEMU's option strings and working reservations.",
        version: "0.1.0",
        subcommands: [])
}
