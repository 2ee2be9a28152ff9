public import JSON

/// Reads typed values out of a JSON value, strictly: every kind must match and every member must be known.
///
/// An integer is a number without fraction and exponent. As in QEMU, an unsigned 64-bit integer also takes a negative
/// one and wraps it; the narrower unsigned integers then refuse it by their range.
public struct JSONInputVisitor: InputVisitor {
    /// What happens to deprecated and unstable members.
    public let policy: CompatPolicy
    private var cursor: TreeCursor

    /// Begins at the value `root`.
    public init(_ root: JSONValue, policy: CompatPolicy = CompatPolicy()) {
        self.policy = policy
        cursor = TreeCursor(root: root, indexStyle: .brackets)
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
        switch try cursor.value(name) {
        case .int(let value): return value
        case .uint, .double: throw .invalidValue(path(name), expected: "an integer of 64 signed bits")
        case let other: throw mismatch(other, name, "an integer")
        }
    }

    /// Reads an integer of 64 unsigned bits.
    public mutating func uint64(_ name: String?) throws(QAPIError) -> UInt64 {
        switch try cursor.value(name) {
        case .int(let value): return UInt64(bitPattern: value)
        case .uint(let value): return value
        case .double: throw .invalidValue(path(name), expected: "an integer of 64 unsigned bits")
        case let other: throw mismatch(other, name, "an integer")
        }
    }

    /// Reads a size in bytes.
    public mutating func size(_ name: String?) throws(QAPIError) -> UInt64 {
        if case .string(let text)? = cursor.find(name), let bytes = try? SizeText.parse(text) {
            var error = QAPIError.wrongKind(path(name), expected: "a number of bytes", found: .string)
            error.hint = "In JSON, '\(QAPIError.shown(text))' is written \(bytes)."
            throw error
        }
        return try uint64(name)
    }

    /// Reads a boolean.
    public mutating func bool(_ name: String?) throws(QAPIError) -> Bool {
        switch try cursor.value(name) {
        case .bool(let value): return value
        case let other: throw mismatch(other, name, "a boolean")
        }
    }

    /// Reads a string.
    public mutating func string(_ name: String?) throws(QAPIError) -> String {
        switch try cursor.value(name) {
        case .string(let value): return value
        case let other: throw mismatch(other, name, "a string")
        }
    }

    /// Reads a number.
    public mutating func number(_ name: String?) throws(QAPIError) -> Double {
        switch try cursor.value(name) {
        case .int(let value): return Double(value)
        case .uint(let value): return Double(value)
        case .double(let value): return value
        case let other: throw mismatch(other, name, "a number")
        }
    }

    /// Reads any value.
    public mutating func any(_ name: String?) throws(QAPIError) -> JSONValue { try cursor.value(name) }

    /// Reads a null.
    public mutating func null(_ name: String?) throws(QAPIError) {
        switch try cursor.value(name) {
        case .null: return
        case let other: throw mismatch(other, name, "a null")
        }
    }

    private func mismatch(_ value: JSONValue, _ name: String?, _ expected: String) -> QAPIError {
        var error = QAPIError.wrongKind(path(name), expected: expected, found: AlternateKind(value))
        if case .string(let text) = value { error.hint = Self.unquoted(text, expected) }
        return error
    }

    /// How a boolean or number is written that came in quotes, as option strings have it.
    private static func unquoted(_ text: String, _ expected: String) -> String? {
        let literal: String?
        switch expected {
        case "a boolean": literal = BoolText.parse(text).map { "\($0)" }
        case "an integer": literal = (try? IntegerText.int64(text)).map { "\($0)" }
        case "a number": literal = (try? NumberText.parse(text)).map { "\($0)" }
        default: literal = nil
        }
        return literal.map { "In JSON, '\(QAPIError.shown(text))' is written \($0)." }
    }
}

extension QAPIValue {
    /// Reads the value out of JSON, strictly.
    public init(json: JSONValue, policy: CompatPolicy = CompatPolicy()) throws(QAPIError) {
        var visitor = JSONInputVisitor(json, policy: policy)
        try self.init(from: &visitor, name: nil)
    }
}
