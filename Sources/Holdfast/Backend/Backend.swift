@_exported public import Block
@_exported public import BlockSchema
@_exported public import JSON
internal import ObjectModel
@_exported public import QAPI
internal import Reservations
internal import Synchronization
@_exported public import Sys

/// Named block nodes and objects, and the threads that serve them: the heart of a program that has disks.
///
///     let backend = try Backend()
///     let disk = try backend.addNode("driver=raw,node-name=disk0,file.driver=file,file.filename=disk.img")
///     let queue = try backend.makeQueue()
///     let handle = try queue.attach(disk)
///
/// All calls may come from any thread; they run on the ``control`` thread and return when they are done. In asynchronous
/// code ``perform(_:)`` doesn't hold the calling thread up meanwhile. A queue belongs to the thread that uses it.
///
/// When the backend goes, its threads end: requests through I/O threads are refused, queues go on with what they have
/// attached.
public final class Backend: @unchecked Sendable {
    // Safety: `graph` is touched on the control thread only.

    /// How a backend is set up.
    public struct Configuration: Sendable {
        /// Starts a thread of the given name that runs the closure; returns false when it couldn't.
        public typealias ThreadStarter = @Sendable (_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool

        /// Makes every thread of the backend; `nil` for plain ones.
        public var startThread: ThreadStarter?
        /// The most threads for what has no asynchronous form, such as device commands, and for nodes with `aio=threads`.
        public var workerLimit = 64
        /// Whether io_uring may be used.
        public var allowsRing = true
        /// Whether Linux AIO may be used.
        public var allowsNative = true
        /// How often devices are asked for their length, in seconds, so that one that has grown is noticed; 0 for never.
        public var growthInterval = 5.0
        /// The initiator of `pr-manager` objects that name none, such as the machine that a program runs; `nil` for none.
        public var initiator: String?
        /// What happens to deprecated and unstable options.
        public var policy = CompatPolicy()

        /// Creates the configuration with its defaults.
        public init() {}
    }

    /// A thread of the backend.
    public struct ThreadInfo: Sendable, Hashable {
        /// The name, of which the kernel keeps 15 bytes.
        public let name: String
        /// The kernel's number; 0 until the thread has started.
        public let threadID: Int32
    }

    /// The thread that changes the graph and the objects.
    public var control: ControlThread { runtime.control }

    let runtime: Runtime
    let policy: CompatPolicy
    private let threadFactory: ThreadFactory
    private let graph: Graph
    private let growth: ControlTimer?

    /// Creates a backend without nodes and objects, and starts its control thread.
    ///
    /// - Throws: `QAPIError` when the thread can't be started.
    public init(_ configuration: Configuration = Configuration()) throws(QAPIError) {
        threadFactory = ThreadFactory(hook: configuration.startThread)
        policy = configuration.policy
        graph = Graph(objects: ObjectStore())
        do throws(Errno) {
            runtime = try Runtime(
                threads: threadFactory, workerLimit: configuration.workerLimit, allowsRing: configuration.allowsRing,
                allowsNative: configuration.allowsNative)
        } catch {
            throw QAPIError("Cannot start the control thread: \(error)", errorNumber: error.rawValue)
        }
        growth = runtime.watchGrowth(seconds: configuration.growthInterval)
        do throws(ObjectError) {
            try graph.objects.register(IOThreadObject.type(runtime))
            for type in Backend.managerTypes(runtime, initiator: configuration.initiator) {
                try graph.objects.register(type)
            }
            try graph.objects.register(ThrottleGroupObject.type)
        } catch {
            throw QAPIError(error)
        }
    }

    deinit {
        runtime.control.run { [graph, runtime] in graph.removeAll(runtime: runtime) }
        runtime.close()
    }

    // MARK: - Threads

    /// The threads that live now, oldest first.
    public var threads: [ThreadInfo] {
        threadFactory.threads.map { ThreadInfo(name: $0.name, threadID: $0.threadID) }
    }

    /// Starts an I/O thread, whose queue has the given options.
    ///
    /// - Throws: `Errno`: EPERM after ``seal()``, or why the thread or its queue can't be made.
    public func makeIOThread(
        named name: String, options: QueueOptions = QueueOptions()
    ) throws(Errno) -> IOThread {
        try runtime.makeThread(named: name, options)
    }

    /// The I/O thread of requests that name none; the first call starts it.
    public var sharedIOThread: IOThread {
        get throws(Errno) { try runtime.sharedThread() }
    }

    /// Starts all threads that may be needed later and then refuses to start any: for programs that lock themselves in.
    ///
    /// Nothing is opened by a path any more. Files that are open can change their mode afterwards (`auto-read-only`,
    /// `reopenNodes`): the folders /proc and /sys are kept open, so that neither a change of the root nor a /proc that is
    /// gone is in the way. The filters of the program must let `openat` pass for that. New nodes come by
    /// ``addDescriptor(_:toSet:opaque:)``, and without a manager that keeps reservations itself.
    ///
    /// - Throws: `QAPIError`: why a thread can't be started or /proc be opened, or which database is on a file system where
    ///   SQLite opens a file for each commit. Then nothing is sealed.
    public func seal() throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in
            let managers = graph.objects.objects.compactMap { $0 as? ReservationManager }
            do throws(BlockError) {
                for manager in managers { try manager.prepareSeal() }
            } catch {
                throw QAPIError(error)
            }
            do throws(Errno) {
                try System.keepKernelFolders()
                _ = try runtime.sharedThread()
                try runtime.environment.workers.start()
            } catch {
                throw QAPIError("Cannot seal the program: \(error)", errorNumber: error.rawValue)
            }
            threadFactory.seal()
            for manager in managers { manager.seal() }
        }
    }

    // MARK: - Queues

    /// Creates a queue; no thread owns it until its first use.
    public func makeQueue(options: QueueOptions = QueueOptions()) throws(QAPIError) -> BlockQueue {
        do throws(BlockError) {
            return try BlockQueue(environment: runtime.environment, options: options)
        } catch {
            throw QAPIError(error)
        }
    }

    // MARK: - The control thread

    /// Runs `body` on the control thread, without holding up the calling one; in it the backend's calls cost no switch.
    public func perform<Value: Sendable>(
        _ body: @escaping @Sendable (Backend) throws(QAPIError) -> Value
    ) async throws(QAPIError) -> Value {
        let result = await withUnsafeContinuation {
            (continuation: UnsafeContinuation<Result<Value, QAPIError>, Never>) in
            control.runLater {
                let result: Result<Value, QAPIError>
                do throws(QAPIError) {
                    result = .success(try body(self))
                } catch {
                    result = .failure(error)
                }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }

    /// Runs `body` with the graph, on the control thread.
    func withGraph<Value>(_ body: (Graph) throws(QAPIError) -> Value) throws(QAPIError) -> Value {
        try control.run { () throws(QAPIError) in try body(graph) }
    }
}
