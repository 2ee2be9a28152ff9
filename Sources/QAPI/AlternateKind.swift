public import JSON

/// What a value looks like from outside, by which the branch of an alternate is chosen.
public enum AlternateKind: Sendable, Hashable, CaseIterable {
    /// A null.
    case null
    /// A boolean.
    case bool
    /// An integer or a number with a fraction.
    case number
    /// A string.
    case string
    /// A list.
    case array
    /// An object.
    case object

    /// The kind with its article, as an error speaks of it.
    public var noun: String {
        switch self {
        case .null: "a null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The kind of a JSON value.
    public init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .bool
        case .int, .uint, .double: self = .number
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }
}
