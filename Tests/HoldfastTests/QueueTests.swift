import Holdfast
import QAPI
import Testing

/// The queue as a monitor has it: attach by node, batches, statistics.
struct QueueTests {
    let folder: TemporaryFolder
    let backend: Backend

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
    }

    /// Runs one request and returns its result.
    private func complete(_ queue: borrowing BlockQueue, _ enqueue: (borrowing BlockQueue) -> RequestID?) throws
        -> Int64
    {
        try #require(enqueue(queue) != nil)
        var completion = Completion(userData: 0, result: 0)
        let count = try withUnsafeMutablePointer(to: &completion) {
            try queue.poll(UnsafeMutableBufferPointer(start: $0, count: 1), min: 1)
        }
        #expect(count == 1)
        return completion.result
    }

    @Test func `what a queue writes is in the file, at the window's offset`() throws {
        let path = try folder.file(size: 64 << 10)
        let node = try backend.addNode(
            "driver=raw,node-name=d,offset=8192,size=4096,file.driver=file,file.filename=\(path)")
        let queue = try backend.makeQueue()
        let handle = try queue.attach(node)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0x5a, count: 4096)
        #expect(try complete(queue) { $0.write(handle, from: memory, count: 4096, at: 0, userData: 1) } == 4096)
        let content = try folder.content()
        #expect(content[8192..<12288].allSatisfy { $0 == 0x5a })
        #expect(content[..<8192].allSatisfy { $0 == 0 } && content[12288...].allSatisfy { $0 == 0 })
        #expect(queue.statistics(of: handle)?[.write].bytes == 4096)
        // Beyond the window is beyond the disk, whatever the file has there.
        #expect(try complete(queue) { $0.write(handle, from: memory, count: 4096, at: 4096, userData: 2) } < 0)
    }

    @Test(arguments: [
        "driver=raw,node-name=d,read-only=on,file=f0", "driver=raw,node-name=d,file=f0,discard=ignore",
    ])
    func `a filter holds to its own options over a node that allows more`(option: String) throws {
        let path = try folder.file(size: 8192)
        try backend.addNode("driver=file,node-name=f0,discard=unmap,filename=\(path)")
        let node = try backend.addNode(option)
        let queue = try backend.makeQueue()
        let handle = try queue.attach(node)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 7, count: 4096)
        let written = try complete(queue) { $0.write(handle, from: memory, count: 4096, at: 0, userData: 1) }
        let discarded = try complete(queue) { $0.discard(handle, at: 0, count: 4096, userData: 2) }
        let content = try folder.content()
        if node.isReadOnly {
            #expect(written == -1 && discarded == -1)
            #expect(content.allSatisfy { $0 == 0 })
        } else {
            #expect(written == 4096 && discarded == 0)
            #expect(content[..<4096].allSatisfy { $0 == 7 })
        }
    }

    @Test func `a node's figures are those of all queues, of nodes above it, and of queues that are gone`() async throws
    {
        let path = try folder.file(size: 64 << 10)
        let file = try backend.addNode("driver=file,node-name=f0,filename=\(path)")
        let window = try backend.addNode("driver=raw,node-name=w,offset=8192,file=f0")
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 1, count: 4096)
        do {
            let queue = try backend.makeQueue()
            let handle = try queue.attach(window)
            #expect(try complete(queue) { $0.write(handle, from: memory, count: 4096, at: 4096, userData: 1) } == 4096)
            #expect(window.statistics[.write].bytes == 4096)
            #expect(window.statistics.highestWriteEnd == 8192)
            #expect(file.statistics.highestWriteEnd == 16384)
            try queue.detach(handle)
        }
        #expect(window.statistics[.write].operations == 1)
        let queue = try backend.makeQueue()
        let handle = try queue.attach(file, access: .readOnly, sharesWrites: true)
        #expect(try complete(queue) { $0.read(handle, into: memory, count: 512, at: 0, userData: 1) } == 512)
        try await window.write([1, 2, 3], at: 0)
        #expect(file.statistics[.write].operations == 2 && file.statistics[.write].bytes == 4099)
        #expect(file.statistics[.read].operations == 1 && window.statistics[.read].operations == 0)
        #expect(queue.statistics(of: handle)?[.write].operations == 0)
    }
}
