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
        switch types[id.index].body {
        case .builtin(let type): types[id.index].resolved = .builtin(type)
        case .enumeration(let values): types[id.index].resolved = .enumeration(try enumeration(id, values))
        case .object: try checkObject(id)
        case .array(let element): types[id.index].resolved = .array(try array(id, of: element))
        case .alternate(let branches): types[id.index].resolved = .alternate(try alternate(id, branches))
        }
        try connectDocumentation(of: id)
    }

    /// The type named `name` in the place that `use` describes.
    func resolve(
        _ name: String, isArray: Bool = false, at origin: Int?, _ use: @autoclosure () -> String
    ) throws(SchemaError) -> Schema.TypeID {
        guard case .type(let id)? = names[isArray ? name + "List" : name] else {
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
        let isOwn = source.definitions[origin].name == name
        return Schema.Declaration(
            name: name, module: source.definitions[origin].module, location: source.definitions[origin].location,
            condition: source.definitions[origin].condition,
            features: isOwn ? source.definitions[origin].features : [],
            documentation: isOwn ? source.definitions[origin].documentation : nil)
    }

    /// Rejects a feature that is listed twice.
    func checkFeatures(_ features: [Definition.Feature], at origin: Int?) throws(SchemaError) {
        guard features.count > 1 else { return }
        var seen = NameTable()
        for feature in features {
            if let other = seen.insert(feature.name, for: feature.name.mangled) {
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
        _ id: Schema.TypeID, _ values: [Schema.EnumValue]
    ) throws(SchemaError) -> Schema.EnumType {
        let origin = types[id.index].origin
        if let origin { try checkTypeFeatures(source.definitions[origin].features, at: origin) }
        var seen = NameTable()
        for value in values {
            if let other = seen.insert(value.name, for: value.name.mangled) {
                throw error("value \(quoted(value.name)) clashes with value \(quoted(other))", at: origin)
            }
        }
        var prefix: String?
        if let origin, case .enumeration(let body) = source.definitions[origin].kind { prefix = body.prefix }
        return Schema.EnumType(
            declaration: declaration(types[id.index].name, origin: origin), values: values, prefix: prefix)
    }

    private func array(_ id: Schema.TypeID, of element: String) throws(SchemaError) -> Schema.ArrayType {
        let origin = types[id.index].origin
        let element = try resolve(element, at: origin, "an array's element")
        if types[element.index].isArray {
            throw error("an array cannot have arrays as elements: \(types[element.index].description)", at: origin)
        }
        let elementOrigin = types[element.index].origin
        return Schema.ArrayType(
            declaration: Schema.Declaration(
                name: types[id.index].name, module: elementOrigin.map { source.definitions[$0].module },
                location: origin.map { source.definitions[$0].location },
                condition: elementOrigin.flatMap { source.definitions[$0].condition }, features: [],
                documentation: nil),
            element: element)
    }
}

extension String {
    /// The name as C would have it; two names clash when these are equal.
    var mangled: String {
        guard utf8.contains(where: { Self.mangled($0) != $0 }) else { return self }
        return String(decoding: utf8.map(Self.mangled), as: UTF8.self)
    }

    /// Whether the name as C would have it starts with `prefix`.
    func startsMangled(with prefix: String) -> Bool {
        utf8.starts(with: prefix.utf8) { Self.mangled($0) == $1 }
    }

    private static func mangled(_ byte: UInt8) -> UInt8 {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") ? UInt8(ascii: "_") : byte
    }
}
