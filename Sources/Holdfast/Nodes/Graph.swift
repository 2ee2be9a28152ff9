internal import BlockSchema
internal import ObjectModel
internal import QAPI
internal import Sys

/// The nodes and objects of a backend; belongs to the control thread.
final class Graph {
    let objects: ObjectStore
    /// The nodes in the order in which they came, those without a name too.
    private(set) var nodes: [Node] = []
    private var named: [String: Node] = [:]
    /// The outermost nodes of what was added; the others go with these.
    private var roots: [Root] = []
    private var generated = 0

    /// What one set of options made.
    private struct Root {
        let node: Node
        /// The node itself and those that were written inside of it, innermost first.
        var members: [Node]
    }

    init(objects: ObjectStore) { self.objects = objects }

    /// The node with this name.
    subscript(name: String) -> Node? { named[name] }

    /// The node with this name.
    ///
    /// - Throws: An error of the class `DeviceNotFound`, with what there is.
    func node(_ name: String) throws(QAPIError) -> Node {
        if let node = named[name] { return node }
        let known = nodes.filter(\.isNamed).map(\.name)
        throw QAPIError(
            .deviceNotFound, "There is no node '\(QAPIError.shown(name))'",
            hint: known.isEmpty
                ? "No node has been added."
                : Suggestion.hint(
                    for: name, among: known, heading: "Nodes"))
    }

    /// A name that no user can give.
    func makeName() -> String {
        generated += 1
        return "#block\(generated)"
    }

    /// Adds what a builder has made; the last is the outermost.
    func insert(_ members: [Node], runtime: Runtime) throws(QAPIError) {
        guard let root = members.last else { return }
        try runtime.permissions.change { table throws(QAPIError) in
            for node in members { try table.insert(node, node.settings) }
            return members
        }
        roots.append(Root(node: root, members: members))
        nodes += members
        for node in members where node.isNamed { named[node.name] = node }
    }

    /// Removes a node that was added, and those written inside of it.
    func remove(_ name: String, runtime: Runtime) throws(QAPIError) {
        let node = try node(name)
        guard let index = roots.firstIndex(where: { $0.node === node }) else {
            throw QAPIError(
                "The node '\(name)' is part of another node's options: \(enumeration(node.users))",
                hint: "It goes when that one is removed.", errorNumber: Errno.busy.rawValue)
        }
        let members = roots[index].members
        for member in members {
            // Inside of the options each is used once, by the one that it stands in; more is somebody else.
            let own = member === node ? 0 : 1
            if member.users.count > own { throw inUse(member, removing: node) }
        }
        for member in members {
            if let thread = runtime.letGo(of: member) {
                throw QAPIError(
                    "The node '\(member.name)' has requests in flight on the I/O thread '\(thread)'",
                    hint: "Remove it when they have completed.", errorNumber: Errno.busy.rawValue)
            }
        }
        // The outermost first: it gives the claims on the others back. A queue may have come meanwhile.
        guard node.closeIfUnused().isEmpty else { throw inUse(node, removing: node) }
        for member in members.dropLast().reversed() { member.close() }
        try? runtime.permissions.change { table throws(QAPIError) in
            members.reversed().flatMap { table.remove($0) }
        }
        roots.remove(at: index)
        nodes.removeAll { node in members.contains { $0 === node } }
        for member in members where member.isNamed { named.removeValue(forKey: member.name) }
    }

    /// The nodes that stand on each node.
    var parents: [ObjectIdentifier: [Node]] {
        var result: [ObjectIdentifier: [Node]] = [:]
        for node in nodes {
            for child in node.children { result[ObjectIdentifier(child.node), default: []].append(node) }
        }
        return result
    }

    /// The node inside of whose options another one is written; nil for one that stands for itself.
    func owner(of node: Node) -> Node? {
        guard let members = roots.first(where: { $0.members.contains { $0 === node } })?.members else { return nil }
        return members.first { parent in
            let settings = parent.settings
            guard let child = settings.children.first(where: { $0.node === node }) else { return false }
            return settings.options.childReferences.contains {
                guard $0.role == child.role, case .definition = $0.reference else { return false }
                return true
            }
        }
    }

    /// Removes a node, and those written inside of it, that was written inside of another which has let it go.
    func dropIfUnused(_ node: Node, runtime: Runtime) {
        guard let index = roots.firstIndex(where: { root in root.members.contains { $0 === node } }),
            roots[index].node !== node, runtime.letGo(of: node) == nil
        else { return }
        let children = node.children.map(\.node)
        guard node.closeIfUnused().isEmpty else { return }
        try? runtime.permissions.change { table throws(QAPIError) in table.remove(node) }
        roots[index].members.removeAll { $0 === node }
        nodes.removeAll { $0 === node }
        if node.isNamed { named.removeValue(forKey: node.name) }
        for child in children { dropIfUnused(child, runtime: runtime) }
    }

    /// Removes everything, whoever uses it.
    func removeAll(runtime: Runtime) {
        runtime.permissions.forget()
        for root in roots.reversed() {
            for member in root.members.reversed() { member.close() }
        }
        (nodes, named, roots) = ([], [:], [])
        _ = objects.deleteAll()
    }

    private func inUse(_ node: Node, removing root: Node) -> QAPIError {
        let part = node === root ? "" : ", which the node '\(root.name)' holds,"
        return QAPIError(
            "The node '\(node.name)'\(part) is in use by \(enumeration(node.users))",
            hint: "End or remove those first.",
            errorNumber: Errno.busy.rawValue)
    }

    private func enumeration(_ users: [String]) -> String {
        let shown = users.prefix(8).joined(separator: ", ")
        return users.count > 8 ? "\(shown) and \(users.count - 8) more" : shown
    }
}
