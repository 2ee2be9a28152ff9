import ArgumentParser
import Holdfast

/// `holdfast pr reset`: starts anew.
struct ResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Start anew without registrations: for a copy, or when the state is lost.",
        discussion: """
            Everybody may write afterwards, until somebody reserves. The exit status is 0, 1 without permission (--yes), 15 \
            when the disk can't be opened or nothing is kept of it, 26 when somebody is in the way.
            """)

    @OptionGroup var arguments: OperatorArguments

    @Argument(help: "The image, when no --blockdev is given.", completion: .file())
    var image: String?

    private var disk: ReservedDisk { ReservedDisk(arguments.nodes, image: image) }

    func validate() throws { try disk.check() }

    func run() throws {
        try disk.use { disk in
            let survey = disk.survey()
            if let what = survey.whatResetDestroys {
                try arguments.confirm("\(what) at '\(disk.path)' will be forgotten")
            }
            arguments.report("reset '\(disk.view.location)'", try OperatorDesk(disk).reset())
        }
    }
}

extension DiskSurvey {
    /// What there is to lose, as the beginning of a sentence; nil when there is nothing.
    var whatResetDestroys: String? {
        if case .foreign = damage { return "The reservations of another disk" }
        if damage != nil { return "The damaged reservations" }
        guard let state else { return "What nobody can read" }
        if state.isLost { return nil }
        return state.registrations.isEmpty ? nil : "\(state.registrations.count) registrations"
    }
}
