import Foundation
import JSON
import Testing

/// What the tool says of its own commands and their options.
struct ToolHelp {
    /// One command, by its words after `holdfast`.
    struct Command {
        let words: [String]
        let options: Set<String>
        let hasSubcommands: Bool
    }

    let commands: [Command]

    init() throws {
        let dump = try Tool.run(["--experimental-dump-help"])
        let value = try JSONParser.parse(dump.output)
        var commands: [Command] = []
        func add(_ command: JSONValue, _ words: [String]) {
            let arguments = command["arguments"]?.arrayValue ?? []
            let names = arguments.flatMap { $0["names"]?.arrayValue ?? [] }
            let options = names.compactMap { name -> String? in
                guard let text = name["name"]?.stringValue else { return nil }
                return (name["kind"]?.stringValue == "long" ? "--" : "-") + text
            }
            let below = command["subcommands"]?.arrayValue ?? []
            commands.append(Command(words: words, options: Set(options), hasSubcommands: !below.isEmpty))
            for one in below {
                let name = one["commandName"]?.stringValue ?? ""
                // The help about help is the tool's own affair.
                if name != "help" { add(one, words + [name]) }
            }
        }
        add(try #require(value["command"]), [])
        self.commands = commands
    }
}
