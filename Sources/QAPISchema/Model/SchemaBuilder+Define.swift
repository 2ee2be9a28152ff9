extension SchemaBuilder {
    /// Enters every name: what the language defines, then every definition with the arrays and implicit types that it
    /// needs before it.
    mutating func define() throws(SchemaError) {
        try definePredefined()
        for index in source.definitions.indices {
            try define(source.definitions[index], index)
        }
    }

    private mutating func definePredefined() throws(SchemaError) {
        for type in Schema.BuiltinType.allCases {
            try define(TypeDraft(name: type.rawValue, origin: nil, body: .builtin(type)))
            _ = try array(of: type.rawValue, for: nil)
        }
        emptyObject = try define(
            TypeDraft(name: "q_empty", origin: nil, body: .object(base: nil, members: [], union: nil)))
        let kinds = ["none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool"].map {
            Schema.EnumValue(name: $0, condition: nil, features: [], documentation: nil)
        }
        try define(TypeDraft(name: "QType", origin: nil, body: .enumeration(values: kinds)))
    }

    private mutating func define(_ definition: Definition, _ origin: Int) throws(SchemaError) {
        features.use(definition.features, by: origin)
        switch definition.kind {
        case .enumeration(let body):
            var values: [Schema.EnumValue] = []
            values.reserveCapacity(body.values.count)
            for (place, value) in body.values.enumerated() {
                values.append(
                    Schema.EnumValue(
                        name: value.name, condition: value.condition, features: value.features,
                        documentation: text(ofMember: value.name, at: place, origin)))
                features.use(value.features, by: origin)
            }
            try define(TypeDraft(name: definition.name, origin: origin, body: .enumeration(values: values)))
        case .structure(let base, let members):
            try defineArrays(in: members, origin)
            try define(
                TypeDraft(
                    name: definition.name, origin: origin, body: .object(base: base, members: members, union: nil)))
        case .union(let body):
            let base = try payload(body.base, of: definition.name, role: "base", origin)
            try defineArrays(in: body.branches, origin)
            try define(
                TypeDraft(
                    name: definition.name, origin: origin, body: .object(base: base, members: [], union: body)))
        case .alternate(let branches):
            try defineArrays(in: branches, origin)
            try define(TypeDraft(name: definition.name, origin: origin, body: .alternate(branches: branches)))
        case .command(let body):
            let data = try payload(body.data, of: definition.name, role: "arg", origin)
            if let returns = body.returns, returns.isArray { _ = try array(of: returns.name, for: origin) }
            try enter(definition.name, .command(commandDrafts.count), origin)
            commandDrafts.append(CallDraft(name: definition.name, origin: origin, payload: data, body: body))
        case .event(let data, let boxed):
            let data = try payload(data, of: definition.name, role: "arg", origin)
            try enter(definition.name, .event(eventDrafts.count), origin)
            eventDrafts.append(CallDraft(name: definition.name, origin: origin, payload: data, body: boxed))
        }
    }

    @discardableResult
    private mutating func define(_ draft: TypeDraft) throws(SchemaError) -> Schema.TypeID {
        let id = Schema.TypeID(index: types.count)
        try enter(draft.name, .type(id), draft.origin)
        types.append(draft)
        return id
    }

    private mutating func enter(_ name: String, _ entity: Schema.Entity, _ origin: Int?) throws(SchemaError) {
        if let other = names.updateValue(entity, forKey: name) {
            guard let first = self.origin(of: other) else {
                throw error("\(quoted(name)) is taken by \(description(of: other))", at: origin)
            }
            throw error(
                "\(quoted(name)) is defined a second time", at: origin,
                related: SchemaError.Related(location: first.location, message: "first defined here"))
        }
        entities.append(entity)
    }

    private func description(of entity: Schema.Entity) -> String {
        switch entity {
        case .type(let id): "the predefined \(types[id.index].description)"
        case .command(let index): "command \(quoted(commandDrafts[index].name))"
        case .event(let index): "event \(quoted(eventDrafts[index].name))"
        }
    }

    /// The name of the array type of `element`, which is defined unless it exists.
    private mutating func array(of element: String, for origin: Int?) throws(SchemaError) -> String {
        let name = element + "List"
        if !isType(name) { try define(TypeDraft(name: name, origin: origin, body: .array(element: element))) }
        return name
    }

    private func isType(_ name: String) -> Bool {
        if case .type? = names[name] { true } else { false }
    }

    private mutating func defineArrays(in members: [Definition.Member], _ origin: Int) throws(SchemaError) {
        for member in members {
            if member.type.isArray { _ = try array(of: member.type.name, for: origin) }
            features.use(member.features, by: origin)
        }
    }

    /// The name of the type that `payload` is; members in place become an implicit type, no members none.
    private mutating func payload(
        _ payload: Definition.Payload, of name: String, role: String, _ origin: Int
    ) throws(SchemaError) -> String? {
        switch payload {
        case .none: return nil
        case .named(let type): return type
        case .members(let members):
            try defineArrays(in: members, origin)
            guard !members.isEmpty else { return nil }
            let implicit = "q_obj_\(name)-\(role)"
            // A type of this name can only come from a definition of the same name, which is reported when that name
            // is entered.
            if !isType(implicit) {
                try define(
                    TypeDraft(
                        name: implicit, origin: origin, body: .object(base: nil, members: members, union: nil)))
            }
            return implicit
        }
    }
}
