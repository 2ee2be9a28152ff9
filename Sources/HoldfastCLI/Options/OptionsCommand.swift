import ArgumentParser
import Glibc
import Holdfast
import JSON
import QAPI

/// `holdfast options`: what the tool understands by an option, or what is wrong with it.
struct OptionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "options",
        abstract: "Check -blockdev, -object and -drive options and show what they mean.",
        discussion: """
            An option is an option string, or JSON when it begins with '{'. 'help' as its value lists the drivers or \
            object types; 'help' behind a driver or type, as in 'file,help', lists its options. Nothing is opened.
            """)

    @Option(help: ArgumentHelp("Describe a block node.", valueName: "option"))
    var blockdev: [String] = []

    @Option(help: ArgumentHelp("Describe an object, such as a pr-manager.", valueName: "option"))
    var object: [String] = []

    @Option(help: ArgumentHelp("Translate an old-style drive.", valueName: "option"))
    var drive: [String] = []

    @Flag(help: "Print an array of JSON objects.")
    var json = false

    func validate() throws {
        if blockdev.isEmpty && object.isEmpty && drive.isEmpty {
            throw ValidationError("Give at least one of --object, --blockdev, --drive.")
        }
    }

    func run() throws {
        var reports: [OptionReport] = []
        var failed = false
        for (kind, text) in object.map({ (OptionReport.Kind.object, $0) })
            + blockdev.map({ (.blockdev, $0) }) + drive.map({ (.drive, $0) })
        {
            do {
                if let help = try OptionReport.help(kind, text) {
                    Output.standard.write(HelpLayout(help).text)
                } else {
                    reports.append(try OptionReport(kind, text))
                }
            } catch {
                Output.error.print("error: \(kind.flag) \(text)\n  \(indented(error.description))")
                failed = true
            }
        }
        for warning in reports.flatMap(\.option.warnings) { Output.error.print("warning: \(warning)") }
        if json {
            Output.standard.print(JSONWriter(.pretty).string(.array(reports.map { .object($0.json) })))
        } else {
            Output.standard.write(reports.map(\.text).joined(separator: "\n"))
        }
        if failed { throw ExitCode.failure }
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
    }
}
