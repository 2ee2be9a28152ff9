extension SchemaBuilder {
    /// Checks a command and its documentation.
    mutating func command(_ draft: CallDraft<Definition.CommandBody>) throws(SchemaError) -> Schema.Command {
        let body = draft.body
        try checkFeatures(source.definitions[draft.origin].features, at: draft.origin)
        let arguments = try payload(draft, boxed: body.boxed)
        let returns = try returned(body.returns, draft)
        try connectDocumentation(of: draft, payload: arguments)
        return Schema.Command(
            declaration: declaration(draft.name, origin: draft.origin), arguments: arguments, returns: returns,
            boxed: body.boxed, generated: body.generated, successResponse: body.successResponse,
            allowOOB: body.allowOOB, allowPreconfig: body.allowPreconfig, coroutine: body.coroutine)
    }

    /// Checks an event and its documentation.
    mutating func event(_ draft: CallDraft<Bool>) throws(SchemaError) -> Schema.Event {
        try checkFeatures(source.definitions[draft.origin].features, at: draft.origin)
        let data = try payload(draft, boxed: draft.body)
        try connectDocumentation(of: draft, payload: data)
        return Schema.Event(declaration: declaration(draft.name, origin: draft.origin), data: data, boxed: draft.body)
    }

    private mutating func payload<Body>(
        _ draft: CallDraft<Body>, boxed: Bool
    ) throws(SchemaError) -> Schema.TypeID? {
        guard let name = draft.payload else { return nil }
        let id = try resolve(name, at: draft.origin, "'data'")
        let type = types[id.index]
        guard type.isObject else { throw error("'data' cannot be \(type.description)", at: draft.origin) }
        if type.isUnion && !boxed {
            throw error("'data' can be \(type.description) only with 'boxed': true", at: draft.origin)
        }
        try checkObject(id)
        if case .object(let object) = types[id.index].resolved, object.hasConditionalMembers, !boxed {
            throw error("'data' can have conditional members only with 'boxed': true", at: draft.origin)
        }
        return id
    }

    private func returned(
        _ reference: TypeReference?, _ draft: CallDraft<Definition.CommandBody>
    ) throws(SchemaError) -> Schema.TypeID? {
        guard let reference else { return nil }
        let id = try resolve(reference.name, isArray: reference.isArray, at: draft.origin, "'returns'")
        if commandReturnsExceptions.contains(draft.name) { return id }
        var type = types[id.index]
        if case .array(let element) = type.body {
            type = types[try resolve(element, at: draft.origin, "'returns'").index]
        }
        guard type.isObject else {
            throw error(
                "'returns' must be an object type or an array of one, not \(types[id.index].description)",
                at: draft.origin)
        }
        return id
    }
}
