extension SwiftGenerator {
    /// The file with the protocol of commands and the table that calls them by name.
    func commands() -> String {
        let commands = schema.commands.filter { $0.generated && $0.condition.holds(defining: symbols) }
        var writer = SwiftWriter()
        writer.line()
        writer.documentation(
            "The commands of the schema: whoever serves a monitor implements them.\n\n"
                + "Each is called with its arguments checked against the schema. Commands for which the schema says\n"
                + "`gen: false` have arguments of no fixed shape: a program registers those itself.")
        writer.block("public protocol \(prefix)Commands") { writer in
            for (index, command) in commands.enumerated() {
                if index > 0 { writer.line() }
                let comment = SwiftDocumentation.definition(
                    command.documentation, fallback: "The command `\(command.name)`.")
                writer.documentation(comment + parameterDocumentation(command))
                requirement(command, &writer)
            }
        }
        for command in commands { argumentsStruct(command, &writer) }
        writer.line()
        writer.block("extension CommandTable") { writer in
            writer.documentation("Registers every command of the schema, served by `commands`.")
            writer.block("public mutating func register(_ commands: some \(prefix)Commands & Sendable)") { writer in
                for command in commands { registration(command, &writer) }
            }
        }
        return header(from: "the schema", using: writer.text) + writer.text
    }

    /// The arguments that a command takes one by one; `nil` when they are handed over as one object.
    private func separateArguments(_ command: Schema.Command) -> [Schema.Member]? {
        guard !command.boxed else { return nil }
        return present(command.arguments.flatMap { schema.object($0) }?.members ?? [])
    }

    private func requirement(_ command: Schema.Command, _ writer: inout SwiftWriter) {
        let parameters: [String]
        if let members = separateArguments(command) {
            parameters = members.map { member in
                "\(SwiftName.member(member.name)): \(typeName(member.type))\(member.isOptional ? "?" : "")"
            }
        } else {
            parameters = command.arguments.map { ["_ arguments: \(typeName($0))"] } ?? []
        }
        let result = command.returns.map { " -> " + typeName($0) } ?? ""
        writer.list("func " + SwiftName.member(command.name), parameters, " throws(QAPIError)" + result)
    }

    private func parameterDocumentation(_ command: Schema.Command) -> String {
        let lines = (separateArguments(command) ?? []).map { member in
            let text = MemberMarkers(member.documentation ?? "").text
            let words = SwiftDocumentation.sentence(text).split(separator: "\n").map { $0.drop { $0 == " " } }
            return "\n  - \(SwiftName.member(member.name)): \(words.joined(separator: "\n    "))"
        }
        return lines.isEmpty ? "" : "\n\n- Parameters:" + lines.joined()
    }

    /// The struct of arguments that were written in place.
    private func argumentsStruct(_ command: Schema.Command, _ writer: inout SwiftWriter) {
        guard let id = command.arguments, let type = schema.object(id), type.isImplicit, !type.isEmpty else { return }
        writer.line()
        writer.documentation("The arguments of the command `\(command.name)`.")
        writer.block("public struct \(argumentsName(command)): QAPIObject, Hashable") { writer in
            structureBody(present(type.members), id, &writer)
        }
    }

    private func argumentsName(_ command: Schema.Command) -> String {
        guard let id = command.arguments, let type = schema.object(id), !(type.isImplicit && type.isEmpty) else {
            return "QAPIEmpty"
        }
        return type.isImplicit ? SwiftName.type(command.name) + "Arguments" : typeName(id)
    }

    private func registration(_ command: Schema.Command, _ writer: inout SwiftWriter) {
        let flags = [
            (command.allowOOB, ".allowsOutOfBand"), (command.allowPreconfig, ".allowsPreconfig"),
            (!command.successResponse, ".hasNoSuccessResponse"),
        ].filter(\.0).map(\.1)
        let flagArgument = flags.isEmpty ? "" : ", flags: [\(flags.joined(separator: ", "))]"
        let opening = "register(\"\(command.name)\"\(flagArgument)\(featureArgument(command.features)))"
        let arguments =
            if let members = separateArguments(command) {
                members.map { member in
                    let name = SwiftName.member(member.name)
                    return "\(name): arguments.\(name)"
                }.joined(separator: ", ")
            } else {
                command.arguments == nil ? "" : "arguments"
            }
        let binding = arguments.isEmpty ? "_" : "arguments"
        let result = command.returns.map { typeName($0) } ?? "QAPIEmpty"
        let call = "try commands.\(SwiftName.member(command.name))(\(arguments))"
        writer.line("\(opening) { (\(binding): \(argumentsName(command))) throws(QAPIError) -> \(result) in")
        writer.indented { writer in
            if command.returns == nil {
                writer.line(call)
                writer.line("return QAPIEmpty()")
            } else {
                writer.line(call)
            }
        }
        writer.line("}")
    }
}
