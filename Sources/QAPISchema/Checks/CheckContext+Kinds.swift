/// The checks of each kind of definition, after its keys are known to be the right ones.
extension CheckContext {
    /// The body of an `enum`.
    func enumeration(_ object: SyntaxObject, permissive: Bool) throws(SchemaError) -> Definition.EnumBody {
        guard let data = object["data"], case .array(let elements) = data else {
            throw error("'data' takes an array of values, not \(object["data"]?.description ?? "nothing")")
        }
        var prefix: String?
        if let value = object["prefix"] {
            guard case .string(let text) = value else {
                throw error("'prefix' takes a string, not \(value.description)")
            }
            prefix = text
        }
        var values: [Definition.EnumValue] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            let body = Self.object(element)
            if let body { try checkKeys(of: body, .value, "a value of 'data'") }
            let name = try name(body?["name"] ?? element, "a value of 'data'")
            func subject() -> String { "the value \(quoted(name)) of 'data'" }
            try checkName(name, .value(allowingUpper: permissive, allowingUnderscore: permissive), subject())
            let condition = try condition(of: body, subject())
            values.append(.init(name: name, condition: condition, features: try features(of: body)))
        }
        return .init(values: values, prefix: prefix)
    }

    /// The body of a `struct`.
    func structure(_ object: SyntaxObject, permissive: Bool) throws(SchemaError) -> Definition.Kind {
        guard let data = object["data"], case .object = data else {
            throw error("'data' takes an object of members, not \(object["data"]?.description ?? "nothing")")
        }
        let members = try members(data, of: "data", permissive: permissive)
        guard let base = object["base"] else { return .structure(base: nil, members: members) }
        return .structure(base: try typeName(base, "'base'"), members: members)
    }

    /// The body of a `union`.
    func union(_ object: SyntaxObject, permissive: Bool) throws(SchemaError) -> Definition.UnionBody {
        let base = try payload(object["base"], of: "base", permissive: permissive)
        let discriminator = try name(object["discriminator"] ?? .boolean(false), "'discriminator'")
        guard let data = object["data"], case .object(let entries) = data else {
            throw error("'data' takes an object of branches, not \(object["data"]?.description ?? "nothing")")
        }
        var branches: [Definition.Member] = []
        for entry in entries.members {
            func subject() -> String { "branch \(quoted(entry.name)) of 'data'" }
            let body = Self.object(entry.value)
            if let body { try checkKeys(of: body, .branch, subject()) }
            let condition = try condition(of: body, subject())
            let type = try typeName(body?["type"] ?? entry.value, subject())
            branches.append(
                .init(
                    name: entry.name, isOptional: false, type: .init(name: type, isArray: false), condition: condition,
                    features: []))
        }
        return .init(base: base, discriminator: discriminator, branches: branches)
    }

    /// The branches of an `alternate`.
    func alternateBranches(_ object: SyntaxObject) throws(SchemaError) -> [Definition.Member] {
        let data = object["data"] ?? .boolean(false)
        guard !data.isEmpty else { throw error("'data' needs at least one branch") }
        guard case .object(let entries) = data else {
            throw error("'data' takes an object of branches, not \(data.description)")
        }
        var branches: [Definition.Member] = []
        for entry in entries.members {
            func subject() -> String { "branch \(quoted(entry.name)) of 'data'" }
            try checkName(entry.name, .lower(allowingUpper: false, allowingUnderscore: false), subject())
            let body = Self.object(entry.value)
            if let body { try checkKeys(of: body, .branch, subject()) }
            let condition = try condition(of: body, subject())
            branches.append(
                .init(
                    name: entry.name, isOptional: false,
                    type: try typeReference(body?["type"] ?? entry.value, subject()),
                    condition: condition, features: []))
        }
        return branches
    }

    /// The body of a `command`.
    func command(_ object: SyntaxObject) throws(SchemaError) -> Definition.CommandBody {
        let data = try data(object)
        var returns: TypeReference?
        if let value = object["returns"] {
            returns = try typeReference(value, "'returns'")
        }
        // A flag may only be written with the value that differs from its default, which is checked later.
        return .init(
            data: data, returns: returns, boxed: object["boxed"] != nil, generated: object["gen"] == nil,
            successResponse: object["success-response"] == nil, allowOOB: object["allow-oob"] != nil,
            allowPreconfig: object["allow-preconfig"] != nil, coroutine: object["coroutine"] != nil)
    }

    /// The arguments of a command or the data of an event.
    func data(_ object: SyntaxObject) throws(SchemaError) -> Definition.Payload {
        guard let boxed = object["boxed"], !boxed.isEmpty else { return try payload(object["data"], of: "data") }
        guard let data = object["data"] else { throw error("'boxed' needs 'data': the type that is boxed") }
        return .named(try typeName(data, "with 'boxed', 'data'"))
    }
}
