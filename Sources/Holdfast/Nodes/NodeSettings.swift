internal import Block
internal import BlockSchema
internal import Sys

/// What can change of a node after it was opened.
struct NodeSettings: Sendable {
    /// The options that it has, as the user gave them.
    var options: BlockdevOptions
    /// The options that all nodes have, after inheritance.
    var common: CommonOptions
    /// An inactive node does no I/O and holds no image locks.
    var isActive: Bool
    var children: [Node.Child]
    /// Where the node begins in the one below.
    var offset: UInt64 = 0
    /// True when the node is a part of the one below, which must not change its size then.
    var isWindow = false
    /// What the node does with those below beyond what its users do, and what it lets nobody else do there.
    var extraPermissions = NodePermissions(used: [], shared: .all)
    /// What the driver has made, without the node's own common options.
    var block: any BlockNode
    /// How the file is to be opened from now on, while that changes.
    var reopened: FileOptions?
    /// What holds the objects that the node uses.
    var uses: [HeldUse]

    /// What the node does with those below and lets others do, when its own users do and share this together.
    func passed(_ permissions: NodePermissions) -> NodePermissions {
        var result = permissions
        if isWindow { result.shared.remove(.resize) }
        result.used.formUnion(extraPermissions.used)
        result.shared.formIntersection(extraPermissions.shared)
        return result
    }
}

/// A node as queues and the nodes above see it: stays the same when what is inside changes.
final class NodeBlock: BlockNode {
    private struct Inside: Sendable {
        var block: any BlockNode
        var common: CommonOptions
        var isActive: Bool

        init(_ settings: NodeSettings) {
            block = settings.block
            common = settings.common
            isActive = settings.isActive
        }
    }

    let name: String
    /// Watches for the first write beyond an offset.
    let threshold: WriteThreshold
    private let inside: Locked<Inside>

    init(name: String, _ settings: NodeSettings, events: EventHub) {
        self.name = name
        inside = Locked(Inside(settings))
        threshold = WriteThreshold { offset, excess in
            events.post(BlockWriteThresholdEvent(nodeName: name, amountExceeded: excess, writeThreshold: offset))
        }
    }

    /// Takes over what has changed; the plans still have to be compiled again.
    func apply(_ settings: NodeSettings) {
        // What was inside may go, which takes a while.
        let old = inside.withLock { inside in
            defer { inside = Inside(settings) }
            return inside
        }
        _ = old
    }

    /// What the driver has made.
    var block: any BlockNode { inside.withLock { $0.block } }

    var bottom: any BottomDriver { block.bottom }
    var length: UInt64 { block.length }

    func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 { try block.bottomLength(for: length) }

    func lower(into plan: inout Plan) throws(BlockError) {
        let inside = inside.withLock { $0 }
        try inside.block.lower(into: &plan)
        // A filter holds to its own options where the node below allows more.
        plan.isReadOnly = plan.isReadOnly || inside.common.readOnly
        plan.discards = plan.discards && inside.common.discards
        plan.detectZeroes(inside.common.detectsZeroes)
        plan.dropsFlushes = plan.dropsFlushes || inside.common.dropsFlushes
        plan.isInactive = plan.isInactive || !inside.isActive
        threshold.lower(into: &plan)
    }
}
