/// A JSON value with QEMU's classification of numbers.
///
/// A number without fraction and exponent is an ``int(_:)`` when it fits 64 signed bits, else a ``uint(_:)`` when it
/// is not negative and fits 64 unsigned bits, else a ``double(_:)``. Integers compare by value, whatever their case,
/// and never equal a double; the order of an object's members does not matter for equality.
///
/// Strings and names compare byte for byte: canonically equivalent spellings are different strings, as they are for
/// every peer that exchanges JSON.
public enum JSONValue: Sendable {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// An integer that fits 64 signed bits.
    case int(Int64)
    /// An integer above `Int64.max` that fits 64 unsigned bits.
    case uint(UInt64)
    /// Any other number; always finite.
    case double(Double)
    /// A string of Unicode scalars; may contain NUL.
    case string(String)
    /// An ordered list of values.
    case array([JSONValue])
    /// Named members in the order in which they were written.
    case object(JSONObject)
}

extension JSONValue {
    /// Creates the number `value`, as an ``int(_:)`` whenever it fits.
    public init(_ value: some FixedWidthInteger & UnsignedInteger) {
        if let small = Int64(exactly: value) {
            self = .int(small)
        } else if let large = UInt64(exactly: value) {
            self = .uint(large)
        } else {
            self = .double(Double(value))
        }
    }

    /// Creates the number `value`; one outside 64 signed bits becomes a ``uint(_:)`` or a ``double(_:)``.
    public init(_ value: some FixedWidthInteger & SignedInteger) {
        if let small = Int64(exactly: value) {
            self = .int(small)
        } else if let large = UInt64(exactly: value) {
            self = .uint(large)
        } else {
            self = .double(Double(value))
        }
    }

    /// Creates a boolean.
    public init(_ value: Bool) { self = .bool(value) }

    /// Creates the number `value`, or `nil` when it is not finite: JSON has neither infinities nor NaN.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        self = .double(value)
    }

    /// Creates a string.
    public init(_ value: String) { self = .string(value) }

    /// Creates an array.
    public init(_ elements: [JSONValue]) { self = .array(elements) }

    /// Creates an object.
    public init(_ object: JSONObject) { self = .object(object) }
}
