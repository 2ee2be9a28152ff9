import ArgumentParser
import QAPISchema

/// `holdfast schema check`: reports the first error of each schema.
struct SchemaCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check schemas and report the first error of each.",
        discussion: """
            Rules are checked in the order in which QEMU's tools check them, so both find the same error first. \
            The exit status is 1 when any schema has an error.
            """)

    @Argument(help: "The first file of each schema; the files it includes are read too.", completion: .file())
    var files: [String]

    func run() throws {
        var isGood = true
        for file in files {
            do {
                _ = try SchemaCommand.load(file)
            } catch {
                isGood = false
            }
        }
        if !isGood { throw ExitCode.failure }
    }
}
