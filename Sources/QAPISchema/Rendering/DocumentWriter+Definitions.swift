extension DocumentWriter {
    /// Writes a definition: heading, text, members, features, the other sections.
    mutating func write(_ entity: Schema.Entity) {
        let declaration = schema.declaration(of: entity)
        append(["#### " + heading(of: entity)])
        if let condition = declaration.condition { append(["*Only if \(condition.text).*"]) }
        let document = declaration.documentation
        append(DocMarkdown.lines(of: document?.body ?? ""))
        switch entity {
        case .type(let id): write(schema[id])
        case .command(let index): write(schema.commands[index])
        case .event(let index): writePayload(schema.events[index].data, title: "Data")
        }
        writeFeatures(of: entity)
        for section in document?.sections ?? [] { write(section, of: entity) }
    }

    private func heading(of entity: Schema.Entity) -> String {
        "\(schema.keyword(of: entity)) `\(schema.declaration(of: entity).name)`"
    }

    private mutating func write(_ section: DocComment.Section, of entity: Schema.Entity) {
        switch section.kind {
        case .plain: append(DocMarkdown.lines(of: section.text))
        case .returns: append(titled("Returns", section.text, after: result(of: entity)))
        case .errors: append(titled("Errors", section.text))
        case .since: append(["*Since \(DocInline.markdown(section.text)).*"])
        case .todo: break
        }
    }

    private func titled(_ title: String, _ text: String, after type: String = "") -> [String] {
        ["**\(title)**\(type)", ""] + DocMarkdown.lines(of: text)
    }

    /// The type that a command returns, ready to follow a word.
    private func result(of entity: Schema.Entity) -> String {
        guard case .command(let index) = entity, let returns = schema.commands[index].returns else { return "" }
        return " " + link(returns)
    }

    // MARK: - Kinds of definitions

    private mutating func write(_ type: SchemaType) {
        switch type {
        case .builtin, .array: break
        case .enumeration(let type):
            append("Values", type.values.map { item(code($0.name) + notes(if: $0.condition), $0.documentation) })
        case .object(let type): write(type)
        case .alternate(let type):
            append("One of", type.branches.map { item(branch($0), $0.documentation) })
        }
    }

    private mutating func write(_ type: Schema.ObjectType) {
        append("Members", members(of: type))
        guard let union = type.union else { return }
        let branches = union.branches.filter { $0.type != schema.emptyObject }
        append(
            "More members by \(code(union.tag.name))",
            branches.map { item("\(code($0.name)): those of \(link($0.type))" + notes(if: $0.condition), nil) })
    }

    private mutating func write(_ command: Schema.Command) {
        writePayload(command.arguments, title: "Arguments")
        let isDescribed = command.documentation?.sections.contains { $0.kind == .returns } ?? false
        if let returns = command.returns, !isDescribed { append(["**Returns** \(link(returns))"]) }
        var remarks: [String] = []
        if !command.successResponse { remarks.append("There is no answer when the command succeeds.") }
        if command.allowOOB { remarks.append("May run out of band.") }
        if command.allowPreconfig { remarks.append("May run before the machine is configured.") }
        append(remarks.isEmpty ? [] : [remarks.joined(separator: " ")])
    }

    private mutating func writePayload(_ id: Schema.TypeID?, title: String) {
        guard let id else { return }
        guard let type = schema.object(id), type.isImplicit else {
            return append("\(title)", [item("The members of \(link(id))", nil)])
        }
        append(title, members(of: type))
    }

    private mutating func writeFeatures(of entity: Schema.Entity) {
        let declaration = schema.declaration(of: entity)
        var names = declaration.features.map { ($0.name, $0.condition) }
        // Features of members are described with those of the definition.
        let described = declaration.documentation?.features ?? []
        for item in described where !names.contains(where: { $0.0 == item.name }) { names.append((item.name, nil)) }
        let texts = Dictionary(described.map { ($0.name, $0.text) }) { first, _ in first }
        append("Features", names.map { item(code($0.0) + notes(if: $0.1), texts[$0.0]) })
    }

    // MARK: - Members

    private func members(of type: Schema.ObjectType) -> [[String]] {
        var items = type.ownMembers.map { item(member($0), $0.documentation ?? "Not documented.") }
        if let id = type.base, let base = schema.object(id) {
            let inherited = base.isImplicit ? members(of: base) : [item("The members of \(link(id))", nil)]
            items.insert(contentsOf: inherited, at: 0)
        }
        return items
    }

    private func member(_ member: Schema.Member) -> String {
        var notes: [String] = []
        if member.isOptional { notes.append("optional") }
        notes += member.features.map { code($0.name) }
        return "\(code(member.name)): \(link(member.type))" + self.notes(notes, if: member.condition)
    }

    private func branch(_ branch: Schema.Branch) -> String {
        "\(code(branch.name)): \(link(branch.type))" + notes(if: branch.condition)
    }

    private func notes(_ notes: [String] = [], if condition: Condition?) -> String {
        let all = notes + (condition.map { ["only if \($0.text)"] } ?? [])
        return all.isEmpty ? "" : " (\(all.joined(separator: ", ")))"
    }

    private func code(_ text: String) -> String { "`\(text)`" }

    /// The name of a type, with a link where it is defined in the schema.
    private func link(_ id: Schema.TypeID) -> String {
        switch schema[id] {
        case .array(let array): "array of " + link(array.element)
        case let type where type.isImplicit: code(type.name)
        case let type: "[\(code(type.name))](#\(anchor(heading(of: .type(id)))))"
        }
    }
}
