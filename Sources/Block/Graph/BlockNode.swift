package import Sys

/// A node of the graph, as queues see it: something that can be compiled into a plan.
///
/// A node outlives its attachments: the queue keeps it.
package protocol BlockNode: AnyObject, Sendable {
    /// The name in the graph.
    var name: String { get }

    /// The driver at the end of the chain, whose file the requests reach.
    var bottom: any BottomDriver { get }

    /// The length in bytes, now.
    var length: UInt64 { get }

    /// Writes this chain's constants into a plan: the child's first, then this node's.
    func lower(into plan: inout Plan) throws(BlockError)

    /// Told of the counters of a new attachment, which the node may read as long as it keeps them.
    func attached(_ statistics: PlanStatistics)
}

extension BlockNode {
    package func attached(_ statistics: PlanStatistics) {}
}

/// A driver at the end of a chain.
package protocol BottomDriver: BlockNode {
    /// What the queues that use this node share.
    var control: NodeControl { get }

    /// Discards a range; waits. Offsets are the bottom node's own.
    func discard(offset: UInt64, length: UInt64) throws(Errno)

    /// Makes a range read as zeroes without writing them; ENOTSUP when that can't be done; waits.
    func writeZeroes(offset: UInt64, length: UInt64, mayUnmap: Bool) throws(Errno)

    /// Carries a device command out; waits.
    func passThrough(_ command: PassThroughCommand) throws(Errno) -> PassThroughResult

    /// Notes the end of a flush; returns the result to report.
    func flushed(_ result: Int64) -> Int64
}

extension BottomDriver {
    package var bottom: any BottomDriver { self }
    package func discard(offset: UInt64, length: UInt64) throws(Errno) { throw .notSupported }
    package func writeZeroes(offset: UInt64, length: UInt64, mayUnmap: Bool) throws(Errno) { throw .notSupported }
    package func passThrough(_ command: PassThroughCommand) throws(Errno) -> PassThroughResult { throw .notTypewriter }
    package func flushed(_ result: Int64) -> Int64 { result }
}
