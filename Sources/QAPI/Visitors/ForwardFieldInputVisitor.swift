public import JSON

/// Reads one field under another name: for a property that is an alias of another object's property.
///
/// Outside of any object, the name `from` is read as `to` and every other name is missing; inside, names are as they are.
public struct ForwardFieldInputVisitor<Base: InputVisitor>: InputVisitor {
    /// The visitor that does the reading.
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

    /// The full path of a member of the current object, or of the current element.
    public func path(_ name: String?) -> String { base.path(depth == 0 && name == from ? to : name) }

    /// Enters an object.
    public mutating func startStruct(_ name: String?) throws(QAPIError) {
        try base.startStruct(target(name))
        depth += 1
    }

    /// Refuses members of the current object that were not visited.
    public mutating func checkStruct() throws(QAPIError) { try base.checkStruct() }

    /// Leaves the current object.
    public mutating func endStruct() {
        base.endStruct()
        depth -= 1
    }

    /// Enters a list.
    public mutating func startList(_ name: String?) throws(QAPIError) {
        try base.startList(target(name))
        depth += 1
    }

    /// Moves to the next element and tells whether there is one.
    public mutating func nextElement() throws(QAPIError) -> Bool { try base.nextElement() }

    /// Refuses elements that were not visited.
    public mutating func checkList() throws(QAPIError) { try base.checkList() }

    /// Leaves the current list.
    public mutating func endList() {
        base.endList()
        depth -= 1
    }

    /// The kind of a value, which is not consumed.
    public mutating func startAlternate(_ name: String?) throws(QAPIError) -> AlternateKind {
        try base.startAlternate(target(name))
    }

    /// Ends what ``startAlternate(_:)`` began.
    public mutating func endAlternate() { base.endAlternate() }

    /// Whether an optional member is there.
    public mutating func isPresent(_ name: String) -> Bool {
        if depth > 0 { return base.isPresent(name) }
        return name == from && base.isPresent(to)
    }

    /// Reads an integer of 64 signed bits.
    public mutating func int64(_ name: String?) throws(QAPIError) -> Int64 { try base.int64(target(name)) }
    /// Reads an integer of 64 unsigned bits.
    public mutating func uint64(_ name: String?) throws(QAPIError) -> UInt64 { try base.uint64(target(name)) }
    /// Reads a size in bytes.
    public mutating func size(_ name: String?) throws(QAPIError) -> UInt64 { try base.size(target(name)) }
    /// Reads a boolean.
    public mutating func bool(_ name: String?) throws(QAPIError) -> Bool { try base.bool(target(name)) }
    /// Reads a string.
    public mutating func string(_ name: String?) throws(QAPIError) -> String { try base.string(target(name)) }
    /// Reads a number.
    public mutating func number(_ name: String?) throws(QAPIError) -> Double { try base.number(target(name)) }
    /// Reads any value.
    public mutating func any(_ name: String?) throws(QAPIError) -> JSONValue { try base.any(target(name)) }
    /// Reads a null.
    public mutating func null(_ name: String?) throws(QAPIError) { try base.null(target(name)) }

    private func target(_ name: String?) throws(QAPIError) -> String? {
        if depth > 0 { return name }
        guard name == from else { throw .missing(name ?? "") }
        return to
    }
}
