public import JSON

/// Reads typed values out of legacy options.
///
/// The options are one flat namespace: the members of a nested object are looked up as its outer object's are. An
/// option given several times is a list; as a scalar, the last counts. Integers in a list may be ranges such as `3-7`.
/// Unsigned integers refuse negative ones.
public struct OptsInputVisitor: InputVisitor {
    /// What happens to deprecated and unstable members.
    public let policy: CompatPolicy
    /// The values of every option not read yet, by name.
    private var unread: [String: [String]] = [:]
    private let order: [String]
    private var asked: [String] = []
    private var depth = 0
    private var list: List?

    private struct List {
        var name: String
        var values: [String]
        /// How many of the values were entered.
        var entered = 0
        var range: IntegerRange?
        var allowance = IntegerRange.mostListElements
    }

    /// Begins with options.
    public init(_ opts: QemuOpts, policy: CompatPolicy = CompatPolicy()) {
        self.policy = policy
        var order: [String] = []
        var unread: [String: [String]] = [:]
        let id = opts.id.map { [QemuOpts.Item(name: "id", value: $0)] } ?? []
        for item in opts.items + id {
            if unread[item.name] == nil { order.append(item.name) }
            unread[item.name, default: []].append(item.value)
        }
        self.order = order
        self.unread = unread
    }

    /// The full path of a member of the current object, or of the current element.
    public func path(_ name: String?) -> String { list?.name ?? name ?? "" }

    /// Enters an object.
    public mutating func startStruct(_ name: String?) throws(QAPIError) {
        guard depth < TreeCursor.deepest else { throw .tooDeep(path(name), limit: TreeCursor.deepest) }
        depth += 1
    }

    /// Refuses members of the current object that were not visited.
    public mutating func checkStruct() throws(QAPIError) {
        guard depth == 1, let name = order.first(where: { unread[$0] != nil }) else { return }
        var known: Set<String> = []
        throw .unknownParameter(name, name: name, accepted: asked.filter { known.insert($0).inserted })
    }

    /// Leaves the current object.
    public mutating func endStruct() { depth -= 1 }

    /// Enters a list.
    public mutating func startList(_ name: String?) throws(QAPIError) {
        guard list == nil else {
            throw QAPIError("\(QAPIError.subject(path(name))) can't hold a list within a list", parameter: path(name))
        }
        let name = name ?? ""
        asked.append(name)
        guard let values = unread[name] else { throw .missing(name) }
        list = List(name: name, values: values)
    }

    /// Moves to the next element and tells whether there is one.
    public mutating func nextElement() throws(QAPIError) -> Bool {
        guard var list else { return false }
        if let range = list.range, !range.isEmpty { return true }
        list.range = nil
        defer { self.list = list }
        guard list.entered < list.values.count else {
            unread[list.name] = nil
            return false
        }
        list.entered += 1
        return true
    }

    /// Refuses elements that were not visited.
    public mutating func checkList() throws(QAPIError) {
        guard let list else { return }
        if list.entered < list.values.count || list.range?.isEmpty == false {
            throw .tooManyElements(list.name, expected: list.entered)
        }
    }

    /// Leaves the current list.
    public mutating func endList() { list = nil }

    /// The kind of a value, which is not consumed.
    public mutating func startAlternate(_ name: String?) throws(QAPIError) -> AlternateKind { .string }
    /// Ends what ``startAlternate(_:)`` began.
    public mutating func endAlternate() {}

    /// Whether an optional member is there.
    public mutating func isPresent(_ name: String) -> Bool {
        asked.append(name)
        return list != nil || unread[name] != nil
    }

    /// Reads an integer of 64 signed bits.
    public mutating func int64(_ name: String?) throws(QAPIError) -> Int64 {
        if let element = try element(.signed) { return Int64(truncatingIfNeeded: element) }
        return try TextScalar.int64(scalar(name), path(name))
    }

    /// Reads an integer of 64 unsigned bits.
    public mutating func uint64(_ name: String?) throws(QAPIError) -> UInt64 {
        if let element = try element(.unsigned(wrapping: false)) { return UInt64(truncatingIfNeeded: element) }
        return try TextScalar.uint64(scalar(name), path(name), wrapping: false)
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
        throw .wrongKind(path(name), expected: "a null", found: .string)
    }

    /// The current element of the list, or the last value of an option, which is then read.
    private mutating func scalar(_ name: String?) throws(QAPIError) -> String {
        if let list {
            guard list.entered > 0 else { throw .tooFewElements(list.name) }
            return list.values[list.entered - 1]
        }
        let name = name ?? ""
        asked.append(name)
        guard let value = unread.removeValue(forKey: name)?.last else { throw .missing(name) }
        return value
    }

    /// The next integer of the current element, which may be a range; `nil` outside of a list.
    private mutating func element(_ signedness: IntegerRange.Signedness) throws(QAPIError) -> Int128? {
        guard var list else { return nil }
        if list.range?.isEmpty != false {
            var bytes = Array(try scalar(nil).utf8)[...]
            guard let range = IntegerRange.take(from: &bytes, signedness), bytes.isEmpty, range.count <= list.allowance
            else { throw IntegerRange.refused(list.name, value: try scalar(nil)) }
            list.allowance -= range.count
            list.range = range
        }
        defer { self.list = list }
        return list.range?.pop()
    }
}

extension QAPIValue {
    /// Reads the value out of legacy options.
    public init(opts: QemuOpts, policy: CompatPolicy = CompatPolicy()) throws(QAPIError) {
        var visitor = OptsInputVisitor(opts, policy: policy)
        try self.init(from: &visitor, name: nil)
    }
}
