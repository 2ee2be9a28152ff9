public import BlockSchema
public import QAPI

extension Backend {
    /// Adds a node by the argument of `-blockdev`: an option string or JSON.
    ///
    /// - Throws: `QAPIError` naming the option; nothing has been added then.
    @discardableResult
    public func addNode(_ option: String) throws(QAPIError) -> Node {
        guard case .blockdev(let options) = try CheckedOption.blockdev(option, policy: policy).value else {
            throw QAPIError("'\(option)' does not describe a node")
        }
        return try addNode(options)
    }

    /// Adds a node, and those written inside of its options.
    ///
    /// - Throws: `QAPIError` naming the option; nothing has been added then.
    @discardableResult
    public func addNode(_ options: BlockdevOptions) throws(QAPIError) -> Node {
        guard options.nodeName != nil else {
            throw QAPIError(
                "Parameter 'node-name' is missing", hint: "A node that is not written inside of another needs a name.",
                parameter: "node-name")
        }
        return try withGraph { (graph) throws(QAPIError) in
            let builder = GraphBuilder(graph, runtime: runtime)
            let node = try builder.open(
                options, CommonOptions(root: options), isActive: options.active ?? true, path: "")
            try graph.insert(builder.nodes, runtime: runtime)
            return node
        }
    }

    /// The node with this name.
    ///
    /// - Throws: `QAPIError` of the class `DeviceNotFound`, with the names there are.
    public func node(_ name: String) throws(QAPIError) -> Node {
        try withGraph { (graph) throws(QAPIError) in try graph.node(name) }
    }

    /// All nodes in the order in which they came, those without a name of their own too.
    public var nodes: [Node] { control.run { (try? withGraph { $0.nodes }) ?? [] } }

    /// All nodes as `query-named-block-nodes` shows them.
    public var nodeInformation: [BlockDeviceInfo] { nodes.map(\.deviceInformation) }

    /// Removes a node and those that were written inside of its options.
    ///
    /// - Throws: `QAPIError`, naming the users, when another node, a queue or a request in flight uses it.
    public func removeNode(_ name: String) throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in try graph.remove(name, runtime: runtime) }
    }
}
