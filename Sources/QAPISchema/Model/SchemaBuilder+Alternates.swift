extension SchemaBuilder {
    /// Checks an alternate: known branch types, distinct names, distinct kinds of JSON value.
    mutating func alternate(
        _ id: Schema.TypeID, _ branches: [Definition.Member]
    ) throws(SchemaError) -> Schema.AlternateType {
        let origin = types[id.index].origin
        if let origin { try checkTypeFeatures(source.definitions[origin].features, at: origin) }
        var resolved: [Schema.Branch] = []
        for (place, branch) in branches.enumerated() {
            resolved.append(
                Schema.Branch(
                    name: branch.name,
                    type: try resolve(
                        branch.type.name, isArray: branch.type.isArray, at: origin, "branch \(quoted(branch.name))"),
                    condition: branch.condition, documentation: text(ofMember: branch.name, at: place, origin),
                    isImplied: false))
        }
        var names = NameTable()
        var owners: [Kind: String] = [:]
        for branch in resolved {
            if let other = names.insert(branch.name, for: branch.name.mangled) {
                throw error("branch \(quoted(branch.name)) clashes with branch \(quoted(other))", at: origin)
            }
            let kinds = try kinds(of: branch, at: origin)
            for kind in Kind.allCases where kinds.contains(kind) {
                if let other = owners.updateValue(branch.name, forKey: kind) {
                    throw error(
                        "branch \(quoted(branch.name)) cannot be told from branch \(quoted(other)): both can be \(kind.rawValue)",
                        at: origin)
                }
            }
        }
        return Schema.AlternateType(declaration: declaration(types[id.index].name, origin: origin), branches: resolved)
    }

    /// The kinds of JSON value by which branches are told apart.
    private enum Kind: String, CaseIterable {
        case null
        case string = "a string"
        case number = "a number"
        case boolean = "a boolean"
        case array = "an array"
        case object = "an object"
    }

    /// The kinds that belong to a branch.
    ///
    /// A string that a command line gives may mean a number or boolean too, unless the branch is an enumeration without
    /// values that look like one.
    private func kinds(of branch: Schema.Branch, at origin: Int?) throws(SchemaError) -> Set<Kind> {
        let type = types[branch.type.index]
        switch type.body {
        case .array: return [.array]
        case .object: return [.object]
        case .enumeration(let values): return lookAlikes(of: values).union([.string])
        case .builtin(let builtin):
            switch builtin.jsonType {
            case .string: return [.string, .number, .boolean]
            case .number, .int: return [.number]
            case .boolean: return [.boolean]
            case .null: return [.null]
            case .object, .array, .value: break
            }
        case .alternate: break
        }
        throw error("branch \(quoted(branch.name)) cannot be \(type.description)", at: origin)
    }

    private func lookAlikes(of values: [Schema.EnumValue]) -> Set<Kind> {
        var kinds: Set<Kind> = []
        for value in values {
            if value.name == "on" || value.name == "off" { kinds.insert(.boolean) }
            if let first = value.name.utf8.first, "-+.0123456789".utf8.contains(first) { kinds.insert(.number) }
        }
        return kinds
    }
}
