/// The members of a JSON object, in the order in which they were written, each name at most once.
///
/// Names compare byte for byte. Finding a member is a short scan in a small object and a hash look-up in a large one,
/// so an object of any size is filled and read in linear time.
public struct JSONObject: Sendable {
    /// One named value of an object.
    public struct Member: Sendable {
        /// The member's name.
        public var name: String
        /// The member's value.
        public var value: JSONValue

        /// Creates a member.
        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members, in order.
    public private(set) var members: [Member]
    /// Where each name is, once there are more than ``indexThreshold`` members.
    private var positions: [ByteString: Int]?

    /// Up to so many members a scan beats a hash table.
    static let indexThreshold = 16

    /// Creates an object without members.
    public init() { members = [] }

    /// Creates an object from `members`; of two with one name the later value stays, in the place of the earlier.
    public init(_ members: some Sequence<Member>) {
        self.init()
        reserveCapacity(members.underestimatedCount)
        for member in members { self[member.name] = member.value }
    }

    /// Creates an object from members whose names are known to differ, with `positions` if there are many.
    init(distinct members: [Member], positions: [ByteString: Int]?) {
        self.members = members
        self.positions = positions
    }

    /// The value of the member named `name`; setting appends or replaces in place, setting `nil` removes.
    public subscript(name: String) -> JSONValue? {
        get { position(ofName: name).map { members[$0].value } }
        set {
            guard let newValue else {
                removeValue(forName: name)
                return
            }
            if let position = position(ofName: name) {
                members[position].value = newValue
            } else {
                appendDistinct(Member(name: name, value: newValue))
            }
        }
    }

    /// The place of the member named `name` in ``members``.
    public func position(ofName name: String) -> Int? {
        if let positions { return positions[ByteString(name)] }
        // A copy of each member would cost more than the comparison.
        return members.withUnsafeBufferPointer { members in
            members.indices.first { members[$0].name.hasSameBytes(as: name) }
        }
    }

    /// The names, in order.
    public var names: some RandomAccessCollection<String> { members.lazy.map(\.name) }
}

// MARK: - Changing

extension JSONObject {
    /// Makes room for `count` members.
    public mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

    /// Appends a member unless its name is taken, and says whether it did.
    @discardableResult
    public mutating func appendIfAbsent(_ name: String, _ value: JSONValue) -> Bool {
        guard position(ofName: name) == nil else { return false }
        appendDistinct(Member(name: name, value: value))
        return true
    }

    /// Replaces the value of the member at `position` of ``members``; its name stays.
    public mutating func replaceValue(at position: Int, with value: JSONValue) { members[position].value = value }

    /// Removes the member named `name` and returns its value.
    @discardableResult
    public mutating func removeValue(forName name: String) -> JSONValue? {
        guard let position = position(ofName: name) else { return nil }
        let removed = members.remove(at: position)
        if position == members.count, members.count > Self.indexThreshold {
            positions?[ByteString(removed.name)] = nil
        } else {
            buildPositions()
        }
        return removed.value
    }

    /// Removes the members that fulfil `condition`, in one pass.
    public mutating func removeAll<Failure: Error>(where condition: (Member) throws(Failure) -> Bool) throws(Failure) {
        var kept: [Member] = []
        for member in members where try !condition(member) { kept.append(member) }
        members = kept
        buildPositions()
    }

    private mutating func appendDistinct(_ member: Member) {
        members.append(member)
        if positions != nil {
            positions?[ByteString(member.name)] = members.count - 1
        } else if members.count > Self.indexThreshold {
            buildPositions()
        }
    }

    private mutating func buildPositions() {
        guard members.count > Self.indexThreshold else {
            positions = nil
            return
        }
        var positions: [ByteString: Int] = [:]
        positions.reserveCapacity(members.count)
        for (position, member) in members.enumerated() { positions[ByteString(member.name)] = position }
        self.positions = positions
    }
}

// MARK: - Protocols

extension JSONObject: RandomAccessCollection {
    /// The place of the first member.
    public var startIndex: Int { members.startIndex }
    /// The place after the last member.
    public var endIndex: Int { members.endIndex }

    /// The member at `position`.
    public subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object; of two members with one name the later value stays, in the place of the earlier.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.lazy.map { Member(name: $0.0, value: $0.1) })
    }
}

extension JSONObject: Hashable {
    /// Compares members by name and value, in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        JSONValue.object(left) == JSONValue.object(right)
    }

    /// Feeds the members to `hasher`, in any order with the same result.
    public func hash(into hasher: inout Hasher) { JSONValue.object(self).hash(into: &hasher) }
}

extension JSONObject.Member: Hashable {
    /// Compares the names byte for byte, then the values.
    public static func == (left: JSONObject.Member, right: JSONObject.Member) -> Bool {
        left.name.hasSameBytes(as: right.name) && left.value == right.value
    }

    /// Feeds name and value to `hasher`.
    public func hash(into hasher: inout Hasher) {
        name.hashBytes(into: &hasher)
        value.hash(into: &hasher)
    }
}
