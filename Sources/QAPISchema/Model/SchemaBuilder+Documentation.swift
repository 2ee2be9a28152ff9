/// The documentation of a definition by name, and which names something has claimed.
struct DocumentIndex {
    private let texts: [String: String]
    private let featureNames: Set<String>
    private(set) var claimedMembers: Set<String> = []
    private(set) var claimedFeatures: Set<String> = []

    init(_ document: DocComment) {
        texts = Dictionary(document.members.map { ($0.name, $0.text) }) { first, _ in first }
        featureNames = Set(document.features.map(\.name))
    }

    func text(ofMember name: String) -> String? { texts[name] }

    /// Claims the description of a member; `false` when there is none.
    mutating func claim(member name: String) -> Bool {
        guard texts[name] != nil else { return false }
        claimedMembers.insert(name)
        return true
    }

    /// Claims the description of a feature; `false` when there is none.
    mutating func claim(feature name: String) -> Bool {
        guard featureNames.contains(name) else { return false }
        claimedFeatures.insert(name)
        return true
    }
}

extension SchemaBuilder {
    /// Connects a written type with its documentation: everything that it has must be described.
    mutating func connectDocumentation(of type: TypeDraft) throws(SchemaError) {
        guard let origin = type.origin, documents[origin] != nil, type.name == source.definitions[origin].name
        else { return }
        try connect(features: source.definitions[origin].features, origin)
        switch type.body {
        case .enumeration(let values):
            for value in values {
                try connect("value", value.name, origin)
                try connect(features: value.features, origin)
            }
        case .object(let base, let members, _):
            if let base, let id = typeIDs[base] { try connectImplicit(id, origin) }
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
            guard let index, let document = definition.documentation else { continue }
            for (items, claimed, what) in [
                (document.members, index.claimedMembers, "member"),
                (document.features, index.claimedFeatures, "feature"),
            ] {
                guard let item = items.first(where: { !claimed.contains($0.name) }) else { continue }
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
        for member in members {
            try connect(role, member.name, origin)
            try connect(features: member.features, origin)
        }
    }

    private mutating func connect(_ role: String, _ name: String, _ origin: Int) throws(SchemaError) {
        if documents[origin]?.claim(member: name) ?? true { return }
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
