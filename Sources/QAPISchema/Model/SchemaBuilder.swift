/// Turns definitions into a ``Schema``: first enters all names, then checks entity by entity.
///
/// The two steps and the order within them are QEMU's (`schema.py`), because the first error that is found is the one
/// that is reported.
struct SchemaBuilder {
    let source: SchemaSource
    let documentationExceptions: Set<String>
    let commandReturnsExceptions: Set<String>
    /// Every entity in order of definition.
    var entities: [Schema.Entity] = []
    /// The one namespace of types, commands and events.
    var names: [String: Schema.Entity] = [:]
    var types: [TypeDraft] = []
    var commandDrafts: [CallDraft<Definition.CommandBody>] = []
    var eventDrafts: [CallDraft<Bool>] = []
    var commands: [Schema.Command] = []
    var events: [Schema.Event] = []
    var features = FeatureTable()
    var emptyObject = Schema.TypeID(index: 0)
    /// The documentation of each definition and what of it is connected so far.
    var documents: [DocumentIndex?]
    /// The members written in an object type, by mangled name.
    var ownNames: [Schema.TypeID: NameTable] = [:]
    /// The names of an enumeration's values, for those that some union's tag has.
    var valueNames: [Schema.TypeID: Set<String>] = [:]

    /// How many types below unions have been compared with common members.
    var comparisons = 0

    /// How many such comparisons one schema is worth.
    ///
    /// Unions that share branches, which are unions that share branches, need the square of what was written.
    static let comparisonLimit = 1_000_000
    /// How far bases and branches may nest; beyond what a person writes, and small enough for any thread's stack.
    static let nestingLimit = 100
    /// How many features one schema may name, the two that every schema knows among them.
    static let featureLimit = 64

    init(_ source: SchemaSource) {
        self.source = source
        documentationExceptions = Set(source.pragmas.documentationExceptions)
        commandReturnsExceptions = Set(source.pragmas.commandReturnsExceptions)
        documents = source.definitions.map { $0.documentation.map(DocumentIndex.init) }
        // About every other definition needs an array or an implicit type.
        names.reserveCapacity(2 * source.definitions.count)
        types.reserveCapacity(2 * source.definitions.count)
    }

    /// Makes the schema; everything is checked by now.
    consuming func finish() -> Schema {
        var definitions = [[Schema.Entity]](repeating: [], count: source.modules.count)
        for entity in entities {
            guard let origin = origin(of: entity), name(of: entity) == origin.name,
                definitions.indices.contains(origin.module)
            else { continue }
            definitions[origin.module].append(entity)
        }
        let modules = zip(source.modules, definitions).map {
            Schema.Module(name: $0.name, file: $0.file, freeForm: $0.freeForm, definitions: $1)
        }
        let resolved = types.map(\.resolved)
        return Schema(resolved: self, modules: modules, types: resolved)
    }

    /// The definition that `entity` is or comes from; `nil` for what the language defines.
    func origin(of entity: Schema.Entity) -> Definition? {
        let index: Int? =
            switch entity {
            case .type(let id): types[id.index].origin
            case .command(let index): commandDrafts[index].origin
            case .event(let index): eventDrafts[index].origin
            }
        return index.map { source.definitions[$0] }
    }

    private func name(of entity: Schema.Entity) -> String {
        switch entity {
        case .type(let id): types[id.index].name
        case .command(let index): commandDrafts[index].name
        case .event(let index): eventDrafts[index].name
        }
    }

    /// An error at the opening brace of the definition `origin`.
    func error(_ message: String, at origin: Int?, related: SchemaError.Related? = nil) -> SchemaError {
        guard let origin else { return SchemaError(message, at: SourceLocation(file: "", line: 0), related: related) }
        let definition = source.definitions[origin]
        return SchemaError(
            message, at: definition.location, in: "\(definition.kind.keyword) \(quoted(definition.name))",
            related: related)
    }
}

/// A type between being named and being checked.
struct TypeDraft {
    let name: String
    /// The definition that is or needs the type, as an index; `nil` for what the language defines.
    let origin: Int?
    let body: Body
    var state = State.named
    /// How far bases and branches nest in this object type, itself among them.
    var level = 1
    /// The checked type; until then a placeholder, so that no ID is ever out of bounds.
    var resolved = SchemaType.builtin(.any)

    enum Body {
        case builtin(Schema.BuiltinType)
        case enumeration(values: [Schema.EnumValue])
        case object(base: String?, members: [Definition.Member], union: Definition.UnionBody?)
        case array(element: String)
        case alternate(branches: [Definition.Member])
    }

    enum State {
        case named, checking, checked
    }

    /// What the type is called in a message.
    var description: String {
        switch body {
        case .builtin: "built-in type \(quoted(name))"
        case .enumeration: "enum type \(quoted(name))"
        case .object(_, _, let union): "\(union == nil ? "struct" : "union") type \(quoted(name))"
        case .array(let element): "array type [\(quoted(element))]"
        case .alternate: "alternate type \(quoted(name))"
        }
    }

    var isUnion: Bool {
        if case .object(_, _, .some) = body { true } else { false }
    }

    var isObject: Bool {
        if case .object = body { true } else { false }
    }

    var isArray: Bool {
        if case .array = body { true } else { false }
    }

    /// Whether the type stands for members written in place.
    var isImplicitObject: Bool { isObject && name.hasPrefix("q_") }
}

/// A command or event between being named and being checked.
struct CallDraft<Body: Sendable> {
    let name: String
    /// The definition, as an index.
    let origin: Int
    /// The name of the type of arguments or data, if any.
    let payload: String?
    /// What else was written.
    let body: Body
}

/// The features of a schema in order of first use.
struct FeatureTable {
    private(set) var names = ["deprecated", "unstable"]
    private var known: Set<String> = ["deprecated", "unstable"]
    /// The definition that first used each of ``names``.
    private(set) var origins: [Int?] = [nil, nil]

    /// The features that have a meaning of their own, which no type can have.
    static let special: Set<String> = ["deprecated", "unstable"]

    mutating func use(_ features: [Definition.Feature], by origin: Int) {
        for feature in features where known.insert(feature.name).inserted {
            names.append(feature.name)
            origins.append(origin)
        }
    }
}
