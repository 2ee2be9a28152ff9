public import JSON

/// Writes typed values into some representation: JSON values or strings.
public protocol OutputVisitor {
    /// Whether deprecated and unstable members are shown.
    var policy: CompatPolicy { get }

    /// Begins the object `name`.
    mutating func startStruct(_ name: String?) throws(QAPIError)
    /// Ends the current object.
    mutating func endStruct()

    /// Begins the list `name`.
    mutating func startList(_ name: String?) throws(QAPIError)
    /// Ends the current list.
    mutating func endList()

    /// Writes an integer.
    mutating func int64(_ value: Int64, _ name: String?) throws(QAPIError)
    /// Writes an unsigned integer.
    mutating func uint64(_ value: UInt64, _ name: String?) throws(QAPIError)
    /// Writes a size in bytes.
    mutating func size(_ value: UInt64, _ name: String?) throws(QAPIError)
    /// Writes a boolean.
    mutating func bool(_ value: Bool, _ name: String?) throws(QAPIError)
    /// Writes a string.
    mutating func string(_ value: String, _ name: String?) throws(QAPIError)
    /// Writes a number.
    mutating func number(_ value: Double, _ name: String?) throws(QAPIError)
    /// Writes any value.
    mutating func any(_ value: JSONValue, _ name: String?) throws(QAPIError)
    /// Writes a null.
    mutating func null(_ name: String?) throws(QAPIError)
}
