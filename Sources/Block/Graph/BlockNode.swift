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

    /// The length that the bottom node must have for this one to have `length` bytes.
    ///
    /// Throws where this node's length doesn't follow that of the one below.
    func bottomLength(for length: UInt64) throws(BlockError) -> UInt64

    /// Writes this chain's constants into a plan: the child's first, then this node's.
    func lower(into plan: inout Plan) throws(BlockError)

    /// Told of the counters of a new attachment, or of one whose chain ends elsewhere from now on, which the node may read
    /// as long as it keeps them.
    func attached(_ statistics: PlanStatistics)
}

extension BlockNode {
    package func attached(_ statistics: PlanStatistics) {}
}

/// A driver at the end of a chain.
package protocol BottomDriver: BlockNode {
    /// What the queues that use this node share.
    var control: NodeControl { get }

    /// The node at its reservation manager, if it has one.
    var reservations: (any PRAttachment)? { get }

    /// Which engine serves it; `nil` where nothing reaches the kernel.
    var engineRecord: EngineRecord? { get }

    /// Discards a range; waits. Offsets are the bottom node's own.
    func discard(offset: UInt64, length: UInt64) throws(Errno)

    /// Makes a range read as zeroes without writing them; ENOTSUP when that can't be done; waits.
    ///
    /// Of the traits ``RequestTraits/mayUnmap`` and ``RequestTraits/noFallback`` matter.
    func writeZeroes(offset: UInt64, length: UInt64, traits: RequestTraits) throws(Errno)

    /// Tells what a range begins with, and how long that is; waits.
    func blockStatus(offset: UInt64, length: UInt64) throws(Errno) -> (kind: ExtentKind, length: UInt64)

    /// The file whose ranges the kernel can copy; nil when there is none.
    var rangeDescriptor: Int32? { get }

    /// Changes the length; nothing may be in flight when it shrinks. Waits.
    ///
    /// A device can't be resized: it takes its length anew, which must be at least `length`, or `length` if `isExact`.
    func resize(to length: UInt64, _ preallocation: Preallocation, isExact: Bool) throws(BlockError)

    /// Looks at the length of the file or device again.
    func refreshLength() throws(BlockError)

    /// Prepares for requests after another process has had the image to itself: what is cached may be stale.
    func activated() throws(BlockError)

    /// Takes the disk over from another process, if a reservation manager has to see to that; waits.
    ///
    /// Nothing is in flight meanwhile; requests come after the change to active, or ``activationFailed()`` does.
    func activating() throws(BlockError)

    /// Told that no request has come since ``activating()`` and none will.
    func activationFailed()

    /// Told that no request comes any more, until ``activating()``.
    func deactivated()

    /// Carries a device command out; waits.
    func passThrough(_ command: PassThroughCommand) throws(Errno) -> PassThroughResult

    /// Makes durable what completed before; waits.
    func synchronize() throws(Errno)

    /// Notes the end of a flush; returns the result to report.
    func flushed(_ result: Int64) -> Int64

    /// Gets ready for a change of what users do or of how the node is open; nothing has changed when it throws.
    ///
    /// Then ``commit()`` or ``abort()`` comes, before another change.
    func prepare(_ change: NodeChange) throws(BlockError)

    /// Carries the prepared change out.
    func commit()

    /// Forgets the prepared change.
    func abort()
}

extension BottomDriver {
    package var bottom: any BottomDriver { self }
    package var reservations: (any PRAttachment)? { nil }
    package var engineRecord: EngineRecord? { nil }
    package func discard(offset: UInt64, length: UInt64) throws(Errno) { throw .notSupported }
    package func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 { length }
    package func writeZeroes(offset: UInt64, length: UInt64, traits: RequestTraits) throws(Errno) {
        throw .notSupported
    }
    package func blockStatus(offset: UInt64, length: UInt64) throws(Errno) -> (kind: ExtentKind, length: UInt64) {
        (.data, length)
    }
    package var rangeDescriptor: Int32? { nil }
    package func resize(to length: UInt64, _ preallocation: Preallocation, isExact: Bool) throws(BlockError) {
        throw BlockError(.unsupported, "node '\(name)' can't be resized")
    }
    package func refreshLength() throws(BlockError) {}
    package func activated() throws(BlockError) {}
    package func activating() throws(BlockError) { try reservations?.activating() }
    package func activationFailed() { reservations?.activationFailed() }
    package func deactivated() { reservations?.deactivated() }
    package func passThrough(_ command: PassThroughCommand) throws(Errno) -> PassThroughResult { throw .notTypewriter }
    package func synchronize() throws(Errno) {}
    package func flushed(_ result: Int64) -> Int64 { result }
    package func prepare(_ change: NodeChange) throws(BlockError) {}
    package func commit() {}
    package func abort() {}
}
