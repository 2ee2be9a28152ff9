import JSON

extension SwiftGenerator {
    /// The file with what `help` shows and errors explain: every type with its members, defaults and documentation.
    func catalog() -> String {
        var types = JSONObject()
        for type in schema.types where !type.isImplicit && type.condition.holds(defining: symbols) {
            types[type.name] = .object(description(of: type))
        }
        return data(
            prefix + "Catalog", "The schema's types with their documentation, for help texts.",
            "A JSON object: the types by name.", types.members.map { "\(quoted($0.name)): \(compact($0.value))" },
            ("{", "}"))
    }

    /// The file with what `query-qmp-schema` answers.
    func introspection() -> String {
        let items = SchemaIntrospection(schema, defining: symbols).entries.map(compact)
        return data(
            prefix + "Introspection", "The schema as monitors see it.",
            "The answer to `query-qmp-schema`: a JSON array of `SchemaInfo`.", items, ("[", "]"))
    }

    /// A file that holds a JSON text, one item a line.
    private func data(
        _ name: String, _ summary: String, _ content: String, _ items: [String], _ brackets: (String, String)
    ) -> String {
        var writer = SwiftWriter()
        writer.documentation(summary)
        writer.block("public enum \(name)") { writer in
            writer.documentation(content)
            writer.line("public static let json = ##\"\"\"")
            writer.indented { writer in
                writer.line(brackets.0)
                for (index, item) in items.enumerated() { writer.line(item + (index + 1 < items.count ? "," : "")) }
                writer.line(brackets.1)
                writer.line("\"\"\"##")
            }
        }
        return header(from: "the schema", using: "") + writer.text
    }

    private func description(of type: SchemaType) -> JSONObject {
        var result = JSONObject()
        result["kind"] = .string(type.keyword)
        result["doc"] = .string(SwiftDocumentation.markup(type.documentation?.body ?? ""))
        switch type {
        case .builtin, .array: break
        case .enumeration(let type):
            result["values"] = .array(
                type.values.filter { $0.condition.holds(defining: symbols) }.map { value in
                    .object(named(value.name, value.documentation))
                })
        case .alternate(let type):
            result["branches"] = .array(
                type.branches.map { branch in
                    var item = named(branch.name, branch.documentation)
                    item["type"] = .string(schemaName(branch.type))
                    return .object(item)
                })
        case .object(let type):
            result["members"] = .array(present(type.members).map { .object(description(of: $0)) })
            guard let union = type.union else { break }
            result["tag"] = .string(union.tag.name)
            var branches = JSONObject()
            for branch in union.branches where branch.condition.holds(defining: symbols) {
                branches[branch.name] = .string(schemaName(branch.type))
            }
            result["branches"] = .object(branches)
        }
        return result
    }

    private func description(of member: Schema.Member) -> JSONObject {
        let markers = MemberMarkers(member.documentation ?? "")
        var result = named(member.name, markers.text)
        result["type"] = .string(schemaName(member.type))
        if member.isOptional { result["optional"] = true }
        if let value = markers.defaultValue { result["default"] = .string(value) }
        if let value = markers.foreignDefault { result["qemu-default"] = .string(value) }
        for (marker, key) in [("unit", "unit"), ("range", "range"), ("needs", "needs")] {
            if let value = markers.values[marker] { result[key] = .string(value) }
        }
        for (marker, key) in [("run time", "run-time"), ("reopen", "reopen")] where markers.values[marker] != nil {
            result[key] = true
        }
        let special = member.features.filter { $0.condition.holds(defining: symbols) }.map(\.name)
        if !special.isEmpty { result["features"] = .array(special.map { .string($0) }) }
        return result
    }

    private func named(_ name: String, _ documentation: String?) -> JSONObject {
        ["name": .string(name), "doc": .string(SwiftDocumentation.markup(documentation ?? ""))]
    }

    /// The name as the schema writes it; an array in brackets, nothing for an empty branch.
    private func schemaName(_ id: Schema.TypeID) -> String {
        switch schema[id] {
        case .array(let type): "[\(schemaName(type.element))]"
        case .object(let type) where type.isEmpty && type.isImplicit: ""
        case let type: type.name
        }
    }

    private func compact(_ value: JSONValue) -> String { JSONWriter(.spaced).string(value) }

    private func quoted(_ name: String) -> String { compact(.string(name)) }
}
