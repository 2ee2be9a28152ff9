internal import BlockSchema
internal import ObjectModel
internal import QAPI
internal import Sys

/// The nodes that one set of options makes, before any of them is in the graph: either all come or none.
final class GraphBuilder {
    let runtime: Runtime
    let objects: ObjectStore
    private let graph: Graph
    private(set) var nodes: [Node] = []
    /// Names that nodes of these options have, which are not open yet.
    private var names: Set<String> = []

    init(_ graph: Graph, runtime: Runtime) {
        self.graph = graph
        self.runtime = runtime
        objects = graph.objects
    }

    /// The longest chain of nodes; requests walk it when they are planned.
    static let deepest = 64

    /// Opens a node and those written inside of it.
    func open(
        _ options: BlockdevOptions, _ common: CommonOptions, isActive: Bool, path: String
    ) throws(QAPIError) -> Node {
        let parameter = path.isEmpty ? "node-name" : "\(path).node-name"
        if let name = options.nodeName {
            try NodeName.check(name, parameter: parameter)
            guard graph[name] == nil, names.insert(name).inserted else {
                throw QAPIError(
                    "There is a node '\(name)' already", hint: "Choose another name, or remove that node first.",
                    parameter: parameter, errorNumber: Errno.exists.rawValue)
            }
        }
        var common = common
        // Discs are for reading, unless somebody says that this one isn't.
        if case .hostCdrom = options.branch, options.readOnly == nil { common = common.readOnlyByDefault }
        var opening = NodeOpening(
            name: options.nodeName ?? graph.makeName(), path: path, common: common, isActive: isActive, builder: self)
        try NodeOpening.check(common, path: path)
        let result = try DriverTable.open(options.branch, &opening)
        let node = Node(opening, options, result)
        guard node.depth <= GraphBuilder.deepest else {
            throw QAPIError("The node '\(node.name)' would stand on more than \(GraphBuilder.deepest - 1) others")
        }
        nodes.append(node)
        return node
    }

    /// The node that a reference names.
    func node(_ name: String, parameter: String) throws(QAPIError) -> Node {
        do throws(QAPIError) {
            return try graph.node(name)
        } catch {
            var error = error
            error.parameter = parameter
            throw error
        }
    }
}
