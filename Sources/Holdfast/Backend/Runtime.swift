internal import Block
internal import BlockSchema
internal import Reservations
internal import Synchronization
internal import Sys

/// What a backend and its nodes share: the threads, and what queues need.
final class Runtime: Sendable {
    let environment: BlockEnvironment
    let control: ControlThread
    let events = EventHub()
    let permissions = PermissionGraph()
    private let shared = AtomicLazyReference<IOThread>()
    private let ioThreads = Locked(IOThreads())

    private struct IOThreads {
        var all: [IOThread] = []
        var nextSerial: UInt32 = 1
        var isClosed = false
    }

    static let sharedThreadName = "hf-io"

    init(threads: ThreadFactory, workerLimit: Int, allowsRing: Bool, allowsNative: Bool) throws(Errno) {
        environment = BlockEnvironment(
            threads: threads, workerLimit: workerLimit, allowsRing: allowsRing, allowsNative: allowsNative,
            openingForWriting: { path, descriptor throws(BlockError) in
                try UnmanagedWriting.check(path, descriptor, mayOpen: !threads.isSealed)
            },
            report: { [events] in events.post(BlockEngineFallbackEvent($0)) })
        control = try ControlThread(threads: threads, pump: { [environment] in environment.pumpOwnQueues() })
    }

    /// The I/O thread of requests that name none; started by the first.
    func sharedThread() throws(Errno) -> IOThread {
        if let thread = shared.load() { return thread }
        return try ioThreads.withLock { threads throws(Errno) in
            if let thread = shared.load() { return thread }
            return shared.storeIfNil(try make(Runtime.sharedThreadName, QueueOptions(), &threads))
        }
    }

    /// Starts an I/O thread.
    func makeThread(named name: String, _ options: QueueOptions = QueueOptions()) throws(Errno) -> IOThread {
        try ioThreads.withLock { threads throws(Errno) in try make(name, options, &threads) }
    }

    private func make(
        _ name: String, _ options: QueueOptions, _ threads: inout IOThreads
    ) throws(Errno) -> IOThread {
        guard !threads.isClosed else { throw .shutDown }
        let thread = try IOThread(
            name: name, serial: threads.nextSerial, environment: environment, control: control, options: options)
        threads.nextSerial += 1
        threads.all.removeAll(where: \.isOver)
        threads.all.append(thread)
        return thread
    }

    /// Takes a node off all I/O threads; returns the name of one where it has requests in flight.
    func letGo(of node: Node) -> String? {
        for thread in ioThreads.withLock({ $0.all }) where !thread.letGo(of: node) { return thread.name }
        return nil
    }

    /// Ends all threads, when their requests have ended.
    func close() {
        let threads = ioThreads.withLock { threads in
            threads.isClosed = true
            defer { threads.all = [] }
            return threads.all
        }
        for thread in threads { thread.stop() }
        control.stop()
        events.close()
    }
}
