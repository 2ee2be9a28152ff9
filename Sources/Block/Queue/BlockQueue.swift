public import Sys

/// The data path of one thread: takes requests for any number of nodes and hands back completions.
///
/// A queue belongs to the thread of its first ``submit()`` or ``poll(_:min:timeout:)``; debug builds trap when another
/// one calls. Requests are queued by ``read(_:into:count:at:userData:)`` and its neighbours, which never talk to the
/// kernel, and travel in batches:
///
///     while let request = next() { queue.read(node, into: request.memory, count: 4096, at: request.offset, userData: 1) }
///     let count = try queue.poll(buffer, min: 1)      // submits, waits, takes: one system call
///
/// Every accepted request has exactly one ``Completion``. Memory that a request names must stay valid until then. When
/// the queue is full a request is refused and nothing has happened.
public struct BlockQueue: ~Copyable {
    let state: UnsafeMutablePointer<QueueState>

    /// Creates a queue; no thread owns it yet.
    package init(environment: BlockEnvironment, options: QueueOptions = QueueOptions()) throws(BlockError) {
        let made = try QueueState.make(environment: environment, options: options)
        state = CacheLine.allocate(capacity: 1)
        state.initialize(to: made)
        state.pointee.place = state
    }

    deinit {
        // The kernel and the workers may hold addresses of what is in flight. Where that can't be waited for, because
        // another thread owns the ring, the memory stays for ever rather than be written to after it is freed.
        if state.pointee.inUse > 0 {
            let mayWait = state.pointee.owner == 0 || state.pointee.owner == System.threadToken
            guard mayWait else { return }
            state.pointee.cancelAll()
            guard (try? state.pointee.drain(timeout: nil)) == true else { return }
        }
        state.pointee.disown()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// The most requests that are accepted and not yet polled.
    public var depth: Int { Int(state.pointee.depth) }

    /// Requests that were accepted and not yet polled.
    public var inFlight: Int { state.pointee.inUse }

    /// True when requests go through io_uring.
    public var usesRing: Bool { state.pointee.ring != nil }

    // MARK: - Nodes

    /// Attaches a node and compiles its chain; the queue keeps the node until ``detach(_:)``.
    package func attach(_ node: any BlockNode) throws(BlockError) -> NodeHandle {
        NodeHandle(index: try state.pointee.attach(node))
    }

    /// Takes a node off, none of whose requests is unpolled; its file is no longer held afterwards.
    public func detach(_ node: NodeHandle) throws(BlockError) { try state.pointee.detach(node.index) }

    /// The figures of a node on this queue, since its chain ends where it does; nil when the handle names none.
    public func statistics(of node: NodeHandle) -> Statistics? {
        guard node.index < state.pointee.planCount, let attachment = state.pointee.attachments[Int(node.index)] else {
            return nil
        }
        return attachment.statistics.current
    }

    // MARK: - Batches

    /// Hands everything queued to the kernel without waiting.
    public func submit() throws(Errno) { try state.pointee.submit() }

    /// Hands everything queued to the kernel and fills `buffer` with completions.
    ///
    /// Waits until there are at least `min` of them, nothing is in flight, or `timeout` nanoseconds have passed (nil:
    /// for ever). Returns how many were written, at most the size of the buffer.
    public func poll(
        _ buffer: UnsafeMutableBufferPointer<Completion>, min: Int = 1, timeout: UInt64? = nil
    ) throws(Errno) -> Int {
        try state.pointee.poll(buffer, min: min, timeout: timeout)
    }

    /// Waits until every accepted request has ended; the completions stay to be polled.
    ///
    /// Returns false when `timeout` nanoseconds pass first.
    public func drain(timeout: UInt64? = nil) throws(Errno) -> Bool { try state.pointee.drain(timeout: timeout) }

    /// Asks for the early end of a request; false when it is over already.
    ///
    /// The request still completes, with ECANCELED or with what came before. A cancelled write may have landed.
    @discardableResult
    public func cancel(_ request: RequestID) -> Bool { state.pointee.cancel(request) }

    // MARK: - Waiting elsewhere

    /// A descriptor that becomes readable when there are completions, while it is armed.
    ///
    /// For threads that wait in a loop of their own: they poll the queue with a timeout of 0 when it is readable.
    public var completionDescriptor: Int32 { state.pointee.descriptors.waitable.rawValue }

    /// Arms ``completionDescriptor``; it is readable at once when something is waiting.
    public func arm() throws(Errno) { try state.pointee.arm() }

    /// Disarms ``completionDescriptor``.
    public func disarm() { state.pointee.disarm() }

    /// Makes ``completionDescriptor`` unreadable until the next completion.
    public func acknowledge() { state.pointee.descriptors.completions.clear() }

    // MARK: - Memory and threads

    /// Announces memory that requests will point into, such as a guest's; returns its number.
    ///
    /// It is pinned for the kernel, which saves looking it up at each request; where the limit on pinned memory forbids
    /// that, `isPinned` is false and requests work all the same.
    public func addRegion(_ memory: UnsafeMutableRawBufferPointer) -> (id: Int, isPinned: Bool) {
        state.pointee.addRegion(memory)
    }

    /// Lets memory go that no request in flight points into; false when the number names none.
    @discardableResult
    public func removeRegion(_ id: Int) -> Bool { state.pointee.removeRegion(id) }

    /// Lets the next thread that submits own the queue; everything must have been polled.
    public func rebind() throws(BlockError) { try state.pointee.rebind() }
}

// Safety: the state is used by the owning thread only; `rebind()` gives it to another.
extension BlockQueue: @unchecked Sendable {}
