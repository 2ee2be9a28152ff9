/// The documentation of a definition by name, and which of its descriptions something has claimed.
struct DocumentIndex {
    private var members: DescriptionIndex
    private var features: DescriptionIndex

    init(_ document: DocComment) {
        members = DescriptionIndex(document.members)
        features = DescriptionIndex(document.features)
    }

    /// The description of the member `name`, which is the definition's `place`th.
    mutating func text(ofMember name: String, at place: Int) -> String? {
        members.find(name, near: place).map { members.items[$0].text }
    }

    /// Claims the description of a member, the definition's `place`th; `false` when there is none.
    mutating func claim(member name: String, at place: Int) -> Bool { members.claim(name, near: place) }

    /// Claims the description of a feature; `false` when there is none.
    mutating func claim(feature name: String) -> Bool { features.claim(name, near: 0) }

    /// The first description of a member that nothing has claimed.
    var unclaimedMember: DocComment.Item? { members.unclaimed }
    /// The first description of a feature that nothing has claimed.
    var unclaimedFeature: DocComment.Item? { features.unclaimed }
}

/// Descriptions by name.
///
/// They nearly always stand in the order of what they describe, so that a guess at the place spares the search.
private struct DescriptionIndex {
    let items: [DocComment.Item]
    private var isClaimed: [Bool]
    /// The places of names, once one was looked for that did not stand where it was expected.
    private var places: [String: Int] = [:]

    init(_ items: [DocComment.Item]) {
        self.items = items
        isClaimed = items.isEmpty ? [] : Array(repeating: false, count: items.count)
    }

    var unclaimed: DocComment.Item? { isClaimed.firstIndex(of: false).map { items[$0] } }

    mutating func find(_ name: String, near guess: Int) -> Int? {
        if guess < items.count, items[guess].name == name { return guess }
        if items.count < 2 { return items.first?.name == name ? 0 : nil }
        if places.isEmpty {
            places = Dictionary(items.enumerated().map { ($1.name, $0) }) { first, _ in first }
        }
        return places[name]
    }

    mutating func claim(_ name: String, near guess: Int) -> Bool {
        guard let place = find(name, near: guess) else { return false }
        isClaimed[place] = true
        return true
    }
}

extension SchemaBuilder {
    /// Connects a written type with its documentation: everything that it has must be described.
    mutating func connectDocumentation(of id: Schema.TypeID) throws(SchemaError) {
        guard let origin = types[id.index].origin, documents[origin] != nil,
            types[id.index].name == source.definitions[origin].name
        else { return }
        try connect(features: source.definitions[origin].features, origin)
        switch types[id.index].body {
        case .enumeration(let values):
            for (place, value) in values.enumerated() {
                try connect("value", value.name, at: place, origin)
                try connect(features: value.features, origin)
            }
        case .object(let base, let members, _):
            if let base, case .type(let id)? = names[base] { try connectImplicit(id, origin) }
            try connect(members, as: "member", origin)
        case .alternate(let branches):
            try connect(branches, as: "branch", origin)
        case .builtin, .array:
            break
        }
    }

    /// Connects a command or event, whose arguments or data are of the type `payload`, with its documentation.
    mutating func connectDocumentation<Body>(
        of call: CallDraft<Body>, payload: Schema.TypeID?
    ) throws(SchemaError) {
        guard documents[call.origin] != nil else { return }
        try connect(features: source.definitions[call.origin].features, call.origin)
        if let payload { try connectImplicit(payload, call.origin) }
    }

    /// Rejects descriptions of members and features that do not exist.
    func checkDocumentedNames() throws(SchemaError) {
        for (definition, index) in zip(source.definitions, documents) {
            guard let index else { continue }
            for (item, what) in [(index.unclaimedMember, "member"), (index.unclaimedFeature, "feature")] {
                guard let item else { continue }
                throw SchemaError(
                    "the documentation describes \(what) \(quoted(item.name)), which does not exist", at: item.location,
                    in: "\(definition.kind.keyword) \(quoted(definition.name))")
            }
        }
    }

    /// Members in place are documented where they are written.
    private mutating func connectImplicit(_ id: Schema.TypeID, _ origin: Int) throws(SchemaError) {
        let type = types[id.index]
        guard type.isImplicitObject, case .object(_, let members, _) = type.body else { return }
        try connect(members, as: role(ofMembersOf: type), origin)
    }

    private mutating func connect(
        _ members: [Definition.Member], as role: String, _ origin: Int
    ) throws(SchemaError) {
        for (place, member) in members.enumerated() {
            try connect(role, member.name, at: place, origin)
            try connect(features: member.features, origin)
        }
    }

    private mutating func connect(
        _ role: String, _ name: String, at place: Int, _ origin: Int
    ) throws(SchemaError) {
        if documents[origin]?.claim(member: name, at: place) ?? true { return }
        guard documentationExceptions.contains(source.definitions[origin].name) else {
            throw error("\(role) \(quoted(name)) is not documented", at: origin)
        }
    }

    private mutating func connect(features: [Definition.Feature], _ origin: Int) throws(SchemaError) {
        for feature in features where documents[origin]?.claim(feature: feature.name) == false {
            throw error("feature \(quoted(feature.name)) is not documented", at: origin)
        }
    }
}
