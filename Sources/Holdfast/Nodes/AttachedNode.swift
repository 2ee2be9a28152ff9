internal import Block
internal import ObjectModel

/// A node as one queue has it: keeps the open file, and the claim on the node until the queue lets it go.
final class AttachedNode: BlockNode {
    private let block: any BlockNode
    private let use: Use?

    init(_ block: any BlockNode, use: consuming Use?) {
        self.block = block
        self.use = use
    }

    var name: String { block.name }
    var bottom: any BottomDriver { block.bottom }
    var length: UInt64 { block.length }

    func lower(into plan: inout Plan) throws(BlockError) { try block.lower(into: &plan) }
}

/// A filter that holds to its own common options, where the node below allows more.
final class NarrowedNode: BlockNode {
    private let block: any BlockNode
    private let options: CommonOptions

    init(_ block: any BlockNode, _ options: CommonOptions) {
        self.block = block
        self.options = options
    }

    var name: String { block.name }
    var bottom: any BottomDriver { block.bottom }
    var length: UInt64 { block.length }

    func lower(into plan: inout Plan) throws(BlockError) {
        try block.lower(into: &plan)
        plan.isReadOnly = plan.isReadOnly || options.readOnly
        plan.discards = plan.discards && options.discards
        plan.dropsFlushes = plan.dropsFlushes || options.dropsFlushes
    }
}
