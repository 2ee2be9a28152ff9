public import JSON

/// Builds a JSON value of typed values, leaving out what the compatibility policy hides.
public struct JSONOutputVisitor: OutputVisitor {
    /// What happens to deprecated and unstable members.
    public let policy: CompatPolicy

    private enum Container {
        case object(JSONObject)
        case list([JSONValue])
    }

    private var open: [(name: String?, container: Container)] = []
    private var root: JSONValue?

    /// Begins without a value.
    public init(policy: CompatPolicy = CompatPolicy()) {
        self.policy = policy
    }

    /// What was built; an empty object when nothing was written.
    public func finish() -> JSONValue { root ?? .object(JSONObject()) }

    /// Begins an object.
    public mutating func startStruct(_ name: String?) throws(QAPIError) {
        try begin(name, .object(JSONObject()))
    }

    /// Begins a list.
    public mutating func startList(_ name: String?) throws(QAPIError) {
        try begin(name, .list([]))
    }

    /// Ends the current object.
    public mutating func endStruct() { end() }

    /// Ends the current list.
    public mutating func endList() { end() }

    /// Writes an integer.
    public mutating func int64(_ value: Int64, _ name: String?) throws(QAPIError) { put(.int(value), name) }

    /// Writes an unsigned integer.
    public mutating func uint64(_ value: UInt64, _ name: String?) throws(QAPIError) {
        put(Int64(exactly: value).map(JSONValue.int) ?? .uint(value), name)
    }

    /// Writes a size in bytes.
    public mutating func size(_ value: UInt64, _ name: String?) throws(QAPIError) { try uint64(value, name) }

    /// Writes a boolean.
    public mutating func bool(_ value: Bool, _ name: String?) throws(QAPIError) { put(.bool(value), name) }

    /// Writes a string.
    public mutating func string(_ value: String, _ name: String?) throws(QAPIError) { put(.string(value), name) }

    /// Writes a number; it must be finite.
    public mutating func number(_ value: Double, _ name: String?) throws(QAPIError) {
        guard value.isFinite else { throw .invalidValue(name ?? "", expected: "a finite number") }
        put(.double(value), name)
    }

    /// Writes any value.
    public mutating func any(_ value: JSONValue, _ name: String?) throws(QAPIError) { put(value, name) }

    /// Writes a null.
    public mutating func null(_ name: String?) throws(QAPIError) { put(.null, name) }

    private mutating func begin(_ name: String?, _ container: Container) throws(QAPIError) {
        guard open.count < TreeCursor.deepest else { throw .tooDeep(name ?? "", limit: TreeCursor.deepest) }
        open.append((name, container))
    }

    private mutating func end() {
        let (name, container) = open.removeLast()
        switch container {
        case .object(let object): put(.object(object), name)
        case .list(let elements): put(.array(elements), name)
        }
    }

    /// Puts a finished value where the visitor is.
    ///
    /// The container is moved out and back, so that it is never copied.
    private mutating func put(_ value: JSONValue, _ name: String?) {
        guard let (outer, container) = open.popLast() else {
            root = value
            return
        }
        switch container {
        case .object(var object):
            object[name ?? ""] = value
            open.append((outer, .object(object)))
        case .list(var elements):
            elements.append(value)
            open.append((outer, .list(elements)))
        }
    }
}

extension QAPIValue {
    /// The value as JSON, without what the compatibility policy hides.
    public func json(policy: CompatPolicy = CompatPolicy()) throws(QAPIError) -> JSONValue {
        var visitor = JSONOutputVisitor(policy: policy)
        try visit(&visitor, name: nil)
        return visitor.finish()
    }
}
