import BlockSchema
import Holdfast
import QAPI
import Sys
import Testing

struct WriteThresholdTests {
    private let folder: TemporaryFolder
    private let backend: Backend
    private let events = Locked([BlockWriteThresholdEvent]())
    private let observation: EventObservation

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        observation = backend.observeEvents { [events] event in
            guard let data = event.data as? BlockWriteThresholdEvent else { return }
            events.withLock { $0.append(data) }
        }
    }

    private func file(_ options: String = "") throws -> Node {
        let path = try folder.file(size: 1 << 20)
        return try backend.addNode("driver=file,node-name=f,filename=\(path)\(options)")
    }

    private var seen: [BlockWriteThresholdEvent] { events.withLock { $0 } }

    @Test(arguments: ["", ",aio=threads", ",aio=native,cache.direct=on", ",aio=io_uring", ",detect-zeroes=on"])
    func `the first write beyond the offset is told, and no other`(options: String) throws {
        let node = try file(options)
        let one = try OneRequest(backend)
        let handle = try one.attach(node)
        #expect(node.writeThreshold == 0)
        try backend.setWriteThreshold(65536, of: "f")
        #expect(node.writeThreshold == 65536 && node.deviceInformation.writeThreshold == 65536)
        // Up to the offset is not beyond it, and reading is not writing.
        #expect(try one.write(handle, 1, at: 65536 - 4096) == 4096)
        #expect(try one.read(handle, at: 1 << 19).result == 4096)
        #expect(try one.flush(handle) == 0)
        #expect(seen.isEmpty)
        #expect(try one.write(handle, 1, at: 65536 - 1024) == 4096)
        #expect(seen == [BlockWriteThresholdEvent(nodeName: "f", amountExceeded: 3072, writeThreshold: 65536)])
        #expect(node.writeThreshold == 0 && node.deviceInformation.writeThreshold == 0)
        #expect(try one.write(handle, 1, at: 1 << 19) == 4096)
        #expect(seen.count == 1)
        withExtendedLifetime(observation) {}
    }

    @Test func `it can be armed again, moved and disarmed`() throws {
        let node = try file()
        let one = try OneRequest(backend)
        let handle = try one.attach(node)
        for (threshold, offset, count) in [(4096, 4096, 1), (1 << 16, 1 << 17, 2), (8192, 4096, 2), (0, 1 << 18, 2)] {
            try backend.setWriteThreshold(UInt64(threshold), of: "f")
            #expect(try one.write(handle, 1, at: UInt64(offset)) == 4096)
            #expect(seen.count == count)
        }
    }

    @Test func `what a node above writes counts where it lands`() throws {
        _ = try file()
        let window = try backend.addNode("driver=raw,node-name=w,file=f,offset=65536,size=65536")
        let one = try OneRequest(backend)
        let handle = try one.attach(window)
        try backend.setWriteThreshold(65536 + 8192, of: "f")
        try backend.setWriteThreshold(16384, of: "w")
        #expect(try one.write(handle, 1, at: 4096) == 4096)
        #expect(seen.isEmpty)
        #expect(try one.write(handle, 1, at: 8192) == 4096)
        #expect(seen.map(\.nodeName) == ["f"] && seen.first?.amountExceeded == 4096)
        #expect(try one.write(handle, 1, at: 32768) == 4096)
        #expect(seen.map(\.nodeName) == ["f", "w"] && seen.last?.amountExceeded == 20480)
    }

    @Test func `zeroing counts, discarding doesn't`() async throws {
        let node = try file(",discard=unmap")
        try backend.setWriteThreshold(4096, of: "f")
        try await node.discard(at: 0, count: 1 << 20)
        #expect(seen.isEmpty)
        try await node.writeZeroes(at: 0, count: 1 << 19)
        #expect(seen.map(\.amountExceeded) == [1 << 19 - 4096])
    }

    @Test func `a write that fails its checks is not told`() throws {
        let node = try file()
        let one = try OneRequest(backend)
        let handle = try one.attach(node)
        try backend.setWriteThreshold(4096, of: "f")
        #expect(try one.write(handle, 1, at: 1 << 20) == Errno.ioError.result)
        #expect(seen.isEmpty && node.writeThreshold == 4096)
    }

    @Test func `of several queues one tells`() throws {
        let node = try file()
        let queues = try (0..<4).map { _ in try OneRequest(backend) }
        let handles = try queues.map { try $0.attach(node, sharesWrites: true) }
        try backend.setWriteThreshold(4096, of: "f")
        for (queue, handle) in zip(queues, handles) { #expect(try queue.write(handle, 1, at: 8192) == 4096) }
        #expect(seen.count == 1)
    }

    @Test func `there must be such a node`() throws {
        let error = try #require(throws: QAPIError.self) { try backend.setWriteThreshold(1, of: "nobody") }
        #expect(error.errorClass == .deviceNotFound)
    }
}
