/// A parser that reads one document over and over, in a process of its own.
struct ParseContender: Sendable {
    /// Which parser: `json`, `stream` or `decoder`, or `option` for `-blockdev` arguments.
    var subject: String
    /// Which document.
    var document: String

    /// Why it can't run; `nil` when it can.
    static var obstacle: String? {
        Programs.exists(Programs.path(of: "contender-parse")) ? nil : "contender-parse was not built"
    }

    /// The program that parses so many times.
    func program(operations: Int) -> ChildProcess {
        ChildProcess(arguments: [Programs.path(of: "contender-parse"), subject, document, "\(operations)"])
    }

    /// What takes part in rounds.
    func entrant(named name: String) -> Rounds.Entrant {
        Rounds.Entrant(name: name) { try OwnContender.sample(program(operations: $0)) }
    }

    /// The size of the document.
    func bytes() throws -> Double {
        let program = program(operations: 1)
        guard let bytes = Fields(try program.run().output)["bytes"] else {
            throw BenchmarkError("\(program.command): printed no size")
        }
        return Double(bytes)
    }
}
