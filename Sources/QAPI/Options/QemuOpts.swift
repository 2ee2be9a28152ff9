public import JSON

/// The legacy option string of `-drive` and its like: `file=a.img,if=none,id=d0,readonly`.
///
/// Every option is kept in the order in which it was given; where one is looked up by name, the last counts. Points in
/// names mean nothing here, see ``BlockOptions``.
public struct QemuOpts: Sendable, Hashable {
    /// One option as it was given.
    public struct Item: Sendable, Hashable {
        /// The option's name.
        public var name: String
        /// The option's text.
        public var value: String

        /// Creates an item.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What the options belong to.
    public let group: QemuOptsGroup
    /// The value of `id`, which is no ordinary option.
    public var id: String?
    /// The options, in order.
    public private(set) var items: [Item]
    /// Whether help was asked for; nothing behind that word was read.
    public internal(set) var helpRequested = false
    /// What a user should change although it works, one sentence each.
    public internal(set) var warnings: [String] = []

    private var lastPositions: [String: Int] = [:]

    /// Creates options from items, without checking them.
    public init(group: QemuOptsGroup, id: String? = nil, items: [Item] = []) {
        self.group = group
        self.id = id
        self.items = []
        for item in items { append(item) }
    }

    /// Adds an option behind the others.
    public mutating func append(_ item: Item) {
        lastPositions[item.name] = items.count
        items.append(item)
    }

    /// Removes every option named `name`.
    public mutating func removeAll(_ name: String) {
        guard lastPositions[name] != nil else { return }
        items.removeAll { $0.name == name }
        lastPositions = [:]
        for (position, item) in items.enumerated() { lastPositions[item.name] = position }
    }

    /// The text of the last option named `name`, if it was given.
    public func given(_ name: String) -> String? { lastPositions[name].map { items[$0].value } }

    /// The texts of all options named `name`, in order.
    public func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// The text of the last option named `name`, or the group's default for it.
    public func string(_ name: String) -> String? { given(name) ?? group.option(name)?.defaultValue }

    /// The last option named `name` as a boolean; `nil` when it is not given and has no default.
    public func bool(_ name: String) throws(QAPIError) -> Bool? {
        guard let text = string(name) else { return nil }
        return try TextScalar.bool(text, name)
    }

    /// The last option named `name` as an unsigned integer; `nil` when it is not given and has no default.
    public func number(_ name: String) throws(QAPIError) -> UInt64? {
        guard let text = string(name) else { return nil }
        return try TextScalar.uint64(text, name)
    }

    /// The last option named `name` as a size; `nil` when it is not given and has no default.
    public func size(_ name: String) throws(QAPIError) -> UInt64? {
        guard let text = string(name) else { return nil }
        return try TextScalar.size(text, name)
    }

    /// The options as an object of strings, `id` first; of several with one name the last counts.
    public func object() -> JSONObject {
        var result = JSONObject()
        result.reserveCapacity(items.count + 1)
        if let id { result["id"] = .string(id) }
        for item in items { result[item.name] = .string(item.value) }
        return result
    }

    /// Checks an option's name and value against the group.
    func validate(_ item: Item) throws(QAPIError) {
        guard !group.options.isEmpty else { return }
        guard let option = group.option(item.name) else {
            throw .unknownParameter(item.name, name: item.name, accepted: group.options.map(\.name))
        }
        switch option.kind {
        case .string: return
        case .bool: _ = try TextScalar.bool(item.value, item.name)
        case .number: _ = try TextScalar.uint64(item.value, item.name)
        case .size: _ = try TextScalar.size(item.value, item.name)
        }
    }
}

extension QemuOpts: CustomStringConvertible {
    /// The options as ``parse(_:group:)`` reads them back, `id` first.
    public var description: String {
        let id = id.map { ["id=\($0)"] } ?? []
        return (id + items.map { "\($0.name)=\(Keyval.escaped($0.value))" }).joined(separator: ",")
    }
}
