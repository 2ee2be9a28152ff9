import Spelling

extension SchemaBuilder {
    /// Checks an object type with its base and branches, unless that is done.
    ///
    /// Base and branches are checked on demand, because they are part of the type: one that is reached while it is
    /// being checked contains itself. Types of members may be circular.
    mutating func checkObject(_ id: Schema.TypeID, depth: Int = 0) throws(SchemaError) {
        guard case .object(let baseName, let written, let union) = types[id.index].body else { return }
        let origin = types[id.index].origin
        switch types[id.index].state {
        case .checked: return
        case .checking: throw error("\(types[id.index].description) contains itself", at: origin)
        case .named: types[id.index].state = .checking
        }
        if !types[id.index].isImplicitObject, let origin {
            try checkTypeFeatures(source.definitions[origin].features, at: origin)
        }

        var inherited: [[Schema.Member]] = []
        var isConditional = false
        let base = try checkBase(baseName, of: id, depth: depth)
        if let base, case .object(let type) = types[base.index].resolved {
            inherited = type.inherited + [type.ownMembers]
            isConditional = type.hasConditionalMembers
        }
        let members = try ownMembers(written, of: id, base: base)
        isConditional = isConditional || members.contains { $0.condition != nil }

        var resolvedUnion: Schema.Union?
        if let union {
            resolvedUnion = try checkUnion(union, of: id, common: inherited, depth: depth)
        }
        types[id.index].resolved = .object(
            Schema.ObjectType(
                declaration: declaration(types[id.index].name, origin: origin), base: base, ownMembers: members,
                union: resolvedUnion, hasConditionalMembers: isConditional, inherited: inherited))
        types[id.index].state = .checked
    }

    private mutating func checkBase(
        _ name: String?, of id: Schema.TypeID, depth: Int
    ) throws(SchemaError) -> Schema.TypeID? {
        guard let name else { return nil }
        let origin = types[id.index].origin
        let base = try resolve(name, at: origin, "'base'")
        let type = types[base.index]
        guard type.isObject, !type.isUnion else {
            throw error("'base' must be a struct type, not \(type.description)", at: origin)
        }
        try checkPart(base, of: id, depth: depth)
        return base
    }

    /// Checks a type that is part of the type `whole`, and how far the two nest.
    private mutating func checkPart(
        _ part: Schema.TypeID, of whole: Schema.TypeID, depth: Int
    ) throws(SchemaError) {
        guard depth < Self.nestingLimit else { throw tooDeep(whole) }
        try checkObject(part, depth: depth + 1)
        types[whole.index].level = max(types[whole.index].level, types[part.index].level + 1)
        guard types[whole.index].level <= Self.nestingLimit else { throw tooDeep(whole) }
    }

    private func tooDeep(_ id: Schema.TypeID) -> SchemaError {
        error("bases and branches nest more than \(Self.nestingLimit) levels deep", at: types[id.index].origin)
    }

    private mutating func ownMembers(
        _ written: [Definition.Member], of id: Schema.TypeID, base: Schema.TypeID?
    ) throws(SchemaError) -> [Schema.Member] {
        let origin = types[id.index].origin
        let role = role(ofMembersOf: types[id.index])
        var names = NameTable()
        var members: [Schema.Member] = []
        members.reserveCapacity(written.count)
        for (place, member) in written.enumerated() {
            let type = try resolve(
                member.type.name, isArray: member.type.isArray, at: origin, "\(role) \(quoted(member.name))")
            try checkFeatures(member.features, at: origin)
            let mangled = member.name.mangled
            if let other = names.insert(member.name, for: mangled) {
                throw error("\(role) \(quoted(member.name)) clashes with \(role) \(quoted(other))", at: origin)
            }
            if let (other, owner) = find(mangled, inLineOf: base) {
                throw error(
                    "\(role) \(quoted(member.name)) clashes with member \(quoted(other)) of base \(types[owner.index].description)",
                    at: origin)
            }
            members.append(
                Schema.Member(
                    name: member.name, type: type, isOptional: member.isOptional, condition: member.condition,
                    features: member.features,
                    documentation: text(ofMember: member.name, at: place, origin),
                    definedIn: id))
        }
        ownNames[id] = names
        return members
    }

    /// The description of a member, branch or value, the definition's `place`th.
    mutating func text(ofMember name: String, at place: Int, _ origin: Int?) -> String? {
        origin.flatMap { documents[$0]?.text(ofMember: name, at: place) }
    }

    /// The member of a type or its bases that has a mangled name, and the type in which it is written.
    private func find(_ mangled: String, inLineOf start: Schema.TypeID?) -> (String, Schema.TypeID)? {
        var next = start
        while let id = next {
            if let name = ownNames[id]?[mangled] { return (name, id) }
            next = base(of: id)
        }
        return nil
    }

    private func base(of id: Schema.TypeID) -> Schema.TypeID? {
        guard case .object(let type) = types[id.index].resolved else { return nil }
        return type.base
    }

    /// What messages call the members of a type.
    func role(ofMembersOf draft: TypeDraft) -> String {
        guard draft.isImplicitObject else { return "member" }
        return draft.name.hasSuffix("-arg") ? "argument" : "common member"
    }

    // MARK: - Unions

    private mutating func checkUnion(
        _ union: Definition.UnionBody, of id: Schema.TypeID, common: [[Schema.Member]], depth: Int
    ) throws(SchemaError) -> Schema.Union {
        let origin = types[id.index].origin
        let tag = try tag(union.discriminator, among: common, at: origin)
        guard case .enumeration(let values) = types[tag.type.index].body else {
            throw error("discriminator \(quoted(tag.name)) must be of an enum type", at: origin)
        }
        if tag.isOptional { throw error("discriminator \(quoted(tag.name)) must not be optional", at: origin) }
        if tag.condition != nil {
            throw error("discriminator \(quoted(tag.name)) must not have a condition", at: origin)
        }
        if union.branches.isEmpty && values.isEmpty { throw error("the union has no branches", at: origin) }

        var branches: [Schema.Branch] = []
        branches.reserveCapacity(union.branches.count)
        for branch in union.branches {
            let type = try resolve(
                branch.type.name, isArray: branch.type.isArray, at: origin, "branch \(quoted(branch.name))")
            guard names(ofValuesOf: tag.type, values).contains(branch.name) else {
                throw error(
                    "branch \(quoted(branch.name)) is not a value of \(types[tag.type.index].description)"
                        + NearestName.hint(branch.name, among: values.map(\.name)), at: origin)
            }
            guard types[type.index].isObject else {
                throw error("branch \(quoted(branch.name)) cannot be \(types[type.index].description)", at: origin)
            }
            try checkPart(type, of: id, depth: depth)
            branches.append(
                Schema.Branch(
                    name: branch.name, type: type, condition: branch.condition, documentation: nil, isImplied: false))
        }
        try checkClashes(of: branches, with: common, at: origin)
        return Schema.Union(tag: tag, writtenBranches: branches, tagValues: values, emptyObject: emptyObject)
    }

    private func tag(
        _ name: String, among common: [[Schema.Member]], at origin: Int?
    ) throws(SchemaError) -> Schema.Member {
        for members in common {
            if let tag = members.first(where: { $0.name == name }) { return tag }
        }
        let hint = NearestName.hint(name, among: common.joined().map(\.name))
        throw error("discriminator \(quoted(name)) is not a common member\(hint)", at: origin)
    }

    private mutating func names(ofValuesOf id: Schema.TypeID, _ values: [Schema.EnumValue]) -> Set<String> {
        if let names = valueNames[id] { return names }
        let names = Set(values.map(\.name))
        valueNames[id] = names
        return names
    }

    /// Rejects branches with a member, however deep, that clashes with a common one.
    ///
    /// Branches don't concern each other, and within a branch its own check has found every clash.
    private mutating func checkClashes(
        of branches: [Schema.Branch], with common: [[Schema.Member]], at origin: Int?
    ) throws(SchemaError) {
        var names = NameTable()
        for member in common.joined() { _ = names.insert(member.name, for: member.name.mangled) }
        var visited: Set<Schema.TypeID> = []
        for branch in branches {
            var pending = [branch.type]
            while let id = pending.popLast() {
                guard visited.insert(id).inserted, case .object(let type) = types[id.index].resolved else { continue }
                comparisons += 1
                guard comparisons <= Self.comparisonLimit else {
                    throw error("unions share branches in more ways than can be compared", at: origin)
                }
                if let (name, other) = clash(of: ownNames[id] ?? NameTable(), with: names) {
                    throw error(
                        "member \(quoted(name)) of branch \(quoted(branch.name)) clashes with common member \(quoted(other))",
                        at: origin)
                }
                if let base = type.base { pending.append(base) }
                if let union = type.union { pending.append(contentsOf: union.writtenBranches.map(\.type)) }
            }
        }
    }

    /// The first pair of clashing names, in alphabetical order.
    private func clash(of own: NameTable, with common: NameTable) -> (String, String)? {
        let (fewer, more) = own.entries.count <= common.entries.count ? (own, common) : (common, own)
        let mangled = fewer.entries.lazy.map(\.key).filter { more[$0] != nil }.min()
        guard let mangled, let name = own[mangled], let other = common[mangled] else { return nil }
        return (name, other)
    }
}
