internal import Block
internal import QAPI
internal import Sys

/// The permissions of a backend's nodes, and the transactions that change them.
///
/// Any thread may use it. Nothing in a transaction waits for a queue: what needs that is done before it.
final class PermissionGraph: Sendable {
    private let table = Locked(PermissionTable())

    /// Changes the table; either everything happens or nothing.
    ///
    /// `body` returns the nodes whose users or settings it has touched. Files are opened and locked as the change needs.
    /// `committed` runs before anybody else sees the change.
    func change(
        committed: () -> Void = {}, _ body: (inout PermissionTable) throws(QAPIError) -> [Node]
    ) throws(QAPIError) {
        // Freed after the lock: the last use of a node may be in it.
        var freed: [ObjectIdentifier: PermissionTable.Entry?] = [:]
        defer { _ = freed }
        try table.withLock { table throws(QAPIError) in
            do throws(QAPIError) {
                let touched = try body(&table)
                try PermissionGraph.carryOut(try table.settle(touched), &table)
            } catch {
                table.rollBack()
                throw error
            }
            committed()
            freed = table.finish()
        }
    }

    /// Prepares all files, then changes all, or none.
    private static func carryOut(
        _ nodes: [Node], _ table: inout PermissionTable
    ) throws(QAPIError) {
        var prepared: [any BottomDriver] = []
        for node in nodes {
            guard let entry = table[node], let driver = entry.settings.block as? any BottomDriver else { continue }
            do throws(BlockError) {
                try driver.prepare(
                    NodeChange(
                        entry.cumulative, isActive: entry.settings.isActive,
                        options: entry.settings.reopened))
                prepared.append(driver)
            } catch {
                for driver in prepared.reversed() { driver.abort() }
                throw QAPIError(error)
            }
        }
        for node in nodes {
            guard var entry = table[node] else { continue }
            if entry.settings.reopened != nil {
                entry.settings.reopened = nil
                table[node] = entry
            }
            node.apply(entry.settings)
        }
        for driver in prepared { driver.commit() }
    }

    /// Looks at the table.
    func read<Value>(_ body: (PermissionTable) -> Value) -> Value { table.withLock { body($0) } }

    /// Forgets everything; users that are still there go without anything happening.
    func forget() {
        let old = table.withLock { table in
            defer { table = PermissionTable() }
            return table
        }
        _ = old
    }

    // MARK: - Users

    /// Adds a user to a node for as long as the result lives.
    func grant(
        _ node: Node, name: String, device: String? = nil, _ permissions: NodePermissions
    ) throws(QAPIError) -> PermissionGrant {
        var id: UInt64 = 0
        try change { table throws(QAPIError) in
            id = try table.addUser(node, name: name, device: device, permissions)
            return [node]
        }
        return PermissionGrant(id: id, node: node, graph: self, permissions)
    }

    fileprivate func release(_ id: UInt64, of node: Node) {
        let isDone: Void? = try? change { table throws(QAPIError) in table.removeUser(id, of: node) ? [node] : [] }
        guard isDone == nil else { return }
        // Giving up is never refused: a file that can't follow keeps more than it needs.
        let freed = table.withLock { table in
            _ = table.removeUser(id, of: node)
            return table.finish()
        }
        _ = freed
    }
}

/// Lets somebody use a node in a certain way, until it goes.
final class PermissionGrant: Sendable {
    /// Whether data may be changed.
    let allowsWrites: Bool
    private let id: UInt64
    private let node: Node
    private let graph: PermissionGraph

    fileprivate init(id: UInt64, node: Node, graph: PermissionGraph, _ permissions: NodePermissions) {
        self.id = id
        self.node = node
        self.graph = graph
        allowsWrites = permissions.used.contains(.write)
    }

    deinit { graph.release(id, of: node) }
}
