import JSON

/// A tree under construction, whose leaves arrive one by one under dotted keys.
///
/// The nodes lie in one array, children behind their parents, so that nothing here recurses.
struct OptionTree {
    /// One step from a node to a child; names compare by their bytes.
    enum Step: Hashable {
        case name(String)
        case index(Int)

        static func == (left: Step, right: Step) -> Bool {
            switch (left, right) {
            case (.name(let left), .name(let right)): left.hasSameBytes(as: right)
            case (.index(let left), .index(let right)): left == right
            default: false
            }
        }

        func hash(into hasher: inout Hasher) {
            switch self {
            case .name(let name): name.utf8Span.span.withUnsafeBytes { hasher.combine(bytes: $0) }
            case .index(let index): hasher.combine(index)
            }
        }

        var text: String {
            switch self {
            case .name(let name): name
            case .index(let index): String(index)
            }
        }
    }

    /// The deepest nesting of a key; as deep as JSON may nest.
    static let deepest = 1024

    private struct Node {
        var parent: Int
        var step: Step
        /// The value of a leaf; `nil` for an inner node.
        var leaf: JSONValue?
        /// The children in order of arrival.
        var children: [Int] = []
    }

    private struct Edge: Hashable {
        var parent: Int
        var step: Step
    }

    private var nodes = [Node(parent: -1, step: .name(""), leaf: nil)]
    /// The children of nodes that have more than ``fewChildren``.
    private var edges: [Edge: Int] = [:]

    /// Up to so many children a scan beats a hash table.
    private static let fewChildren = 16

    init() { nodes.reserveCapacity(16) }

    /// Puts a value at the end of a path; the last value of several stays.
    mutating func insert(_ value: JSONValue, at path: [Step]) throws(QAPIError) {
        guard path.count <= Self.deepest else {
            throw .tooDeep(path.prefix(4).map(\.text).joined(separator: ".") + "...", limit: Self.deepest)
        }
        var node = 0
        for (depth, step) in path.enumerated() {
            let isLeaf = depth == path.count - 1
            if let child = child(of: node, at: step) {
                guard (nodes[child].leaf != nil) == isLeaf else {
                    throw Self.inconsistent(
                        path.prefix(depth + 1), "is given a value of its own and members (\(text(path)))")
                }
                node = child
            } else {
                try checkKinds(path, depth, parent: node)
                node = addChild(to: node, at: step)
            }
            if isLeaf { nodes[node].leaf = value }
        }
    }

    private func child(of node: Int, at step: Step) -> Int? {
        guard nodes[node].children.count > Self.fewChildren else {
            return nodes[node].children.first { nodes[$0].step == step }
        }
        return edges[Edge(parent: node, step: step)]
    }

    private mutating func addChild(to parent: Int, at step: Step) -> Int {
        let child = nodes.count
        nodes.append(Node(parent: parent, step: step))
        nodes[parent].children.append(child)
        let children = nodes[parent].children
        if children.count > Self.fewChildren {
            // The first time all of them, then each that is added.
            for child in children.count == Self.fewChildren + 1 ? children[...] : children.suffix(1) {
                edges[Edge(parent: parent, step: nodes[child].step)] = child
            }
        }
        return child
    }

    /// The finished tree: a node all of whose children have an index is a list, any other an object.
    func build() throws(QAPIError) -> JSONValue {
        var values = nodes.map { $0.leaf ?? .null }
        for index in nodes.indices.reversed() where nodes[index].leaf == nil {
            let children = nodes[index].children
            if let first = children.first, case .index = nodes[first].step {
                values[index] = .array(try list(index, values))
            } else {
                var object = JSONObject()
                object.reserveCapacity(children.count)
                for child in children { object[nodes[child].step.text] = values[child] }
                values[index] = .object(object)
            }
            for child in children { values[child] = .null }
        }
        return values[0]
    }

    private func list(_ index: Int, _ values: [JSONValue]) throws(QAPIError) -> [JSONValue] {
        let children = nodes[index].children
        var elements = [JSONValue?](repeating: nil, count: children.count)
        for child in children {
            if case .index(let position) = nodes[child].step, elements.indices.contains(position) {
                elements[position] = values[child]
            }
        }
        var result: [JSONValue] = []
        result.reserveCapacity(elements.count)
        for (position, element) in elements.enumerated() {
            guard let element else {
                throw .missing(path(of: index, then: .index(position)))
            }
            result.append(element)
        }
        return result
    }

    /// Names and indexes don't mix among the children of a node.
    private func checkKinds(_ path: [Step], _ depth: Int, parent: Int) throws(QAPIError) {
        guard let first = nodes[parent].children.first else { return }
        switch (nodes[first].step, path[depth]) {
        case (.name, .name), (.index, .index): return
        default:
            throw Self.inconsistent(path.prefix(depth), "has both list elements and members (\(text(path)))")
        }
    }

    private func path(of node: Int, then step: Step) -> String {
        var steps = [step.text]
        var node = node
        while node > 0 {
            steps.append(nodes[node].step.text)
            node = nodes[node].parent
        }
        return steps.reversed().joined(separator: ".")
    }

    private func text(_ path: [Step]) -> String {
        "'\(QAPIError.shown(path.map(\.text).joined(separator: ".")))'"
    }

    private static func inconsistent(_ path: ArraySlice<Step>, _ problem: String) -> QAPIError {
        let name = path.map(\.text).joined(separator: ".")
        return QAPIError("\(QAPIError.subject(name)) \(problem)", parameter: name)
    }
}
