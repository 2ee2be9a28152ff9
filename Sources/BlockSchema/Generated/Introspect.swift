// Generated from introspect.json by `make generate`; do not edit.
// swift-format-ignore-file

public import JSON
public import QAPI

/// What an element of the schema is.
///
/// - Since: 0.1
public enum SchemaMetaType: String, QAPIEnum {
    /// A type of the language.
    case builtin
    /// An enumeration.
    case `enum` = "enum"
    /// A list.
    case array
    /// A struct or a union.
    case object
    /// One of several types, told apart by the JSON value.
    case alternate
    /// A command.
    case command
    /// An event.
    case event

    /// The name in the schema.
    public static var typeName: String { "SchemaMetaType" }
}

/// What a value looks like in JSON.
///
/// - Since: 0.1
public enum JSONType: String, QAPIEnum {
    /// A string.
    case string
    /// A number.
    case number
    /// A number without fraction and exponent.
    case int
    /// True or false.
    case boolean
    /// Null.
    case null
    /// An object.
    case object
    /// An array.
    case array
    /// Anything.
    case value

    /// The name in the schema.
    public static var typeName: String { "JSONType" }
}

/// A type of the language.
///
/// - Since: 0.1
public struct SchemaInfoBuiltin: QAPIObject, Hashable {
    /// What its values look like.
    public var jsonType: JSONType

    /// Creates a value from its members.
    public init(jsonType: JSONType) {
        self.jsonType = jsonType
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        jsonType = try visitor.required("json-type")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(jsonType, "json-type")
    }
}

/// A value of an enumeration.
///
/// - Since: 0.1
public struct SchemaInfoEnumMember: QAPIObject, Hashable {
    /// The value.
    public var name: String
    /// Its features (absent if it has none).
    public var features: [String]?

    /// Creates a value from its members.
    public init(name: String, features: [String]? = nil) {
        self.name = name
        self.features = features
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        features = try visitor.optional("features")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.optional(features, "features")
    }
}

/// An enumeration.
///
/// - Note: `deprecated`: `values` says less than `members`; use that
///
/// - Since: 0.1
public struct SchemaInfoEnum: QAPIObject, Hashable {
    /// Its values, in no particular order.
    public var members: [SchemaInfoEnumMember]
    /// The names of its values, in no particular order.
    public var values: [String]

    /// Creates a value from its members.
    public init(members: [SchemaInfoEnumMember], values: [String]) {
        self.members = members
        self.values = values
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        members = try visitor.required("members")
        values = try visitor.required("values", features: .deprecated)
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(members, "members")
        try visitor.required(values, "values", features: .deprecated)
    }
}

/// A list.
///
/// - Since: 0.1
public struct SchemaInfoArray: QAPIObject, Hashable {
    /// The name of its elements' type.
    public var elementType: String

    /// Creates a value from its members.
    public init(elementType: String) {
        self.elementType = elementType
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        elementType = try visitor.required("element-type")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(elementType, "element-type")
    }
}

/// A member of an object.
///
/// - Since: 0.1
public struct SchemaInfoObjectMember: QAPIObject, Hashable {
    /// Its name.
    public var name: String
    /// The name of its type.
    public var type: String
    /// Null for an optional member: what it is when it is not given
    /// is said elsewhere (absent if the member is obligatory).
    public var `default`: JSONValue?
    /// Its features (absent if it has none).
    public var features: [String]?

    /// Creates a value from its members.
    public init(name: String, type: String, `default`: JSONValue? = nil, features: [String]? = nil) {
        self.name = name
        self.type = type
        self.default = `default`
        self.features = features
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        type = try visitor.required("type")
        `default` = try visitor.optional("default")
        features = try visitor.optional("features")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.required(type, "type")
        try visitor.optional(`default`, "default")
        try visitor.optional(features, "features")
    }
}

/// A branch of a union.
///
/// - Since: 0.1
public struct SchemaInfoObjectVariant: QAPIObject, Hashable {
    /// The value of the tag that chooses it.
    public var `case`: String
    /// The name of the type that provides further members.
    public var type: String

    /// Creates a value from its members.
    public init(`case`: String, type: String) {
        self.case = `case`
        self.type = type
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        `case` = try visitor.required("case")
        type = try visitor.required("type")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(`case`, "case")
        try visitor.required(type, "type")
    }
}

/// A struct or a union.
///
/// - Since: 0.1
public struct SchemaInfoObject: QAPIObject, Hashable {
    /// The members that it always has, in no particular order.
    public var members: [SchemaInfoObjectMember]
    /// The member whose value chooses the branch (absent if it is a
    /// struct).
    public var tag: String?
    /// The branches, one for each value of the tag, in no
    /// particular order (absent if it is a struct).
    public var variants: [SchemaInfoObjectVariant]?

    /// Creates a value from its members.
    public init(members: [SchemaInfoObjectMember], tag: String? = nil, variants: [SchemaInfoObjectVariant]? = nil) {
        self.members = members
        self.tag = tag
        self.variants = variants
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        members = try visitor.required("members")
        tag = try visitor.optional("tag")
        variants = try visitor.optional("variants")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(members, "members")
        try visitor.optional(tag, "tag")
        try visitor.optional(variants, "variants")
    }
}

/// One of the types of an alternate.
///
/// - Since: 0.1
public struct SchemaInfoAlternateMember: QAPIObject, Hashable {
    /// The type's name.
    public var type: String

    /// Creates a value from its members.
    public init(type: String) {
        self.type = type
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        type = try visitor.required("type")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(type, "type")
    }
}

/// One of several types.
///
/// - Since: 0.1
public struct SchemaInfoAlternate: QAPIObject, Hashable {
    /// The types, in no particular order.
    public var members: [SchemaInfoAlternateMember]

    /// Creates a value from its members.
    public init(members: [SchemaInfoAlternateMember]) {
        self.members = members
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        members = try visitor.required("members")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(members, "members")
    }
}

/// A command.
///
/// - Since: 0.1
public struct SchemaInfoCommand: QAPIObject, Hashable {
    /// The name of the object type of its arguments.
    public var argType: String
    /// The name of the type that it returns.
    public var retType: String
    /// True if the command may overtake others (absent if it may
    /// not).
    public var allowOob: Bool?

    /// Creates a value from its members.
    public init(argType: String, retType: String, allowOob: Bool? = nil) {
        self.argType = argType
        self.retType = retType
        self.allowOob = allowOob
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        argType = try visitor.required("arg-type")
        retType = try visitor.required("ret-type")
        allowOob = try visitor.optional("allow-oob")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(argType, "arg-type")
        try visitor.required(retType, "ret-type")
        try visitor.optional(allowOob, "allow-oob")
    }
}

/// An event.
///
/// - Since: 0.1
public struct SchemaInfoEvent: QAPIObject, Hashable {
    /// The name of the object type of its data.
    public var argType: String

    /// Creates a value from its members.
    public init(argType: String) {
        self.argType = argType
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        argType = try visitor.required("arg-type")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(argType, "arg-type")
    }
}

/// An element of the schema.
///
/// - Since: 0.1
public struct SchemaInfo: QAPIObject, Hashable {
    /// What `meta-type` chooses.
    public enum Branch: Sendable, Hashable {
        /// A type of the language.
        case builtin(SchemaInfoBuiltin)
        /// An enumeration.
        case `enum`(SchemaInfoEnum)
        /// A list.
        case array(SchemaInfoArray)
        /// A struct or a union.
        case object(SchemaInfoObject)
        /// One of several types, told apart by the JSON value.
        case alternate(SchemaInfoAlternate)
        /// A command.
        case command(SchemaInfoCommand)
        /// An event.
        case event(SchemaInfoEvent)
    }

    /// Its name. Names of commands, events and types of the language
    /// are what they are; other types have names that mean nothing and
    /// may change.
    public var name: String
    /// Its features, in no particular order (absent if it has
    /// none).
    public var features: [String]?
    /// The choice that `meta-type` names, with its own members.
    public var branch: Branch

    /// What it is.
    public var metaType: SchemaMetaType {
        switch branch {
        case .builtin: .builtin
        case .`enum`: .`enum`
        case .array: .array
        case .object: .object
        case .alternate: .alternate
        case .command: .command
        case .event: .event
        }
    }

    /// Creates a value from its members.
    public init(name: String, features: [String]? = nil, branch: Branch) {
        self.name = name
        self.features = features
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        let metaType = try visitor.required("meta-type", as: SchemaMetaType.self)
        features = try visitor.optional("features")
        switch metaType {
        case .builtin: branch = .builtin(try SchemaInfoBuiltin(membersFrom: &visitor))
        case .`enum`: branch = .`enum`(try SchemaInfoEnum(membersFrom: &visitor))
        case .array: branch = .array(try SchemaInfoArray(membersFrom: &visitor))
        case .object: branch = .object(try SchemaInfoObject(membersFrom: &visitor))
        case .alternate: branch = .alternate(try SchemaInfoAlternate(membersFrom: &visitor))
        case .command: branch = .command(try SchemaInfoCommand(membersFrom: &visitor))
        case .event: branch = .event(try SchemaInfoEvent(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.required(metaType, "meta-type")
        try visitor.optional(features, "features")
        switch branch {
        case .builtin(let members): try members.visitMembers(&visitor)
        case .`enum`(let members): try members.visitMembers(&visitor)
        case .array(let members): try members.visitMembers(&visitor)
        case .object(let members): try members.visitMembers(&visitor)
        case .alternate(let members): try members.visitMembers(&visitor)
        case .command(let members): try members.visitMembers(&visitor)
        case .event(let members): try members.visitMembers(&visitor)
        }
    }
}
