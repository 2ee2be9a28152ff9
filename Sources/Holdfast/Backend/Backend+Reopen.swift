public import BlockSchema
public import QAPI

extension Backend {
    /// Changes options of nodes, all of them or none: `blockdev-reopen`.
    ///
    /// The options of a node are complete, as for `addNode`: what is left out goes back to its default. Those that
    /// the schema marks as changeable may differ, among them the cache mode, `read-only`, the window of a `raw` node, and
    /// which node it stands on. The options of a node that was written inside of another may stand there again, or the
    /// node be listed by itself. Requests wait while the change takes place; those that are in flight end first.
    ///
    /// - Throws: `QAPIError` naming the option that can't be changed, the file that can't be opened so, or the user that
    ///   is in the way; nothing has changed then.
    public func reopenNodes(_ options: [BlockdevOptions]) throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in try Reopening(graph, runtime: runtime, options).run() }
    }

    /// Changes options of a node by the argument that `-blockdev` would have: an option string or JSON.
    public func reopenNode(_ option: String) throws(QAPIError) {
        guard case .blockdev(let options) = try CheckedOption.blockdev(option, policy: policy).value else {
            throw QAPIError("'\(option)' does not describe a node")
        }
        try reopenNodes([options])
    }

    /// Activates or inactivates a node, or all if `name` is nil: `blockdev-set-active`, for a handover between processes.
    ///
    /// An inactive node keeps its file open, holds no image locks, and fails requests with EPERM. A node takes those
    /// below with it: down as far as no other active node stands on them, up all of them. Before a node is inactive,
    /// what was written is made durable; when it becomes active its file is looked at anew.
    ///
    /// - Throws: `QAPIError` when there is no such node, an active one stands on it, or somebody else uses the image;
    ///   nothing has changed then.
    public func setActive(_ active: Bool, node name: String? = nil) throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in
            var node: Node?
            if let name { node = try graph.node(name) }
            let activation = Activation(graph, runtime: runtime)
            if active { try activation.activate(node) } else { try activation.inactivate(node) }
        }
    }
}
