internal import Block
internal import ObjectModel
internal import Synchronization

/// A node as one queue has it: keeps the open file, and the claim on the node until the queue lets it go.
final class AttachedNode: BlockNode {
    /// A node that the plan goes through, and where the attached one begins in it.
    struct Passage {
        let statistics: NodeStatistics
        let offset: UInt64
    }

    private let block: any BlockNode
    private let use: Use?
    /// What the queue may do; nil for one whose requests are looked at one by one.
    private let grant: PermissionGrant?
    private let passages: [Passage]
    private let plan = Mutex<PlanStatistics?>(nil)

    init(_ block: any BlockNode, use: consuming Use?, grant: PermissionGrant?, passages: [Passage]) {
        self.block = block
        self.use = use
        self.grant = grant
        self.passages = passages
    }

    deinit {
        guard let statistics = plan.withLock({ $0 }) else { return }
        for passage in passages { passage.statistics.end(statistics) }
    }

    var name: String { block.name }
    var bottom: any BottomDriver { block.bottom }
    var length: UInt64 { block.length }

    func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 { try block.bottomLength(for: length) }

    func lower(into plan: inout Plan) throws(BlockError) {
        try block.lower(into: &plan)
        if let grant { plan.isReadOnly = plan.isReadOnly || !grant.allowsWrites }
    }

    func attached(_ statistics: PlanStatistics) {
        plan.withLock { $0 = statistics }
        for passage in passages { passage.statistics.add(statistics, offset: passage.offset) }
    }
}
