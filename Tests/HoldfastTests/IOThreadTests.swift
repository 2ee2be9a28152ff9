import Holdfast
import QAPI
import Synchronization
import Sys
import Testing

struct IOThreadTests {
    let folder: TemporaryFolder
    let backend: Backend
    let node: Node

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        node = try backend.addNode(
            "driver=raw,node-name=d,discard=unmap,file.driver=file,file.filename=\(try folder.file(size: 1 << 20))")
    }

    @Test func `what is written is read back`() async throws {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await node.write(bytes, at: 777)
        #expect(try await node.read(count: 10_000, at: 777) == bytes)
        #expect(Array(try folder.content()[777..<10_777]) == bytes)
        try await node.writeZeroes(at: 777, count: 100)
        #expect(try await node.read(count: 101, at: 777) == Array(repeating: 0, count: 100) + [bytes[100]])
        try await node.discard(at: 0, count: 1 << 20)
        try await node.flush()
        #expect(node.statistics[.write].operations >= 1)
        #expect(node.statistics[.flush].operations == 1)
    }

    @Test func `a failure is an error of the kernel's kind`() async throws {
        let disk = try backend.addNode("null-co,node-name=ro,read-only=on,size=1048576")
        await #expect(throws: Errno.notPermitted) { try await disk.write([1], at: 0) }
        await #expect(throws: Errno.self) { _ = try await disk.read(count: 2, at: 1 << 20 - 1) }
        await #expect(throws: Errno.invalidArgument) { _ = try await disk.read(count: -1, at: 0) }
    }

    @Test func `callbacks run on the I/O thread`() async throws {
        let thread = try backend.sharedIOThread
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
        nonisolated(unsafe) let shared = memory  // Safety: the callback comes after the read and before the rest.
        defer { memory.deallocate() }
        let onThread = await withCheckedContinuation { continuation in
            node.read(into: shared, at: 0) { result in
                continuation.resume(returning: (try? result.get()) != nil && thread.isCurrent)
            }
        }
        #expect(onThread)
        #expect(!thread.isCurrent)
    }

    @Test func `many tasks on the thread share a queue that is smaller than their number`() async throws {
        var options = QueueOptions()
        options.depth = 8
        let thread = try backend.makeIOThread(named: "small", options: options)
        let node = node
        let sum = await withTaskGroup(of: Int.self) { group in
            for index in 0..<200 {
                group.addTask(executorPreference: thread) {
                    let bytes = [UInt8](repeating: UInt8(index), count: 512)
                    guard (try? await node.write(bytes, at: UInt64(index) * 512, on: thread)) != nil else { return 0 }
                    let back = try? await node.read(count: 512, at: UInt64(index) * 512, on: thread)
                    return back == bytes && thread.isCurrent ? 1 : 0
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 200)
    }

    @Test func `tasks elsewhere use the thread too`() async throws {
        let node = node
        let sum = await withTaskGroup(of: Int.self) { group in
            for index in 0..<100 {
                group.addTask {
                    let bytes = [UInt8](repeating: UInt8(index), count: 4096)
                    guard (try? await node.write(bytes, at: UInt64(index) * 4096)) != nil else { return 0 }
                    return (try? await node.read(count: 4096, at: UInt64(index) * 4096)) == bytes ? 1 : 0
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 100)
    }

    @Test func `a node that was used by I/O threads can be removed, and refuses requests then`() async throws {
        let other = try backend.makeIOThread(named: "other")
        _ = try await node.read(count: 512, at: 0)
        _ = try await node.read(count: 512, at: 0, on: other)
        try backend.removeNode("d")
        await #expect(throws: Errno.self) { _ = try await node.read(count: 512, at: 0) }
    }

    @Test(.timeLimit(.minutes(10)))
    func `an I/O thread may remove the node that it has attached`() async throws {
        let thread = try backend.sharedIOThread
        let (backend, node) = (backend, node)
        let task = Task(executorPreference: thread) {
            _ = try await node.read(count: 512, at: 0)
            guard thread.isCurrent else { return false }
            try backend.removeNode("d")
            return backend.nodes.isEmpty
        }
        #expect(try await task.value)
    }

    @Test func `a node with a request in flight stays`() async throws {
        let slow = try backend.addNode("null-co,node-name=slow,latency-ns=200000000")
        let read = Task { try await slow.read(count: 512, at: 0) }
        while slow.statistics[.read].operations == 0, backend.nodes.count == 2 {
            let error = #expect(throws: QAPIError.self) { try backend.removeNode("slow") }
            guard let error else { break }
            if error.message.contains("in flight") {
                #expect(error.message.contains("hf-io"))
                break
            }
        }
        #expect(try await read.value == Array(repeating: 0, count: 512))
        try backend.removeNode("slow")
    }

    @Test func `requests after the backend's end are refused, not lost`() async throws {
        var backend: Backend? = try Backend()
        let node = try #require(try backend?.addNode("null-co,node-name=n"))
        _ = try await node.read(count: 512, at: 0)
        backend = nil
        await #expect(throws: Errno.self) { _ = try await node.read(count: 512, at: 0) }
    }
}
