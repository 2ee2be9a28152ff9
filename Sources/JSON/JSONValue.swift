/// A JSON value with QEMU's classification of numbers.
///
/// A number without fraction and exponent is an ``int(_:)`` when it fits 64 signed bits, else a ``uint(_:)`` when it
/// is not negative and fits 64 unsigned bits, else a ``double(_:)``. Integers compare by value, whatever their case,
/// and never equal a double; the order of an object's members does not matter for equality.
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
