internal import Block
internal import QAPI
internal import Sys

/// Who uses the nodes of a backend and what for.
///
/// It keeps what a change replaces until the change has worked out: see ``finish()`` and ``rollBack()``.
struct PermissionTable {
    /// Somebody who uses a node.
    struct User {
        let id: UInt64
        /// As errors name it, such as `node 'disk0'` or `device 'vda'`.
        let name: String
        /// The device that it is a part of, such as one of its queues: these don't mind each other.
        let device: String?
        /// The node above that is the user, if one is.
        let parent: ObjectIdentifier?
        var permissions: NodePermissions
    }

    /// A node with its users.
    struct Entry {
        let node: Node
        var settings: NodeSettings
        var users: [User] = []

        /// What a user does and shares as far as this node is concerned.
        func permissions(of user: User) -> NodePermissions {
            guard settings.common.forceShare else { return user.permissions }
            return NodePermissions(used: user.permissions.used, shared: .all)
        }

        /// What all users do and share together; an inactive node is used by nobody.
        var cumulative: NodePermissions {
            settings.isActive ? .cumulative(users.map(permissions)) : .none
        }
    }

    private(set) var entries: [ObjectIdentifier: Entry] = [:]
    /// What was there before the change that is under way, of all that it has touched.
    private var replaced: [ObjectIdentifier: Entry?] = [:]
    private var nextID: UInt64 = 1

    subscript(node: Node) -> Entry? {
        get { entries[ObjectIdentifier(node)] }
        set {
            let key = ObjectIdentifier(node)
            if replaced[key] == nil { replaced[key] = .some(entries[key]) }
            entries[key] = newValue
        }
    }

    // MARK: - Transactions

    /// Ends a change; returns what it has replaced, to be freed where that does no harm.
    mutating func finish() -> [ObjectIdentifier: Entry?] {
        defer { replaced = [:] }
        return replaced
    }

    /// Takes a change back.
    mutating func rollBack() {
        for (key, entry) in replaced { entries[key] = entry }
        replaced = [:]
    }

    /// The node as it was before the change that is under way.
    func previous(_ node: Node) -> Entry? {
        if let before = replaced[ObjectIdentifier(node)] { return before }
        return self[node]
    }

    // MARK: - Changes

    /// Adds a user; returns its number.
    mutating func addUser(
        _ node: Node, name: String, device: String? = nil, parent: Node? = nil, _ permissions: NodePermissions
    ) throws(QAPIError) -> UInt64 {
        guard self[node] != nil else { throw .removed(node.name) }
        let id = nextID
        nextID += 1
        self[node]?.users.append(
            User(
                id: id, name: name, device: device, parent: parent.map { ObjectIdentifier($0) },
                permissions: permissions))
        return id
    }

    /// Removes a user; false when there is none of this number.
    mutating func removeUser(_ id: UInt64, of node: Node) -> Bool {
        guard let index = self[node]?.users.firstIndex(where: { $0.id == id }) else { return false }
        self[node]?.users.remove(at: index)
        return true
    }

    /// Adds a node, whose children are in the table, as one that does nothing yet.
    mutating func insert(_ node: Node, _ settings: NodeSettings) throws(QAPIError) {
        self[node] = Entry(node: node, settings: settings)
        try connect(node, settings.children)
    }

    /// Removes a node, and it from the users of those below; returns these.
    mutating func remove(_ node: Node) -> [Node] {
        guard let entry = self[node] else { return [] }
        disconnect(node, entry.settings.children)
        self[node] = nil
        return entry.settings.children.map(\.node)
    }

    /// Gives a node other settings; returns the nodes whose users have changed.
    mutating func change(_ node: Node, to settings: NodeSettings) throws(QAPIError) -> [Node] {
        guard let old = self[node]?.settings.children else { return [] }
        disconnect(node, old)
        self[node]?.settings = settings
        try connect(node, settings.children)
        return [node] + old.map(\.node) + settings.children.map(\.node)
    }

    private mutating func connect(_ node: Node, _ children: [Node.Child]) throws(QAPIError) {
        for child in children {
            _ = try addUser(child.node, name: "node '\(node.name)'", parent: node, .none)
        }
    }

    private mutating func disconnect(_ node: Node, _ children: [Node.Child]) {
        for child in children { self[child.node]?.users.removeAll { $0.parent == ObjectIdentifier(node) } }
    }

    // MARK: - Settling

    /// Carries what the users of some nodes do down to the nodes below; returns all nodes that were looked at, upper ones
    /// first.
    ///
    /// - Throws: An error that names the node, the permission and both users when two exclude each other.
    mutating func settle(_ start: [Node]) throws(QAPIError) -> [Node] {
        var pending: [ObjectIdentifier: Node] = [:]
        for node in start where self[node] != nil { pending[ObjectIdentifier(node)] = node }
        var heights: [ObjectIdentifier: Int] = [:]
        var settled: [Node] = []
        // The highest first: what is below it gets to know all of its users before its turn comes.
        while let next = pending.values.max(by: { height($0, &heights) < height($1, &heights) }) {
            pending[ObjectIdentifier(next)] = nil
            guard let entry = self[next] else { continue }
            settled.append(next)
            try PermissionTable.check(entry)
            let passed = entry.settings.passed(entry.cumulative)
            for child in entry.settings.children {
                guard let index = self[child.node]?.users.firstIndex(where: { $0.parent == ObjectIdentifier(next) })
                else { continue }
                self[child.node]?.users[index].permissions = passed
                pending[ObjectIdentifier(child.node)] = child.node
            }
        }
        return settled
    }

    /// How many nodes are below one, on the longest way.
    private func height(_ node: Node, _ known: inout [ObjectIdentifier: Int]) -> Int {
        if let height = known[ObjectIdentifier(node)] { return height }
        var result = 0
        for child in self[node]?.settings.children ?? [] { result = max(result, 1 + height(child.node, &known)) }
        known[ObjectIdentifier(node)] = result
        return result
    }

    /// Refuses users that exclude each other, or that do what the node doesn't allow.
    private static func check(_ entry: Entry) throws(QAPIError) {
        guard entry.settings.isActive else { return }
        // Queues that are alike are one here, so that thousands of them cost no more than a look at each.
        var groups: [(user: User, isAlone: Bool)] = []
        var known: [Likeness: Int] = [:]
        for var user in entry.users {
            user.permissions = entry.permissions(of: user)
            let likeness = Likeness(device: user.device, parent: user.parent, permissions: user.permissions)
            if let index = known[likeness] {
                groups[index].isAlone = false
            } else {
                known[likeness] = groups.count
                groups.append((user, true))
            }
        }
        for (index, group) in groups.enumerated() {
            if entry.settings.common.readOnly, !group.user.permissions.used.isDisjoint(with: .modifying) {
                throw readOnly(entry.node, group.user)
            }
            if !group.isAlone { try check(group.user, group.user, entry.node) }
            for other in groups[..<index] { try check(group.user, other.user, entry.node) }
        }
    }

    private struct Likeness: Hashable {
        let device: String?
        let parent: ObjectIdentifier?
        let permissions: NodePermissions
    }

    private static func check(_ newer: User, _ older: User, _ node: Node) throws(QAPIError) {
        if let device = newer.device, device == older.device { return }
        let hint = "Let both share it, if they coordinate their writes (share-rw), or end one of the two first."
        let refused = newer.permissions.refused(by: older.permissions)
        guard refused.isEmpty else {
            throw QAPIError(
                "\(newer.name) needs the permission \(refused) on the node '\(node.name)', which \(older.name) does not "
                    + "share", hint: hint, errorNumber: Errno.busy.rawValue)
        }
        let minded = older.permissions.refused(by: newer.permissions)
        guard minded.isEmpty else {
            throw QAPIError(
                "\(newer.name) does not share the permission \(minded) on the node '\(node.name)', which \(older.name) "
                    + "uses", hint: hint, errorNumber: Errno.busy.rawValue)
        }
    }

    private static func readOnly(_ node: Node, _ user: User) -> QAPIError {
        let asked = user.permissions.used.intersection(.modifying)
        return QAPIError(
            "\(user.name) needs the permission \(asked) on the node '\(node.name)', which is read-only",
            hint: "Open the node with read-only=off, or use it for reading only.",
            errorNumber: Errno.readOnlyFileSystem.rawValue)
    }
}
