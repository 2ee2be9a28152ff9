import ArgumentParser
import Holdfast
import JSON

/// `holdfast pr state`: who is registered, who is attached, who waits for whom.
struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Show who is registered and attached, who waits for whom, and what to type next.",
        discussion: """
            Takes no lock and disturbs nobody. The exit status is 0, 7 when the reservations are lost, 15 when the disk \
            can't be opened.
            """)

    @OptionGroup var arguments: ReservedDiskArguments

    func validate() throws { try arguments.disk.check() }

    func run() throws {
        let survey = try arguments.disk.use { $0.survey() }
        if arguments.json {
            Output.standard.print(JSONWriter(.pretty).string(.object(SurveyJSON(survey, arguments.disk.words).object)))
        } else {
            Output.standard.write(SurveyText(survey, arguments.disk.words).text)
        }
        if survey.state?.isLost ?? true { throw ExitCode(7) }
    }
}
