public import JSON

/// Reads typed values out of a tree of strings, as ``Keyval`` gives it.
///
/// Integers are read as C does with base 0, sizes with suffixes, booleans as `on`, `off` and their like. A branch of an
/// alternate can only be told by string, object or list, so that an alternate without a string branch takes no scalar.
/// Paths write a list index as `.2`.
public struct KeyvalInputVisitor: InputVisitor {
    /// What happens to deprecated and unstable members.
    public let policy: CompatPolicy
    private var cursor: TreeCursor

    /// Begins at the value `root`.
    public init(_ root: JSONValue, policy: CompatPolicy = CompatPolicy()) {
        self.policy = policy
        cursor = TreeCursor(root: root, indexStyle: .dots)
    }

    /// The full path of a member of the current object, or of the current element.
    public func path(_ name: String?) -> String { cursor.path(name) }

    /// Enters an object.
    public mutating func startStruct(_ name: String?) throws(QAPIError) { try cursor.startStruct(name) }

    /// Refuses members of the current object that were not visited.
    public mutating func checkStruct() throws(QAPIError) { try cursor.checkStruct() }

    /// Leaves the current object.
    public mutating func endStruct() { cursor.leave() }

    /// Enters a list.
    public mutating func startList(_ name: String?) throws(QAPIError) { try cursor.startList(name) }

    /// Moves to the next element and tells whether there is one.
    public mutating func nextElement() throws(QAPIError) -> Bool { cursor.nextElement() }

    /// Refuses elements that were not visited.
    public mutating func checkList() throws(QAPIError) { try cursor.checkList() }

    /// Leaves the current list.
    public mutating func endList() { cursor.leave() }

    /// The kind of a value, which is not consumed.
    public mutating func startAlternate(_ name: String?) throws(QAPIError) -> AlternateKind {
        AlternateKind(try cursor.value(name))
    }

    /// Ends what ``startAlternate(_:)`` began.
    public mutating func endAlternate() {}

    /// Whether an optional member is there.
    public mutating func isPresent(_ name: String) -> Bool { cursor.find(name) != nil }

    /// Reads an integer of 64 signed bits.
    public mutating func int64(_ name: String?) throws(QAPIError) -> Int64 {
        try TextScalar.int64(scalar(name), path(name))
    }

    /// Reads an integer of 64 unsigned bits.
    public mutating func uint64(_ name: String?) throws(QAPIError) -> UInt64 {
        try TextScalar.uint64(scalar(name), path(name))
    }

    /// Reads a size in bytes.
    public mutating func size(_ name: String?) throws(QAPIError) -> UInt64 {
        try TextScalar.size(scalar(name), path(name))
    }

    /// Reads a boolean.
    public mutating func bool(_ name: String?) throws(QAPIError) -> Bool {
        try TextScalar.bool(scalar(name), path(name))
    }

    /// Reads a string.
    public mutating func string(_ name: String?) throws(QAPIError) -> String { try scalar(name) }

    /// Reads a number.
    public mutating func number(_ name: String?) throws(QAPIError) -> Double {
        try TextScalar.number(scalar(name), path(name))
    }

    /// Reads any value.
    public mutating func any(_ name: String?) throws(QAPIError) -> JSONValue { try cursor.value(name) }

    /// Reads a null.
    public mutating func null(_ name: String?) throws(QAPIError) {
        throw .wrongKind(path(name), expected: "a null", found: AlternateKind(try cursor.value(name)))
    }

    private mutating func scalar(_ name: String?) throws(QAPIError) -> String {
        switch try cursor.value(name) {
        case .string(let text): return text
        case .object(let object):
            let path = path(name)
            let member = object.members.first.map { path.isEmpty ? $0.name : "\(path).\($0.name)" } ?? path
            throw QAPIError(
                "\(QAPIError.subject(member)) is not known here: '\(QAPIError.shown(path))' is a single value",
                parameter: member)
        case .array:
            let path = path(name)
            throw QAPIError(
                "\(QAPIError.subject("\(path).0")) is not known here: '\(QAPIError.shown(path))' is a single value",
                parameter: "\(path).0")
        case let other: throw .wrongKind(path(name), expected: "a string", found: AlternateKind(other))
        }
    }
}

extension QAPIValue {
    /// Reads the value out of a tree of strings, as ``Keyval`` gives it.
    public init(keyval tree: JSONObject, policy: CompatPolicy = CompatPolicy()) throws(QAPIError) {
        var visitor = KeyvalInputVisitor(.object(tree), policy: policy)
        try self.init(from: &visitor, name: nil)
    }
}
