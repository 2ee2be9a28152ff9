internal import Block
internal import ObjectModel
internal import Sys

/// A node as one queue has it: keeps the open file, and the claim on the node until the queue lets it go.
final class AttachedNode: BlockNode {
    /// A node that the plan goes through, and where the attached one begins in it.
    struct Passage {
        let statistics: NodeStatistics
        let offset: UInt64
    }

    private let block: any BlockNode
    private let node: Node
    private let use: Use?
    /// What the queue may do; nil for one whose requests are looked at one by one.
    private let grant: PermissionGrant?
    private let counting = Locked<Counting?>(nil)

    /// The plan's counters, and the nodes whose figures they are a part of.
    private struct Counting {
        let plan: PlanStatistics
        let passages: [Passage]

        func begin() { for passage in passages { passage.statistics.add(plan, offset: passage.offset) } }
        func end() { for passage in passages { passage.statistics.end(plan) } }
    }

    init(_ block: any BlockNode, of node: Node, use: consuming Use?, grant: PermissionGrant?) {
        self.block = block
        self.node = node
        self.use = use
        self.grant = grant
    }

    deinit { counting.withLock { $0 }?.end() }

    var name: String { block.name }
    var bottom: any BottomDriver { block.bottom }
    var length: UInt64 { block.length }

    func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 { try block.bottomLength(for: length) }

    func lower(into plan: inout Plan) throws(BlockError) {
        try block.lower(into: &plan)
        if let grant { plan.isReadOnly = plan.isReadOnly || !grant.allowsWrites }
    }

    func attached(_ statistics: PlanStatistics) {
        let next = Counting(plan: statistics, passages: node.passages)
        let last = counting.withLock { counting in
            defer { counting = next }
            return counting
        }
        last?.end()
        next.begin()
    }
}
