/// A type of a schema.
public enum SchemaType: SchemaEntity {
    /// A type of the language itself.
    case builtin(Schema.BuiltinType)
    /// An enumeration.
    case enumeration(Schema.EnumType)
    /// A struct, a union, or members that were written in place.
    case object(Schema.ObjectType)
    /// A list of one element type.
    case array(Schema.ArrayType)
    /// A choice by the kind of JSON value.
    case alternate(Schema.AlternateType)

    /// Name, place, condition, features and documentation.
    public var declaration: Schema.Declaration {
        switch self {
        case .builtin(let type): type.declaration
        case .enumeration(let type): type.declaration
        case .object(let type): type.declaration
        case .array(let type): type.declaration
        case .alternate(let type): type.declaration
        }
    }

    /// The keyword that introduces such a type; `builtin` and `array` for types that nobody defines.
    public var keyword: String {
        switch self {
        case .builtin: "builtin"
        case .enumeration: "enum"
        case .object(let type): type.isUnion ? "union" : "struct"
        case .array: "array"
        case .alternate: "alternate"
        }
    }

    /// Whether the type comes from the language or from a use, not from a definition in a file.
    public var isImplicit: Bool {
        switch self {
        case .builtin, .array: true
        case .enumeration(let type): type.location == nil
        case .object(let type): type.isImplicit
        case .alternate: false
        }
    }

    /// The kind of JSON value that the type is on the wire.
    public var jsonType: JSONType {
        switch self {
        case .builtin(let type): type.jsonType
        case .enumeration: .string
        case .object: .object
        case .array: .array
        case .alternate: .value
        }
    }
}

/// The kind of JSON value that a type is on the wire; the raw values are those of introspection.
public enum JSONType: String, Sendable, Hashable {
    /// A string.
    case string
    /// A number.
    case number
    /// An integer.
    case int
    /// `true` or `false`.
    case boolean
    /// `null`.
    case null
    /// An object.
    case object
    /// An array.
    case array
    /// Any value.
    case value
}

extension Schema {
    /// A type of the language itself.
    public enum BuiltinType: String, SchemaEntity, CaseIterable {
        /// A string.
        case str
        /// A double-precision number.
        case number
        /// A signed integer of 64 bits.
        case int
        /// A signed integer of 8 bits.
        case int8
        /// A signed integer of 16 bits.
        case int16
        /// A signed integer of 32 bits.
        case int32
        /// A signed integer of 64 bits.
        case int64
        /// An unsigned integer of 8 bits.
        case uint8
        /// An unsigned integer of 16 bits.
        case uint16
        /// An unsigned integer of 32 bits.
        case uint32
        /// An unsigned integer of 64 bits.
        case uint64
        /// An unsigned integer of 64 bits that a string may give with a unit.
        case size
        /// A truth value.
        case bool
        /// Any JSON value.
        case any
        /// The value `null`.
        case null

        /// The built-in type's name, without place or documentation.
        public var declaration: Declaration {
            Declaration(
                name: rawValue, module: nil, location: nil, condition: nil, features: [], documentation: nil)
        }

        /// The kind of JSON value that the type is on the wire.
        public var jsonType: JSONType {
            switch self {
            case .str: .string
            case .number: .number
            case .int, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .size: .int
            case .bool: .boolean
            case .any: .value
            case .null: .null
            }
        }
    }

    /// An enumeration.
    public struct EnumType: SchemaEntity {
        /// Name, place, condition, features and documentation; `QType` has no place.
        public let declaration: Declaration
        /// The values, in order.
        public let values: [EnumValue]
        /// The prefix for C constants, if one is given.
        public let prefix: String?
    }

    /// One value of an enumeration.
    public struct EnumValue: Sendable {
        /// The value's name.
        public let name: String
        /// The build condition, if any.
        public let condition: Condition?
        /// The features, in order.
        public let features: [Definition.Feature]
        /// The description in the enumeration's documentation.
        public let documentation: String?
    }

    /// A list of one element type; named `TList` for elements of type `T`.
    public struct ArrayType: SchemaEntity {
        /// Name and place, and the element's module and condition.
        public let declaration: Declaration
        /// The type of the elements.
        public let element: TypeID
    }

    /// A choice by the kind of JSON value.
    public struct AlternateType: SchemaEntity {
        /// Name, place, condition, features and documentation.
        public let declaration: Declaration
        /// The branches, in order; no two have the same kind of JSON value.
        public let branches: [Branch]
    }

    /// One branch of an alternate or a union.
    public struct Branch: Sendable {
        /// The branch's name; of a union, the value of the tag.
        public let name: String
        /// The branch's type; of a union, always an object type.
        public let type: TypeID
        /// The build condition, if any.
        public let condition: Condition?
        /// The description in the documentation; only alternates' branches have one.
        public let documentation: String?
        /// Whether nobody wrote this branch: a tag value without branch has an empty one.
        public let isImplied: Bool
    }
}
