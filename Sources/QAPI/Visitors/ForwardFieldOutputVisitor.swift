public import JSON

/// Writes one field under another name: for a property that is an alias of another object's property.
///
/// Outside of any object, the name `from` is written as `to` and every other name is missing; inside, names are as they
/// are.
public struct ForwardFieldOutputVisitor<Base: OutputVisitor>: OutputVisitor {
    /// The visitor that does the writing.
    public private(set) var base: Base
    private let from: String
    private let to: String
    private var depth = 0

    /// Begins in front of the field.
    public init(_ base: Base, from: String, to: String) {
        self.base = base
        self.from = from
        self.to = to
    }

    /// What happens to deprecated and unstable members.
    public var policy: CompatPolicy { base.policy }

    /// Begins an object.
    public mutating func startStruct(_ name: String?) throws(QAPIError) {
        try base.startStruct(target(name))
        depth += 1
    }

    /// Ends the current object.
    public mutating func endStruct() {
        base.endStruct()
        depth -= 1
    }

    /// Begins a list.
    public mutating func startList(_ name: String?) throws(QAPIError) {
        try base.startList(target(name))
        depth += 1
    }

    /// Ends the current list.
    public mutating func endList() {
        base.endList()
        depth -= 1
    }

    /// Writes an integer.
    public mutating func int64(_ value: Int64, _ name: String?) throws(QAPIError) {
        try base.int64(value, target(name))
    }

    /// Writes an unsigned integer.
    public mutating func uint64(_ value: UInt64, _ name: String?) throws(QAPIError) {
        try base.uint64(value, target(name))
    }

    /// Writes a size in bytes.
    public mutating func size(_ value: UInt64, _ name: String?) throws(QAPIError) {
        try base.size(value, target(name))
    }

    /// Writes a boolean.
    public mutating func bool(_ value: Bool, _ name: String?) throws(QAPIError) {
        try base.bool(value, target(name))
    }

    /// Writes a string.
    public mutating func string(_ value: String, _ name: String?) throws(QAPIError) {
        try base.string(value, target(name))
    }

    /// Writes a number; it must be finite.
    public mutating func number(_ value: Double, _ name: String?) throws(QAPIError) {
        try base.number(value, target(name))
    }

    /// Writes any value.
    public mutating func any(_ value: JSONValue, _ name: String?) throws(QAPIError) {
        try base.any(value, target(name))
    }

    /// Writes a null.
    public mutating func null(_ name: String?) throws(QAPIError) { try base.null(target(name)) }

    private func target(_ name: String?) throws(QAPIError) -> String? {
        if depth > 0 { return name }
        guard name == from else { throw .missing(name ?? "") }
        return to
    }
}
