/// A schema whose names are resolved and whose rules all hold.
///
/// Made from what the front end read by ``init(_:)``; immutable afterwards. Types refer to each other by ``TypeID``,
/// which the schema's subscript turns into a ``SchemaType``; every ID that a schema hands out is valid for it.
public struct Schema: Sendable {
    /// The files, in order of first inclusion; the first is the one that was asked for.
    public let modules: [Module]
    /// Everything that is defined, built-in types first, then in order of definition; an array or a type that stands
    /// for members written in place comes before the definition that first needs it.
    public let entities: [Entity]
    /// All types, in the order of ``entities``; a ``TypeID`` is an index into them.
    public let types: [SchemaType]
    /// The commands, in order of definition.
    public let commands: [Command]
    /// The events, in order of definition.
    public let events: [Event]
    /// The names of all features in use, in order of first use; `deprecated` and `unstable` always come first.
    public let featureNames: [String]
    /// The type of nothing: arguments and results that are absent.
    public let emptyObject: TypeID

    /// Everything that is defined, by name.
    private let entitiesByName: [String: Entity]

    init(resolved builder: consuming SchemaBuilder, modules: [Module], types: [SchemaType]) {
        self.modules = modules
        self.types = types
        entities = builder.entities
        commands = builder.commands
        events = builder.events
        featureNames = builder.features.names
        emptyObject = builder.emptyObject
        entitiesByName = builder.names
    }

    /// Resolves and checks what the front end read.
    ///
    /// Rules are checked in QEMU's order: names of all definitions; then, definition by definition, references,
    /// members, branches and their documentation; then documentation of things that do not exist; then limits.
    ///
    /// - Throws: The first error, at the definition's opening brace, or at the line of the documentation at fault.
    public init(_ source: SchemaSource) throws(SchemaError) {
        var builder = SchemaBuilder(source)
        try builder.define()
        try builder.check()
        self = builder.finish()
    }

    /// The type behind `id`.
    public subscript(id: TypeID) -> SchemaType { types[id.index] }

    /// The type named `name`, with built-in, array and implicit types among them.
    public func type(named name: String) -> SchemaType? { typeID(named: name).map { self[$0] } }

    /// The place of the type named `name`.
    func typeID(named name: String) -> TypeID? {
        if case .type(let id)? = entitiesByName[name] { id } else { nil }
    }

    /// The object type behind `id`, or `nil` when it is another kind of type.
    public func object(_ id: TypeID) -> ObjectType? {
        guard case .object(let type) = self[id] else { return nil }
        return type
    }

    /// What `entity` says about itself: name, place, condition, features, documentation.
    public func declaration(of entity: Entity) -> Declaration {
        switch entity {
        case .type(let id): self[id].declaration
        case .command(let index): commands[index].declaration
        case .event(let index): events[index].declaration
        }
    }

    /// The keyword that introduces `entity`: `enum`, `struct`, `union`, `alternate`, `command`, `event`; `builtin` and
    /// `array` for types that nobody defines.
    public func keyword(of entity: Entity) -> String {
        switch entity {
        case .type(let id): self[id].keyword
        case .command: "command"
        case .event: "event"
        }
    }
}

extension Schema {
    /// A type of one schema, by its place in ``Schema/types``.
    public struct TypeID: Sendable, Hashable {
        /// The index into ``Schema/types``.
        public let index: Int
    }

    /// One thing that a schema defines.
    public enum Entity: Sendable, Hashable {
        /// A type.
        case type(TypeID)
        /// A command, as an index into ``Schema/commands``.
        case command(Int)
        /// An event, as an index into ``Schema/events``.
        case event(Int)
    }

    /// One file of a schema.
    public struct Module: Sendable {
        /// The module's name: the file's name without folder and extension.
        public let name: String
        /// The file's name as it was given or joined with the including file's folder.
        public let file: String
        /// Free-form documentation that stands in the file, in order.
        public let freeForm: [DocComment]
        /// What is defined in the file in so many words, in order; no arrays and implicit types.
        public let definitions: [Entity]
    }

    /// What a type, command or event says about itself.
    public struct Declaration: Sendable {
        /// The name.
        public let name: String
        /// The file it stands in, as an index into ``Schema/modules``; `nil` for built-in types and their arrays.
        ///
        /// An array belongs to its element's file.
        public let module: Int?
        /// The place of the definition's opening brace; of an array or implicit type, the definition that first needs
        /// it; `nil` for built-in types.
        public let location: SourceLocation?
        /// The build condition, if any; an array has its element's.
        public let condition: Condition?
        /// The features, in order.
        public let features: [Definition.Feature]
        /// The documentation, as it was written.
        public let documentation: DocComment?
    }
}

/// Something with a declaration: an enumeration, object type, command and so on.
public protocol SchemaEntity: Sendable {
    /// Name, place, condition, features and documentation.
    var declaration: Schema.Declaration { get }
}

extension SchemaEntity {
    /// The name.
    public var name: String { declaration.name }
    /// The file it stands in, as an index into ``Schema/modules``.
    public var module: Int? { declaration.module }
    /// The place of the definition's opening brace.
    public var location: SourceLocation? { declaration.location }
    /// The build condition, if any.
    public var condition: Condition? { declaration.condition }
    /// The features, in order.
    public var features: [Definition.Feature] { declaration.features }
    /// The documentation, if any.
    public var documentation: DocComment? { declaration.documentation }
    /// Whether the definition is marked `deprecated`.
    public var isDeprecated: Bool { features.contains { $0.name == "deprecated" } }
    /// Whether the definition is marked `unstable`.
    public var isUnstable: Bool { features.contains { $0.name == "unstable" } }
}
