extension JSONValue {
    /// The kinds that a schema and an error message distinguish.
    public enum Kind: String, Sendable, CaseIterable, CustomStringConvertible {
        /// The literal `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number without fraction and exponent that fits 64 bits, signed or unsigned.
        case integer
        /// Any other number.
        case number
        /// A string.
        case string
        /// A list of values.
        case array
        /// Named members.
        case object

        /// The kind's name in error messages.
        public var description: String { rawValue }
    }

    /// What sort of value this is.
    public var kind: Kind {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .int, .uint: .integer
        case .double: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The boolean, or `nil` for every other kind.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The integer when it fits 64 signed bits; `nil` for every other kind, doubles with an integral value included.
    public var int64Value: Int64? {
        switch self {
        case .int(let value): value
        case .uint(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The integer when it fits 64 unsigned bits; `nil` for every other kind and for negative integers.
    public var uint64Value: UInt64? {
        switch self {
        case .int(let value): UInt64(exactly: value)
        case .uint(let value): value
        default: nil
        }
    }

    /// The number as a double, integers rounded to the nearest; `nil` for every other kind.
    public var doubleValue: Double? {
        switch self {
        case .int(let value): Double(value)
        case .uint(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The string, or `nil` for every other kind.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, or `nil` for every other kind.
    public var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The object, or `nil` for every other kind.
    public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The value of the member named `name`; `nil` when there is none or this is not an object.
    public subscript(name: String) -> JSONValue? { objectValue?[name] }

    /// The element at `index`; `nil` when there is none or this is not an array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}
