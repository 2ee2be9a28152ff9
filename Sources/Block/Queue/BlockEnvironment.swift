package import Sys

/// What the queues and nodes of one program share: where threads come from, and the pool that waits for the kernel.
package final class BlockEnvironment: Sendable {
    /// Makes and lists the threads.
    package let threads: ThreadFactory
    /// Waits for what has no asynchronous form.
    package let workers: WorkerPool
    /// Where device properties are read.
    package let sysfs: Sysfs
    /// Whether io_uring may be used at all.
    package let allowsRing: Bool
    /// The descriptors that were handed in from outside.
    package let descriptorSets = DescriptorSets()
    /// The queues that each thread owns.
    let owners = QueueOwners()
    /// Whom image locks belong to.
    let lockOwner: LockOwner
    /// The names of the nodes that have files open, by descriptor: for messages.
    let openFiles = Locked<[Int32: String]>([:])
    /// Whether Linux AIO may be used at all.
    package let allowsNative: Bool
    /// Finds engines for files.
    package let engines = EngineSelector()
    /// Asked before a file is written to without a manager that guards it: its path, and a descriptor.
    let openingForWriting: WriteCheck
    /// Told when a node gets another engine than it was to have; any thread.
    let report: @Sendable (EngineFallback) -> Void

    /// Throws why a file must not be written to; any thread.
    package typealias WriteCheck = @Sendable (_ path: String, _ descriptor: Int32) throws(BlockError) -> Void

    /// Sets up without starting a thread; threads start with the first job, or by ``WorkerPool/start()``.
    package init(
        threads: ThreadFactory = ThreadFactory(), workerLimit: Int = 64, sysfs: Sysfs = Sysfs(),
        allowsRing: Bool = true, allowsNative: Bool = true,
        openingForWriting: @escaping WriteCheck = { (_, _) throws(BlockError) in },
        report: @escaping @Sendable (EngineFallback) -> Void = { _ in }
    ) {
        self.threads = threads
        self.sysfs = sysfs
        self.allowsRing = allowsRing
        lockOwner = System.hasDescriptionLocks ? .description : .process
        self.allowsNative = allowsNative
        self.openingForWriting = openingForWriting
        self.report = report
        workers = WorkerPool(factory: threads, limit: workerLimit)
    }

    deinit { workers.stop() }
}

/// How a queue is set up.
public struct QueueOptions: Sendable {
    /// The most requests that are accepted and not yet polled.
    public var depth = 128
    /// The most nodes whose files are registered with the kernel; further ones work too, a little slower.
    public var registeredFiles = 1024
    /// A kernel thread takes submissions from memory, which pays only with cores to spare.
    public var submissionPolling = false
    /// Nodes opened with direct I/O are polled for completion, on a ring of their own, where the device can.
    public var completionPolling = false
    /// The most kernel threads that the ring may use for requests that would block; 0 leaves it to the kernel.
    public var kernelWorkers: UInt32 = 64
    /// The most bounce buffers; requests wait when all are used.
    public var bounceBuffers = 16
    /// The size of a bounce buffer; a power of two of at least 64 KiB.
    public var bounceSize = 256 << 10

    /// Creates the options with their defaults.
    public init() {}
}
