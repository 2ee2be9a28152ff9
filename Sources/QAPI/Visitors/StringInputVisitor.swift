public import JSON

/// Reads one value out of a text: a scalar, or a list of integers such as `1,5-7`.
///
/// It serves properties that are set by a string. An empty text is an empty list or a null. There are no objects.
public struct StringInputVisitor: InputVisitor {
    /// What happens to deprecated and unstable members.
    public let policy: CompatPolicy
    private let text: String
    private var list: List?

    private struct List {
        var name: String?
        var rest: ArraySlice<UInt8>
        var range: IntegerRange?
        var entered = 0
        var allowance = IntegerRange.mostListElements

        var isAtEnd: Bool { rest.isEmpty && range?.isEmpty != false }
    }

    /// Begins with a text.
    public init(_ text: String, policy: CompatPolicy = CompatPolicy()) {
        self.text = text
        self.policy = policy
    }

    /// The full path of a member of the current object, or of the current element.
    public func path(_ name: String?) -> String {
        guard let list else { return name ?? "" }
        return "\(list.name ?? "")[\(max(0, list.entered - 1))]"
    }

    /// Enters an object.
    public mutating func startStruct(_ name: String?) throws(QAPIError) {
        throw .wrongKind(path(name), expected: "an object", found: .string)
    }

    /// Refuses members of the current object that were not visited.
    public mutating func checkStruct() throws(QAPIError) {}
    /// Leaves the current object.
    public mutating func endStruct() {}

    /// Enters a list.
    public mutating func startList(_ name: String?) throws(QAPIError) {
        guard list == nil else { throw .wrongKind(path(name), expected: "an array", found: .number) }
        list = List(name: name, rest: Array(text.utf8)[...])
    }

    /// Moves to the next element and tells whether there is one.
    public mutating func nextElement() throws(QAPIError) -> Bool {
        guard let list, !list.isAtEnd else { return false }
        self.list?.entered += 1
        return true
    }

    /// Refuses elements that were not visited.
    public mutating func checkList() throws(QAPIError) {
        if let list, !list.isAtEnd { throw .tooManyElements(list.name ?? "", expected: list.entered) }
    }

    /// Leaves the current list.
    public mutating func endList() { list = nil }

    /// The kind of a value, which is not consumed.
    public mutating func startAlternate(_ name: String?) throws(QAPIError) -> AlternateKind { .string }
    /// Ends what ``startAlternate(_:)`` began.
    public mutating func endAlternate() {}
    /// Whether an optional member is there.
    public mutating func isPresent(_ name: String) -> Bool { true }

    /// Reads an integer of 64 signed bits.
    public mutating func int64(_ name: String?) throws(QAPIError) -> Int64 {
        guard list != nil else { return try TextScalar.int64(text, path(name)) }
        return Int64(truncatingIfNeeded: try element(name, .signed))
    }

    /// Reads an integer of 64 unsigned bits.
    public mutating func uint64(_ name: String?) throws(QAPIError) -> UInt64 {
        guard list != nil else { return try TextScalar.uint64(text, path(name)) }
        return UInt64(truncatingIfNeeded: try element(name, .unsigned(wrapping: true)))
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
    public mutating func any(_ name: String?) throws(QAPIError) -> JSONValue { .string(try scalar(name)) }

    /// Reads a null.
    public mutating func null(_ name: String?) throws(QAPIError) {
        guard try scalar(name).isEmpty else { throw .invalidValue(path(name), value: text, expected: "empty") }
    }

    private func scalar(_ name: String?) throws(QAPIError) -> String {
        guard list == nil else {
            throw QAPIError(
                "\(QAPIError.subject(path(name))) can't be read from a text, in which lists hold integers only",
                parameter: path(name))
        }
        return text
    }

    /// The next integer of the list, after reading the next item when the last range is used up.
    private mutating func element(_ name: String?, _ signedness: IntegerRange.Signedness) throws(QAPIError) -> Int128 {
        guard var list else { return 0 }
        if list.isAtEnd { throw .tooFewElements(list.name ?? "") }
        if list.range?.isEmpty != false {
            guard let range = IntegerRange.take(from: &list.rest, signedness), Self.takeSeparator(from: &list.rest)
            else { throw IntegerRange.refused(path(name)) }
            guard range.count <= list.allowance else { throw IntegerRange.refused(path(name)) }
            list.allowance -= range.count
            list.range = range
        }
        defer { self.list = list }
        return list.range?.pop() ?? 0
    }

    /// Removes the comma behind an item; the end of the text is as good.
    private static func takeSeparator(from rest: inout ArraySlice<UInt8>) -> Bool {
        guard let byte = rest.popFirst() else { return true }
        return byte == UInt8(ascii: ",")
    }
}

extension QAPIValue {
    /// Reads the value out of a text, named `name` in errors.
    public init(text: String, name: String? = nil, policy: CompatPolicy = CompatPolicy()) throws(QAPIError) {
        var visitor = StringInputVisitor(text, policy: policy)
        try self.init(from: &visitor, name: name)
    }
}
