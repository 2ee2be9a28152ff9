public import Sys

/// Queueing requests. Each returns nil when the queue is full, and otherwise the request's name for ``cancel(_:)``.
///
/// Offsets and counts are bytes of the node. What is wrong with a request, its completion says.
extension BlockQueue {
    /// Queues a read into plain memory.
    @discardableResult
    public func read(
        _ node: NodeHandle, into memory: UnsafeMutableRawPointer, count: Int, at offset: UInt64, userData: UInt64
    ) -> RequestID? {
        QueueState.read(
            node.index, address: UInt64(UInt(bitPattern: memory)), length: UInt64(bitPattern: Int64(count)),
            offset: offset, userData: userData, state)
    }

    /// Queues a write from plain memory; `durable` asks for it to be on stable storage at its completion.
    @discardableResult
    public func write(
        _ node: NodeHandle, from memory: UnsafeRawPointer, count: Int, at offset: UInt64, durable: Bool = false,
        userData: UInt64
    ) -> RequestID? {
        QueueState.write(
            node.index, address: UInt64(UInt(bitPattern: memory)), length: UInt64(bitPattern: Int64(count)),
            offset: offset, traits: durable ? .durable : [], userData: userData, state)
    }

    /// Queues a read into scattered memory; the vectors too must stay valid.
    @discardableResult
    public func read(
        _ node: NodeHandle, into vectors: UnsafeBufferPointer<IOVector>, at offset: UInt64, userData: UInt64
    ) -> RequestID? {
        state.pointee.transferVectors(.read, node.index, vectors, offset: offset, traits: [], userData: userData)
    }

    /// Queues a write from scattered memory; the vectors too must stay valid.
    @discardableResult
    public func write(
        _ node: NodeHandle, from vectors: UnsafeBufferPointer<IOVector>, at offset: UInt64, durable: Bool = false,
        userData: UInt64
    ) -> RequestID? {
        state.pointee.transferVectors(
            .write, node.index, vectors, offset: offset, traits: durable ? .durable : [], userData: userData)
    }

    /// Queues a flush: what completed before is on stable storage at its completion.
    @discardableResult
    public func flush(_ node: NodeHandle, userData: UInt64) -> RequestID? {
        request(.flush, node, userData: userData)
    }

    /// Queues a discard: the range's content no longer matters.
    ///
    /// Advisory; a part that isn't aligned stays.
    @discardableResult
    public func discard(_ node: NodeHandle, at offset: UInt64, count: UInt64, userData: UInt64) -> RequestID? {
        request(.discard, node, length: count, offset: offset, userData: userData)
    }

    /// Queues the zeroing of a range.
    @discardableResult
    public func writeZeroes(
        _ node: NodeHandle, at offset: UInt64, count: UInt64, traits: RequestTraits = [], userData: UInt64
    ) -> RequestID? {
        request(.writeZeroes, node, length: count, offset: offset, traits: traits, userData: userData)
    }

    /// Queues a question: what is known about a range without reading it.
    ///
    /// The result is how many bytes, from `offset` on, are of the kind that ``Completion/extent`` tells; at least one.
    @discardableResult
    public func blockStatus(_ node: NodeHandle, at offset: UInt64, count: UInt64, userData: UInt64) -> RequestID? {
        request(.blockStatus, node, length: count, offset: offset, userData: userData)
    }

    /// Queues a copy inside the kernel, from one attached node to another, or within one without overlap.
    ///
    /// Fails with ENOTSUP where only reading and writing will do; some of it may have been copied then.
    @discardableResult
    public func copy(
        from source: NodeHandle, at sourceOffset: UInt64, to node: NodeHandle, at offset: UInt64, count: UInt64,
        durable: Bool = false, userData: UInt64
    ) -> RequestID? {
        state.pointee.checkThread()
        return state.pointee.slowTransfer(
            .copy, node.index, address: 0, vectors: 0, vectorCount: 0, length: count, offset: offset,
            traits: durable ? .durable : [], userData: userData, source: source.index, sourceOffset: sourceOffset)
    }

    /// Queues a device command: it and its CDB are copied; the memory for data and sense must stay valid.
    ///
    /// PERSISTENT RESERVE IN and OUT go to the node's reservation manager when it has one, everything else to the device.
    /// A command that was answered completes with 0 and the status; a negative result means that it was not carried out:
    /// ENOTSUP on a node that takes no such command, EINVAL when CDB, direction and memory don't fit each other.
    @discardableResult
    public func passThrough(
        _ node: NodeHandle, _ command: UnsafePointer<PassThroughCommand>, userData: UInt64
    ) -> RequestID? {
        request(.passThrough, node, address: UInt64(UInt(bitPattern: command)), userData: userData)
    }

    /// Queues a request that goes to the engine and back and touches nothing.
    @discardableResult
    public func nop(_ node: NodeHandle, userData: UInt64) -> RequestID? { request(.nop, node, userData: userData) }

    /// Accepts a request only to end it with an error: for what can't be said by the calls above.
    @discardableResult
    package func refuse(
        _ operation: Operation, _ node: NodeHandle, with error: Errno, userData: UInt64
    ) -> RequestID? {
        state.pointee.checkThread()
        return state.pointee.refuse(operation, node.index, error, userData: userData)
    }

    private func request(
        _ operation: Operation, _ node: NodeHandle, address: UInt64 = 0, length: UInt64 = 0, offset: UInt64 = 0,
        traits: RequestTraits = [], userData: UInt64
    ) -> RequestID? {
        state.pointee.checkThread()
        return state.pointee.slowTransfer(
            operation, node.index, address: address, vectors: 0, vectorCount: 0, length: length, offset: offset,
            traits: traits, userData: userData)
    }
}
