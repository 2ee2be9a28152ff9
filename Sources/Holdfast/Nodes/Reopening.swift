internal import Block
internal import BlockSchema
internal import ObjectModel
internal import QAPI

/// A change of the options of several nodes, all or none (`blockdev-reopen`).
///
/// On the control thread.
struct Reopening {
    /// What a node is to become.
    private struct Stage {
        let node: Node
        var settings: NodeSettings
        /// The options that it gets; the settings have those of before until all is worked out.
        var options: BlockdevOptions
        let path: String
    }

    private let graph: Graph
    private let runtime: Runtime
    private var stages: [Stage] = []
    /// The nodes that the caller lists, each with its place in the list.
    private var listed: [ObjectIdentifier: Int] = [:]

    /// Works out what all nodes are to become; nothing has changed yet.
    init(_ graph: Graph, runtime: Runtime, _ options: [BlockdevOptions]) throws(QAPIError) {
        self.graph = graph
        self.runtime = runtime
        var entries: [(node: Node, options: BlockdevOptions, path: String)] = []
        for (index, options) in options.enumerated() {
            let path = "options.\(index)"
            guard let name = options.nodeName else {
                throw QAPIError(
                    "Parameter 'node-name' is missing", hint: "Only a node with a name can be reopened.",
                    parameter: "\(path).node-name")
            }
            let node = try graph.node(name)
            guard listed.updateValue(index, forKey: ObjectIdentifier(node)) == nil else {
                throw QAPIError("The node '\(name)' is listed twice", parameter: "\(path).node-name")
            }
            entries.append((node, options, path))
        }
        // Upper ones first: what is written inside of another takes over what that gets.
        for entry in entries.sorted(by: { $0.node.depth > $1.node.depth }) {
            try stage(entry.node, entry.options, inside: graph.owner(of: entry.node), path: entry.path)
        }
        for index in stages.indices {
            let stage = stages[index]
            try DriverTable.reopen(
                stage.options.branch, &stages[index].settings, name: stage.node.name, objects: graph.objects,
                path: stage.path)
            stages[index].settings.options = stage.options
            try checkGraph(stage)
        }
    }

    private func staged(_ node: Node) -> NodeSettings {
        stages.first { $0.node === node }?.settings ?? node.settings
    }

    // MARK: - Options

    private mutating func stage(
        _ node: Node, _ given: BlockdevOptions, inside owner: Node?, path: String
    ) throws(QAPIError) {
        let old = node.settings
        var options = given
        options.nodeName = old.options.nodeName
        guard given.nodeName == nil || given.nodeName == old.options.nodeName else {
            throw QAPIError(
                "The name of the node '\(node.name)' can't be changed",
                parameter: NodeOpening.parameter("node-name", path))
        }
        guard given.driver == old.options.driver else {
            throw QAPIError(
                "The node '\(node.name)' has the driver '\(node.driver)', which can't be changed",
                parameter: NodeOpening.parameter("driver", path))
        }
        guard given.active == nil || given.active == old.isActive else {
            throw QAPIError(
                "The node '\(node.name)' is \(old.isActive ? "active" : "inactive")",
                hint: "blockdev-set-active changes that.", parameter: NodeOpening.parameter("active", path))
        }
        try ReopenRules.check(old.options, options, node: node.name, path: path)
        var settings = old
        settings.common =
            owner.map { CommonOptions(child: options, of: staged($0).common) } ?? CommonOptions(root: options)
        try NodeOpening.check(settings.common, path: path)
        let index = stages.count
        stages.append(Stage(node: node, settings: settings, options: options, path: path))
        for (place, child) in old.children.enumerated() {
            guard let reference = options.childReferences.first(where: { $0.role == child.role })?.reference else {
                continue
            }
            try stageChild(of: node, at: place, reference, &options, stage: index, path: path)
        }
        stages[index].options = options
    }

    /// Follows one reference: to the same child as before, whose options may change with it, or to another one.
    private mutating func stageChild(
        of node: Node, at place: Int, _ reference: BlockdevRef, _ options: inout BlockdevOptions, stage index: Int,
        path: String
    ) throws(QAPIError) {
        let child = node.settings.children[place]
        let parameter = NodeOpening.parameter(child.role, path)
        let before = node.settings.options.childReferences.first { $0.role == child.role }?.reference
        switch reference {
        case .definition(let given):
            guard case .definition = before else {
                throw QAPIError(
                    "The node '\(node.name)' refers to the node '\(child.node.name)' by its name",
                    hint: "Give the name again; list that node itself to change its options.", parameter: parameter)
            }
            guard listed[ObjectIdentifier(child.node)] == nil else {
                throw QAPIError("The options of the node '\(child.node.name)' are given twice", parameter: parameter)
            }
            try stage(child.node, given, inside: node, path: parameter)
        case .reference(let name):
            let next = try graph.node(name)
            guard next === child.node else {
                let use = try next.use(by: "node '\(node.name)'")
                stages[index].settings.children[place] = Node.Child(role: child.role, node: next, use: use)
                return
            }
            guard case .definition(let present) = before else { return }
            // It stays a part of this node, and takes over what this one gets.
            options.setChild(.definition(present))
            if listed[ObjectIdentifier(child.node)] == nil {
                try stage(child.node, present, inside: node, path: parameter)
            }
        }
    }

    // MARK: - Graph

    /// Refuses loops, towers, and what is to write to what can't be written to.
    private func checkGraph(_ stage: Stage) throws(QAPIError) {
        let name = stage.node.name
        var depth = 1
        var level = stage.settings.children.map(\.node)
        while !level.isEmpty {
            depth += 1
            guard depth <= GraphBuilder.deepest, !level.contains(where: { $0 === stage.node }) else {
                let role = stage.settings.children.first?.role ?? "file"
                throw QAPIError(
                    level.contains { $0 === stage.node }
                        ? "The node '\(name)' would stand on itself"
                        : "The node '\(name)' would stand on more than \(GraphBuilder.deepest - 1) others",
                    parameter: NodeOpening.parameter(role, stage.path))
            }
            level = level.flatMap { staged($0).children.map(\.node) }
        }
        for child in stage.settings.children {
            let below = staged(child.node)
            let common = stage.settings.common
            let isReadOnly = stages.contains { $0.node === child.node } ? below.common.readOnly : child.node.isReadOnly
            guard common.readOnly || common.autoReadOnly || !isReadOnly else {
                throw QAPIError(
                    "The node '\(name)' is to be written to, but the node '\(child.node.name)' below it is read-only",
                    hint: "Set read-only=on here, or read-only=off there.",
                    parameter: NodeOpening.parameter("read-only", stage.path))
            }
            guard below.isActive || !stage.settings.isActive else {
                throw QAPIError(
                    "The node '\(name)' is active, but the node '\(child.node.name)' is not",
                    parameter: NodeOpening.parameter(child.role, stage.path))
            }
        }
    }

    // MARK: - Carrying out

    /// Changes everything, or nothing.
    func run() throws(QAPIError) {
        let nodes = stages.map(\.node)
        var ends: [any BottomDriver] = []
        for stage in stages {
            if let end = stage.node.shell?.bottom { ends.append(end) }
            for child in stage.settings.children { if let end = child.node.shell?.bottom { ends.append(end) } }
        }
        let replaced = stages.flatMap { stage in
            zip(stage.node.settings.children, stage.settings.children).filter { $0.node !== $1.node }.map(\.0.node)
        }
        try runtime.settled(over: nodes + replaced) { () throws(QAPIError) in
            try GraphDrain.run(ends) { () throws(QAPIError) in
                try runtime.permissions.change { table throws(QAPIError) in
                    var touched: [Node] = []
                    for stage in stages { touched += try table.change(stage.node, to: stage.settings) }
                    return touched
                }
            }
        }
        for node in replaced { graph.dropIfUnused(node, runtime: runtime) }
    }
}
