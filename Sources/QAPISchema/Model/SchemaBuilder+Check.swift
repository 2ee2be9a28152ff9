import Spelling

extension SchemaBuilder {
    /// Checks every entity and its documentation in order of definition, then what concerns the schema as a whole.
    mutating func check() throws(SchemaError) {
        commands.reserveCapacity(commandDrafts.count)
        events.reserveCapacity(eventDrafts.count)
        for entity in entities {
            switch entity {
            case .type(let id): try checkType(id)
            case .command(let index): commands.append(try command(commandDrafts[index]))
            case .event(let index): events.append(try event(eventDrafts[index]))
            }
        }
        try checkDocumentedNames()
        if features.names.count > Self.featureLimit {
            throw error(
                "a schema can have at most \(Self.featureLimit) different features; '"
                    + features.names[Self.featureLimit] + "' is one more", at: features.origins[Self.featureLimit])
        }
    }

    private mutating func checkType(_ id: Schema.TypeID) throws(SchemaError) {
        let draft = types[id.index]
        switch draft.body {
        case .builtin(let type): types[id.index].resolved = .builtin(type)
        case .enumeration(let values): types[id.index].resolved = .enumeration(try enumeration(draft, values))
        case .object: try checkObject(id)
        case .array(let element): types[id.index].resolved = .array(try array(draft, of: element))
        case .alternate(let branches): types[id.index].resolved = .alternate(try alternate(draft, branches))
        }
        try connectDocumentation(of: types[id.index])
    }

    /// The type named `name` in the place that `use` describes.
    func resolve(
        _ name: String, isArray: Bool = false, at origin: Int?, _ use: @autoclosure () -> String
    ) throws(SchemaError) -> Schema.TypeID {
        guard let id = typeIDs[isArray ? name + "List" : name] else {
            let known = types.lazy.filter { !$0.isImplicitObject && !$0.isArray }.map(\.name)
            throw error(
                "\(use()) has the unknown type \(quoted(name))\(NearestName.hint(name, among: known))", at: origin)
        }
        return id
    }

    /// What the definition `origin` says about the entity `name` that it is or needs.
    func declaration(_ name: String, origin: Int?) -> Schema.Declaration {
        guard let origin else {
            return Schema.Declaration(
                name: name, module: nil, location: nil, condition: nil, features: [], documentation: nil)
        }
        let definition = source.definitions[origin]
        let isOwn = definition.name == name
        return Schema.Declaration(
            name: name, module: definition.module, location: definition.location, condition: definition.condition,
            features: isOwn ? definition.features : [],
            documentation: isOwn ? definition.documentation : nil)
    }

    /// Rejects a feature that is listed twice.
    func checkFeatures(_ features: [Definition.Feature], at origin: Int?) throws(SchemaError) {
        guard features.count > 1 else { return }
        var seen: [String: String] = [:]
        for feature in features {
            if let other = seen.updateValue(feature.name, forKey: feature.name.mangled) {
                throw error("feature \(quoted(feature.name)) clashes with feature \(quoted(other))", at: origin)
            }
        }
    }

    /// Rejects features that only commands, events, members and values can have.
    func checkTypeFeatures(_ features: [Definition.Feature], at origin: Int?) throws(SchemaError) {
        try checkFeatures(features, at: origin)
        for feature in features where FeatureTable.special.contains(feature.name) {
            throw error("a type cannot have the feature \(quoted(feature.name))", at: origin)
        }
    }

    private func enumeration(
        _ draft: TypeDraft, _ values: [Schema.EnumValue]
    ) throws(SchemaError) -> Schema.EnumType {
        let definition = draft.origin.map { source.definitions[$0] }
        try checkTypeFeatures(definition?.features ?? [], at: draft.origin)
        var seen: [String: String] = [:]
        seen.reserveCapacity(values.count)
        for value in values {
            if let other = seen.updateValue(value.name, forKey: value.name.mangled) {
                throw error("value \(quoted(value.name)) clashes with value \(quoted(other))", at: draft.origin)
            }
        }
        var prefix: String?
        if case .enumeration(let body) = definition?.kind { prefix = body.prefix }
        return Schema.EnumType(
            declaration: declaration(draft.name, origin: draft.origin), values: values, prefix: prefix)
    }

    private func array(_ draft: TypeDraft, of element: String) throws(SchemaError) -> Schema.ArrayType {
        let id = try resolve(element, at: draft.origin, "an array's element")
        if case .array = types[id.index].body {
            throw error("an array cannot have arrays as elements: \(types[id.index].description)", at: draft.origin)
        }
        let elementOrigin = types[id.index].origin.map { source.definitions[$0] }
        return Schema.ArrayType(
            declaration: Schema.Declaration(
                name: draft.name, module: elementOrigin?.module,
                location: draft.origin.map { source.definitions[$0].location },
                condition: elementOrigin?.condition, features: [], documentation: nil),
            element: id)
    }
}

extension String {
    /// The name as C would have it; two names clash when these are equal.
    var mangled: String {
        guard utf8.contains(where: Self.isMangled) else { return self }
        return String(decoding: utf8.map { Self.isMangled($0) ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }

    private static func isMangled(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
