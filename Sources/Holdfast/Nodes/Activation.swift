internal import Block
internal import BlockSchema
internal import QAPI
internal import Sys

/// A change of whether nodes are active (`blockdev-set-active`).
///
/// On the control thread.
struct Activation {
    private let graph: Graph
    private let runtime: Runtime

    init(_ graph: Graph, runtime: Runtime) {
        self.graph = graph
        self.runtime = runtime
    }

    // MARK: - Giving the data away

    /// Inactivates a node and those below that no other active node stands on, or all nodes.
    ///
    /// What was written is durable then, the image locks are given back, and requests fail with EPERM.
    func inactivate(_ node: Node?) throws(QAPIError) {
        let parents = graph.parents
        var chosen: [ObjectIdentifier: Node] = [:]
        if let node {
            let active = (parents[ObjectIdentifier(node)] ?? []).filter(\.isActive)
            guard active.isEmpty else {
                throw QAPIError(
                    "The node '\(node.name)' has the active parent '\(active[0].name)'",
                    hint: "Inactivate that one; it takes this one with it.", parameter: "node-name",
                    errorNumber: Errno.busy.rawValue)
            }
            chosen[ObjectIdentifier(node)] = node
        }
        // Upper ones first: a node follows when all that stand on it have gone before.
        for next in graph.nodes.sorted(by: { $0.depth > $1.depth }) where next.isActive {
            let above = parents[ObjectIdentifier(next)] ?? []
            let follows = above.contains { chosen[ObjectIdentifier($0)] != nil }
            let isFree = above.allSatisfy { !$0.isActive || chosen[ObjectIdentifier($0)] != nil }
            if node == nil || follows && isFree { chosen[ObjectIdentifier(next)] = next }
        }
        let nodes = chosen.values.filter(\.isActive)
        guard !nodes.isEmpty else { return }
        try GraphDrain.run(ends(of: nodes)) { () throws(QAPIError) in
            for end in ends(of: nodes) {
                do throws(Errno) {
                    try end.synchronize()
                } catch {
                    throw QAPIError("The node '\(end.name)' can't make durable what was written to it: \(error)")
                }
            }
            try set(nodes, active: false)
            for end in own(nodes) { end.deactivated() }
        }
    }

    // MARK: - Taking it over

    /// Activates a node and those below, or all nodes.
    ///
    /// The files are looked at anew: somebody else may have changed them.
    func activate(_ node: Node?) throws(QAPIError) {
        var nodes: [Node] = []
        var pending = node.map { [$0] } ?? graph.nodes
        while let next = pending.popLast() {
            pending += next.children.map(\.node)
            if !next.isActive, !nodes.contains(where: { $0 === next }) { nodes.append(next) }
        }
        guard !nodes.isEmpty else { return }
        try runtime.announcingLengths(of: graph.nodes) { () throws(QAPIError) in
            try GraphDrain.run(ends(of: nodes)) { () throws(QAPIError) in
                // Before any lock: this may wait for another process to be done.
                var taken: [any BottomDriver] = []
                do throws(QAPIError) {
                    do throws(BlockError) {
                        for end in own(nodes) {
                            try end.activating()
                            taken.append(end)
                        }
                    } catch {
                        throw QAPIError(error)
                    }
                    try set(nodes, active: true)
                    do throws(BlockError) {
                        for end in taken {
                            try end.activated()
                            try end.refreshLength()
                        }
                    } catch {
                        try? set(nodes, active: false)
                        throw QAPIError(error)
                    }
                } catch {
                    for end in taken.reversed() { end.activationFailed() }
                    throw error
                }
            }
        }
    }

    // MARK: - Both

    private func ends(of nodes: [Node]) -> [any BottomDriver] {
        var result: [any BottomDriver] = []
        for node in nodes {
            guard let end = node.shell?.bottom, !result.contains(where: { $0 === end }) else { continue }
            result.append(end)
        }
        return result
    }

    /// Those of the nodes that are the ends of chains.
    private func own(_ nodes: [Node]) -> [any BottomDriver] {
        ends(of: nodes).filter { end in nodes.contains { $0.shell?.block === end } }
    }

    private func set(_ nodes: [Node], active: Bool) throws(QAPIError) {
        try runtime.permissions.change { table throws(QAPIError) in
            for node in nodes { table[node]?.settings.isActive = active }
            return nodes
        }
    }
}
