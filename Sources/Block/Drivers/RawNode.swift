/// The `raw` driver: a child as it is, or a window of it.
///
/// It never looks at the content: what a guest writes can't make it another format.
package final class RawNode: BlockNode {
    package let name: String
    private let child: any BlockNode
    private let offset: UInt64
    private let size: UInt64?

    /// Shows the child's bytes from `offset` on, `size` of them or all the rest.
    ///
    /// Throws when the window doesn't lie within the child, or isn't whole sectors.
    package init(name: String, child: any BlockNode, offset: UInt64 = 0, size: UInt64? = nil) throws(BlockError) {
        guard offset <= child.length else {
            throw BlockError(
                .invalid, "raw offset \(offset) lies beyond the end of '\(child.name)' at \(child.length)")
        }
        if let size {
            guard size % 512 == 0 else {
                throw BlockError(.invalid, "raw size \(size) is not a multiple of 512")
            }
            guard size <= child.length - offset else {
                throw BlockError(
                    .invalid,
                    "raw offset \(offset) and size \(size) reach beyond the end of '\(child.name)' at \(child.length)")
            }
        }
        self.name = name
        self.child = child
        self.offset = offset
        self.size = size
    }

    package var bottom: any BottomDriver { child.bottom }

    package var length: UInt64 {
        // Asked once: a second time at every level would double the work with each.
        let below = child.length
        let rest = below > offset ? below - offset : 0
        return min(size ?? rest, rest)
    }

    package func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 {
        guard size == nil else {
            throw BlockError(
                .invalid, "node '\(name)' has a fixed size; resize the node below, or open it without 'size'")
        }
        let (sum, overflow) = length.addingReportingOverflow(offset)
        guard !overflow else { throw BlockError(.invalid, "\(length) bytes behind the offset \(offset) are too many") }
        return try child.bottomLength(for: sum)
    }

    package func lower(into plan: inout Plan) throws(BlockError) {
        try child.lower(into: &plan)
        let rest = plan.limit > offset ? plan.limit - offset : 0
        plan.baseOffset &+= offset
        plan.limit = min(size ?? rest, rest)
        // A command addresses the device's own blocks.
        if offset != 0 || size != nil { (plan.passesCommands, plan.passesReservations) = (false, false) }
    }
}
