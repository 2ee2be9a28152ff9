import ArgumentParser
import Glibc

/// The `holdfast` tool: one executable, a subcommand a task.
@main
struct HoldfastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holdfast",
        abstract: "Block devices for virtual machine monitors, with QEMU's option strings and working reservations.",
        version: "0.1.0",
        subcommands: [
            IOCommand.self, ImgCommand.self, DoctorCommand.self, BenchCommand.self, PersistentReserveCommand.self,
            OptionsCommand.self, SchemaCommand.self,
        ])

    /// The exit status of a call that the tool does not understand; commands that keep another tool's have 1.
    static func usageError(of command: String?) -> ExitCode {
        let others = [ImgCommand.configuration.commandName, PersistentReserveCommand.configuration.commandName]
        return ExitCode(others.contains(command) ? 1 : 2)
    }

    /// Runs the subcommand that the arguments ask for; the exit status is 0, 1 for failure or 2 for wrong
    /// usage, where the subcommand has none of its own.
    static func main() async {
        // A reader that has seen enough ends the output, not the tool.
        signal(SIGPIPE, SIG_IGN)
        // A file that would grow beyond the limit is an error like others.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if !message.isEmpty {
                code.isSuccess ? Output.standard.print(message) : Output.error.print(message)
            }
            let usage = usageError(of: CommandLine.arguments.dropFirst().first)
            Glibc.exit((code == .validationFailure ? usage : code).rawValue)
        }
    }
}
