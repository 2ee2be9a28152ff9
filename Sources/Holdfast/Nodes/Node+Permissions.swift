internal import Block
internal import ObjectModel
internal import QAPI
internal import Synchronization
internal import Sys

extension Node {
    // MARK: - Queues

    /// What a queue attaches; it claims the node as long as it exists.
    func attached(
        access: NodeAccess, sharesWrites: Bool, device: String?
    ) throws(QAPIError) -> AttachedNode {
        let removed = QAPIError.removed(name)
        guard let shell else { throw removed }
        let user = device.map { "device '\($0)'" } ?? "a queue"
        guard let use = Use(of: claims, by: user) else { throw removed }
        let writes = access == .readWrite || access == .automatic && !isReadOnly
        let permissions = NodePermissions.device(writes: writes, sharesWrites: sharesWrites)
        let grant = try settled { () throws(QAPIError) in
            try runtime.permissions.grant(self, name: user, device: device, permissions)
        }
        return AttachedNode(shell, of: self, use: use, grant: grant)
    }

    /// What an I/O thread attaches: it claims nothing, and asks for each request.
    func attachedByThread() -> AttachedNode? {
        shell.map { AttachedNode($0, of: self, use: nil, grant: nil) }
    }

    // MARK: - Requests through I/O threads

    /// Makes sure that requests through I/O threads may do what one of them is about to.
    ///
    /// What they may do lasts until somebody else needs the node in a way that it excludes, while none is in flight.
    ///
    /// - Throws: EBUSY when somebody else excludes it, ENODEV when the node has been removed.
    func admitRequest(modifies: Bool) throws(Errno) {
        let admitted = requestLevel.load(ordering: .acquiring)
        guard admitted < (modifies ? 2 : 1) else { return }
        // A request that modifies a read-only node is refused by the plan, and needs nothing.
        let needed: UInt8 = modifies && !isReadOnly ? 2 : 1
        guard admitted < needed else { return }
        guard shell != nil else { throw .noDevice }
        do throws(QAPIError) {
            try settled { () throws(QAPIError) in try runtime.permissions.admitRequests(self, level: needed) }
        } catch {
            throw .busy
        }
    }

    /// Runs a change that is about this node: see ``Runtime/settled(over:_:)``.
    func settled<Value>(_ body: () throws(QAPIError) -> Value) throws(QAPIError) -> Value {
        try runtime.settled(over: [self], body)
    }
}

extension Runtime {
    /// Runs a change; when it is refused, tries once more after idle I/O threads have let go of all nodes that stand on
    /// the same files as these.
    func settled<Value>(over nodes: [Node], _ body: () throws(QAPIError) -> Value) throws(QAPIError) -> Value {
        do throws(QAPIError) {
            return try body()
        } catch {
            let ends = nodes.compactMap { $0.shell?.bottom }
            let candidates = permissions.nodesWithRequests.filter { node in
                ends.contains { $0 === node.shell?.bottom }
            }
            guard !candidates.isEmpty else { throw error }
            // On the control thread, which I/O threads answer even while they wait.
            guard control.run({ permissions.retireRequests(candidates) }) else { throw error }
            return try body()
        }
    }
}

extension PermissionGraph {
    /// The nodes that requests through I/O threads have been admitted to.
    fileprivate var nodesWithRequests: [Node] {
        read { table in table.entries.values.filter { $0.users.contains { $0.isRequests } }.map(\.node) }
    }

    /// Lets requests through I/O threads read (1) or write too (2).
    fileprivate func admitRequests(_ node: Node, level: UInt8) throws(QAPIError) {
        let admit = { node.requestLevel.store(level, ordering: .releasing) }
        try change(committed: admit) { table throws(QAPIError) in
            table[node]?.users.removeAll(where: \.isRequests)
            _ = try table.addUser(node, name: PermissionTable.User.requests, .requests(writes: level == 2))
            return [node]
        }
    }

    /// Takes nodes off all I/O threads; false when one has requests in flight.
    fileprivate func retireRequests(_ nodes: [Node]) -> Bool {
        for node in nodes {
            // From now on a request has to ask again.
            node.requestLevel.store(0, ordering: .releasing)
            guard node.runtime.letGo(of: node) == nil else { return false }
        }
        let isDone: Void? = try? change { table throws(QAPIError) in
            for node in nodes where node.requestLevel.load(ordering: .acquiring) == 0 {
                table[node]?.users.removeAll(where: \.isRequests)
            }
            return nodes
        }
        return isDone != nil
    }
}

extension PermissionTable.User {
    /// The name of the user that stands for all requests through I/O threads.
    static let requests = "requests through I/O threads"

    var isRequests: Bool { name == PermissionTable.User.requests }
}
