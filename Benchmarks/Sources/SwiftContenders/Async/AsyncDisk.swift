import CContenderSupport
import Holdfast

/// A node that one task per request in flight reads or writes by `await`, all on the I/O thread that serves it.
struct AsyncDisk: Sendable {
    // Safety: the tasks share the memory, each its own part of it.
    private nonisolated(unsafe) let memory: UnsafeMutableRawPointer
    private let backend: Backend
    private let node: Node
    private let thread: IOThread
    private let size: Int
    private let places: UInt64
    private let depth: Int
    private let operations: Int
    private let writes: Bool

    init(_ workload: contender_workload) throws {
        guard let path = workload.path, workload.threads == 1 else {
            contender_fail("the asynchronous functions take a file and one thread", 0)
        }
        backend = try Backend()
        // A comma in a value is doubled.
        let filename = String(cString: path).split(separator: ",", omittingEmptySubsequences: false)
            .joined(separator: ",,")
        let cache = workload.direct ? "on" : "off"
        writes = workload.operation == CONTENDER_WRITE
        node = try backend.addNode(
            "driver=raw,node-name=disk,read-only=\(writes ? "off" : "on"),cache.direct=\(cache),file.driver=file,"
                + "file.filename=\(filename),file.aio=io_uring,file.cache.direct=\(cache)")
        thread = try backend.makeIOThread(named: "contender")
        memory = withUnsafePointer(to: workload) { contender_buffers($0) }
        size = Int(workload.block_size)
        places = workload.span / UInt64(size)
        depth = Int(workload.depth)
        operations = Int(workload.operations)
    }

    /// Does all operations; returns how many there were.
    func run() async throws -> UInt64 {
        let tasks = (0..<depth).map { slot in
            let share = operations / depth + (slot < operations % depth ? 1 : 0)
            return Task(executorPreference: thread) { try await work(slot: slot, operations: share) }
        }
        for task in tasks { try await task.value }
        return UInt64(operations)
    }

    private func work(slot: Int, operations: Int) async throws(Errno) {
        let buffer = UnsafeMutableRawBufferPointer(start: memory + slot * size, count: size)
        var random = 0x9e37_79b9_7f4a_7c15 &+ UInt64(slot) &* 0x632b_e59b_d9b4_e019
        for _ in 0..<operations {
            let offset = contender_next_block(&random, places) &* UInt64(size)
            if writes {
                try await node.write(from: UnsafeRawBufferPointer(buffer), at: offset, on: thread)
            } else {
                try await node.read(into: buffer, at: offset, on: thread)
            }
        }
    }
}
