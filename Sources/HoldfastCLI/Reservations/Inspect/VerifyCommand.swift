import ArgumentParser
import Holdfast
import JSON

/// `holdfast pr verify`: holds what is stored, what is shared and what is locked against each other.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that what is stored, what is shared and what is enforced agree.",
        discussion: """
            Looks at both stored records (checksum, content, identity), the shared page, the word of every attachment, its \
            locks and sockets. Takes no lock; what seems wrong is looked at five times. The exit status is 0 when nothing is \
            wrong (notes are harmless), 36 when something is, 15 when the disk can't be opened.
            """)

    @OptionGroup var arguments: ReservedDiskArguments

    func validate() throws { try arguments.disk.check() }

    func run() throws {
        let checks = try arguments.disk.use { $0.verify() }
        if arguments.json {
            let array = checks.map { check in
                JSONValue.object([
                    "subject": .string(check.subject), "verdict": .string(check.verdict.rawValue),
                    "detail": .string(check.detail),
                ])
            }
            Output.standard.print(JSONWriter(.pretty).string(.array(array)))
        } else {
            Output.standard.write(TextTable.render(checks.map { [$0.subject, $0.verdict.rawValue, $0.detail] }))
        }
        if checks.contains(where: { $0.verdict == .wrong }) { throw ReservedDisk.no }
    }
}
