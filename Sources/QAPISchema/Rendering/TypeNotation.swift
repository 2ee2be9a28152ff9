import JSON

/// How listings write types and members.
///
/// `[T]` is an array, `*name` may be left out, `name: T` is a member, `value -> T` a branch.
struct TypeNotation {
    let schema: Schema

    func name(of id: Schema.TypeID) -> String {
        guard case .array(let array) = schema[id] else { return schema[id].name }
        return "[\(name(of: array.element))]"
    }

    // MARK: - Lines

    func line(of entity: Schema.Entity) -> String {
        switch entity {
        case .type(let id): line(of: schema[id])
        case .command(let index):
            payload(schema.commands[index].arguments)
                + (schema.commands[index].returns.map { " -> " + name(of: $0) } ?? "")
        case .event(let index): payload(schema.events[index].data)
        }
    }

    private func line(of type: SchemaType) -> String {
        switch type {
        case .builtin, .array: ""
        case .enumeration(let type): type.values.map(\.name).joined(separator: ", ")
        case .object(let type): line(of: type)
        case .alternate(let type): type.branches.map { "\($0.name): \(name(of: $0.type))" }.joined(separator: " | ")
        }
    }

    private func line(of type: Schema.ObjectType) -> String {
        let members = type.members.map { "\($0.isOptional ? "*" : "")\($0.name): \(name(of: $0.type))" }
            .joined(separator: ", ")
        guard let union = type.union else { return members }
        let branches = union.branches.map { branch in
            branch.type == schema.emptyObject ? branch.name : "\(branch.name) -> \(name(of: branch.type))"
        }
        return "\(members); \(union.tag.name): \(branches.joined(separator: " | "))"
    }

    /// Arguments or data: members in place, or the type's name.
    private func payload(_ id: Schema.TypeID?) -> String {
        guard let id else { return "()" }
        guard let type = schema.object(id), type.isImplicit else { return "(\(name(of: id)))" }
        return "(\(line(of: type)))"
    }

    // MARK: - JSON

    func object(of entity: Schema.Entity, in module: Schema.Module) -> JSONObject {
        let declaration = schema.declaration(of: entity)
        var object: JSONObject = [
            "module": .string(module.name), "kind": .string(schema.keyword(of: entity)),
            "name": .string(declaration.name),
        ]
        if let location = declaration.location {
            object["file"] = .string(location.file)
            object["line"] = .int(Int64(location.line))
        }
        annotate(&object, declaration.condition, declaration.features)
        switch entity {
        case .type(let id): describe(schema[id], in: &object)
        case .command(let index): describe(schema.commands[index], in: &object)
        case .event(let index):
            describe(payload: schema.events[index].data, in: &object)
            if schema.events[index].boxed { object["boxed"] = .bool(true) }
        }
        return object
    }

    private func annotate(_ object: inout JSONObject, _ condition: Condition?, _ features: [Definition.Feature]) {
        if let condition { object["if"] = .string(condition.text) }
        if !features.isEmpty { object["features"] = .array(features.map { .string($0.name) }) }
    }

    private func describe(_ type: SchemaType, in object: inout JSONObject) {
        switch type {
        case .builtin, .array: break
        case .enumeration(let type):
            object["members"] = .array(
                type.values.map { value in
                    var entry: JSONObject = ["name": .string(value.name)]
                    annotate(&entry, value.condition, value.features)
                    return .object(entry)
                })
        case .object(let type):
            if let base = type.base, schema.object(base)?.isImplicit == false {
                object["base"] = .string(name(of: base))
            }
            object["members"] = members(type.members)
            if let union = type.union {
                object["discriminator"] = .string(union.tag.name)
                object["branches"] = branches(union.branches)
            }
        case .alternate(let type): object["branches"] = branches(type.branches)
        }
    }

    private func describe(_ command: Schema.Command, in object: inout JSONObject) {
        describe(payload: command.arguments, in: &object)
        if let returns = command.returns { object["returns"] = .string(name(of: returns)) }
        if command.boxed { object["boxed"] = .bool(true) }
        if !command.generated { object["gen"] = .bool(false) }
        if !command.successResponse { object["success-response"] = .bool(false) }
        if command.allowOOB { object["allow-oob"] = .bool(true) }
        if command.allowPreconfig { object["allow-preconfig"] = .bool(true) }
        if command.coroutine { object["coroutine"] = .bool(true) }
    }

    private func describe(payload id: Schema.TypeID?, in object: inout JSONObject) {
        guard let id, let type = schema.object(id), type.isImplicit else {
            if let id { object["data"] = .string(name(of: id)) }
            return
        }
        object["members"] = members(type.members)
    }

    private func members(_ members: [Schema.Member]) -> JSONValue {
        .array(
            members.map { member in
                var entry: JSONObject = ["name": .string(member.name), "type": .string(name(of: member.type))]
                if member.isOptional { entry["optional"] = .bool(true) }
                annotate(&entry, member.condition, member.features)
                return .object(entry)
            })
    }

    private func branches(_ branches: [Schema.Branch]) -> JSONValue {
        .array(
            branches.map { branch in
                var entry: JSONObject = ["name": .string(branch.name)]
                if branch.type != schema.emptyObject { entry["type"] = .string(name(of: branch.type)) }
                annotate(&entry, branch.condition, [])
                return .object(entry)
            })
    }
}
