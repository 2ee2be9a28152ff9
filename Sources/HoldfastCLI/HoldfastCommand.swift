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

    /// The exit status of a call that the tool does not understand.
    static let usageError = ExitCode(2)

    /// Runs the subcommand that the arguments ask for; the exit status is 0, 1 for failure or 2 for wrong usage.
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
            let isReservation =
                CommandLine.arguments.dropFirst().first == PersistentReserveCommand.configuration.commandName
            let usage = isReservation ? PersistentReserveCommand.usageError : usageError
            Glibc.exit((code == .validationFailure ? usage : code).rawValue)
        }
    }
}
