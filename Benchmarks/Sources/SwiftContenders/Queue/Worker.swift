import Block
import CContenderSupport
import Glibc

/// One thread's queue, and the loop that keeps it full.
final class Worker {
    private let workload: contender_workload
    private let queue: BlockQueue
    private let node: NodeHandle
    private let memory: UnsafeMutableRawPointer
    private let completions: UnsafeMutableBufferPointer<Completion>
    private let seed: UInt64

    /// The functions that the common main function calls on each thread; a worker crosses them as its address.
    ///
    /// They stand here rather than in `main.swift`, whose closures belong to the main thread.
    static var driver: contender_driver {
        contender_driver(
            prepare: { workload, seed in
                guard let workload else { return nil }
                do throws(BlockError) {
                    return Unmanaged.passRetained(try Worker(workload.pointee, seed: seed)).toOpaque()
                } catch {
                    contender_fail(error.description, 0)
                }
            },
            run: { state in
                guard let state else { return }
                Unmanaged<Worker>.fromOpaque(state).takeUnretainedValue().run()
            },
            finish: { state in
                guard let state else { return }
                Unmanaged<Worker>.fromOpaque(state).release()
            })
    }

    init(_ workload: contender_workload, seed: UInt64) throws(BlockError) {
        self.workload = workload
        self.seed = seed
        let environment = BlockEnvironment()
        var options = QueueOptions()
        options.depth = Int(workload.depth)
        queue = try BlockQueue(environment: environment, options: options)
        node = try queue.attach(try WorkloadNode.open(workload, environment: environment))
        memory = withUnsafePointer(to: workload) { contender_buffers($0) }
        completions = .allocate(capacity: Int(workload.depth))
        _ = queue.addRegion(
            UnsafeMutableRawBufferPointer(start: memory, count: Int(workload.depth) * Int(workload.block_size)))
    }

    deinit {
        completions.deallocate()
        free(memory)
    }

    /// Does all operations.
    func run() {
        // One loop for each direction, as a program that knows what it does would have it.
        if workload.operation == CONTENDER_WRITE { run(writes: true) } else { run(writes: false) }
    }

    @inline(__always)
    private func run(writes: Bool) {
        var requests = Requests(workload, node, memory, seed: seed)
        for slot in 0..<min(UInt64(workload.depth), workload.operations) {
            requests.enqueue(queue, slot: slot, writes: writes)
        }
        var completed: UInt64 = 0
        while completed < workload.operations {
            let count = poll()
            requests.renew(queue, completions[..<count], writes: writes)
            completed &+= UInt64(truncatingIfNeeded: count)
        }
    }

    private func poll() -> Int {
        do {
            return try queue.poll(completions, min: 1)
        } catch {
            contender_fail("poll: \(error)", 0)
        }
    }
}
