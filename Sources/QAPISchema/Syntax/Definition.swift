/// One definition of a schema as it was written, after every check that needs no other definition.
///
/// The front end (lexer, parser, documentation parser, expression checks) makes these; ``Schema`` resolves the names
/// in them.
public struct Definition: Sendable, Hashable {
    /// The place of the definition's opening brace.
    public var location: SourceLocation
    /// The file in which the definition stands, as an index into the modules in order of first inclusion.
    public var module: Int
    /// The definition's name.
    public var name: String
    /// What is defined.
    public var kind: Kind
    /// The build condition, if any.
    public var condition: Condition?
    /// The features, in order.
    public var features: [Feature]
    /// The documentation comment, if any.
    public var documentation: DocComment?

    /// What a definition defines.
    public enum Kind: Sendable, Hashable {
        /// An enumeration.
        case enumeration(EnumBody)
        /// A struct.
        case structure(base: String?, members: [Member])
        /// A flat union.
        case union(UnionBody)
        /// An alternate; each branch is a member without optionality.
        case alternate(branches: [Member])
        /// A command.
        case command(CommandBody)
        /// An event.
        case event(data: Payload, boxed: Bool)

        /// The keyword that introduces such a definition.
        public var keyword: String {
            switch self {
            case .enumeration: "enum"
            case .structure: "struct"
            case .union: "union"
            case .alternate: "alternate"
            case .command: "command"
            case .event: "event"
            }
        }
    }

    /// The body of an enumeration.
    public struct EnumBody: Sendable, Hashable {
        /// The values, in order.
        public var values: [EnumValue]
        /// The prefix for C constants, if one is given.
        public var prefix: String?
    }

    /// One value of an enumeration.
    public struct EnumValue: Sendable, Hashable {
        /// The value's name.
        public var name: String
        /// The build condition, if any.
        public var condition: Condition?
        /// The features, in order.
        public var features: [Feature]
    }

    /// The body of a union.
    public struct UnionBody: Sendable, Hashable {
        /// The common members: a struct's name or members in place.
        public var base: Payload
        /// The name of the common member that chooses the branch.
        public var discriminator: String
        /// The branches as written, named by the tag's values; a value without a branch has an empty one.
        public var branches: [Member]
    }

    /// The body of a command.
    public struct CommandBody: Sendable, Hashable {
        /// The arguments.
        public var data: Payload
        /// What the command returns, if anything.
        public var returns: TypeReference?
        /// Whether the arguments are handed over as one object.
        public var boxed = false
        /// Whether marshalling code is generated (`gen`).
        public var generated = true
        /// Whether a successful call answers at all (`success-response`).
        public var successResponse = true
        /// Whether the command may run out of band.
        public var allowOOB = false
        /// Whether the command may run before the machine is configured.
        public var allowPreconfig = false
        /// Whether the command runs as a coroutine.
        public var coroutine = false
    }

    /// Arguments, event data or common members.
    public enum Payload: Sendable, Hashable {
        /// Nothing was given, or an object without members.
        case none
        /// A type by name.
        case named(String)
        /// Members in place.
        case members([Member])
    }

    /// One member, argument or branch.
    public struct Member: Sendable, Hashable {
        /// The name, without the `*` of an optional one.
        public var name: String
        /// Whether the member may be left out.
        public var isOptional: Bool
        /// The type.
        public var type: TypeReference
        /// The build condition, if any.
        public var condition: Condition?
        /// The features, in order.
        public var features: [Feature]
    }

    /// A feature of a definition, member or value.
    public struct Feature: Sendable, Hashable {
        /// The feature's name.
        public var name: String
        /// The build condition, if any.
        public var condition: Condition?
    }
}

/// A type as it is written where it is used.
public struct TypeReference: Sendable, Hashable {
    /// The type's name, or the element type's for an array.
    public var name: String
    /// Whether it is an array of that type.
    public var isArray: Bool
}

/// A build condition (`if`).
public indirect enum Condition: Sendable, Hashable {
    /// A symbol that must be defined.
    case symbol(String)
    /// All of these must hold.
    case all([Condition])
    /// At least one of these must hold.
    case any([Condition])
    /// This must not hold.
    case not(Condition)
}
