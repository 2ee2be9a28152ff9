import BlockSchema
import QAPI
import Sys
import Testing

@testable import Holdfast

@Suite struct OperationTests {
    let folder: TemporaryFolder
    let backend: Backend

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
    }

    private func disk(_ name: String = "d", size: UInt64 = 1 << 20, _ options: String = "") throws -> Node {
        let path = folder.path + "/\(name).img"
        try ImageCreation.create(BlockdevCreateOptionsFile(filename: path, size: ByteSize(size)))
        return try backend.addNode("driver=raw,node-name=\(name),file.driver=file,file.filename=\(path)" + options)
    }

    // MARK: - Length

    @Test func `a node and those around it grow, and tell`() async throws {
        let disk = try disk("d", size: 1 << 20, ",file.node-name=f,offset=4096")
        let events = Recorder(backend)
        try await disk.write([1], at: 0)
        try backend.resize("d", to: 2 << 20)
        #expect(disk.length == 2 << 20)
        #expect(try backend.node("f").length == 2 << 20 + 4096)
        #expect(events.resizes == ["f 2101248", "d 2097152"])
        // The shared I/O thread has the node attached with its old length.
        let last = try await disk.read(count: 512, at: 2 << 20 - 512)
        #expect(last == [UInt8](repeating: 0, count: 512))
        try backend.resize("d", to: 2 << 20)
        #expect(events.resizes.count == 2)
    }

    @Test func `a part of a node keeps its whole from being resized`() throws {
        let disk = try disk("d", size: 1 << 20, ",file.node-name=f")
        _ = try backend.addNode("driver=raw,node-name=part,file=f,size=4096")
        let error = #expect(throws: QAPIError.self) { try backend.resize("d", to: 2 << 20) }
        #expect(error?.message.contains("'resize'") == true && error?.message.contains("'part'") == true)
        #expect(disk.length == 1 << 20)
        try backend.removeNode("part")
        try backend.resize("d", to: 2 << 20)
    }

    @Test func `a node that shrinks answers EIO beyond its end`() async throws {
        let disk = try disk()
        try await disk.write([UInt8](repeating: 5, count: 4096), at: 0)
        try backend.resize("d", to: 1000)
        #expect(disk.length == 1024)
        await #expect(throws: Errno.ioError) { try await disk.read(count: 1025, at: 0) }
        let rest = try await disk.read(count: 1024, at: 0)
        #expect(rest == [UInt8](repeating: 5, count: 1000) + [UInt8](repeating: 0, count: 24))
    }

    @Test func `what can't be resized is told and stays`() throws {
        let disk = try disk()
        _ = try backend.addNode("driver=null-co,node-name=n,size=4096")
        _ = try backend.addNode("driver=raw,node-name=w,file=d,size=4096")
        let events = Recorder(backend)
        for (name, mode, text) in [
            ("absent", PreallocMode.off, "no node"), ("n", .off, "can't be resized"), ("w", .off, "fixed size"),
            ("d", .metadata, "falloc"),
        ] {
            let error = #expect(throws: QAPIError.self) {
                try backend.resize(name, to: 8192, preallocation: mode)
            }
            let told = "\(error?.message ?? "") \(error?.hint ?? "")"
            #expect(told.contains(text), "\(told)")
        }
        #expect(throws: QAPIError.self) { try backend.resize("d", to: 512, preallocation: .full) }
        #expect(throws: QAPIError.self) { try backend.resize("d", to: UInt64.max) }
        #expect(disk.length == 1 << 20 && events.resizes.isEmpty)
    }

    @Test func `a file that others made longer is looked at again`() throws {
        let disk = try disk("d", size: 4096, ",file.node-name=f")
        let events = Recorder(backend)
        let file = try System.open(folder.path + "/d.img", .readWrite)
        try System.truncate(file.rawValue, to: 8192)
        #expect(disk.length == 4096)
        #expect(try backend.refreshLength(of: "d") == 8192)
        #expect(try backend.refreshLength(of: "d") == 8192)
        #expect(events.resizes == ["f 8192", "d 8192"])
    }

    /// Keeps the resizes that a backend tells of.
    private final class Recorder: Sendable {
        private let seen = Locked<[String]>([])
        private let observation = Locked<EventObservation?>(nil)

        init(_ backend: Backend) {
            let seen = seen
            let started = backend.observeEvents { event in
                guard let data = event.data as? BlockResizedEvent else { return }
                seen.withLock { $0.append("\(data.nodeName) \(data.size)") }
            }
            observation.withLock { $0 = started }
        }

        var resizes: [String] { seen.withLock { $0 } }
    }

    // MARK: - Requests

    @Test func `tasks ask what is stored`() async throws {
        let disk = try disk()
        try await disk.write([UInt8](repeating: 1, count: 65536), at: 65536)
        let hole = try await disk.blockStatus(at: 0, count: 1 << 20)
        #expect(hole == BlockExtent(offset: 0, count: 65536, kind: .zero))
        let data = try await disk.blockStatus(at: 65536, count: 1 << 20 - 65536)
        #expect(data == BlockExtent(offset: 65536, count: 65536, kind: .data))
        await #expect(throws: Errno.ioError) { try await disk.blockStatus(at: 1, count: 1 << 20) }
    }

    @Test func `tasks copy from node to node`() async throws {
        let (source, target) = (try disk("s"), try disk("t"))
        try await source.write([UInt8](repeating: 7, count: 8192), at: 4096)
        try await target.copy(from: source, at: 4096, to: 512, count: 8192, durable: true)
        let copied = try await target.read(count: 8704, at: 0)
        #expect(copied == [UInt8](repeating: 0, count: 512) + [UInt8](repeating: 7, count: 8192))
        // Within one node too, where nothing overlaps.
        try await target.copy(from: target, at: 512, to: 65536, count: 512)
        let within = try await target.read(count: 512, at: 65536)
        #expect(within == [UInt8](repeating: 7, count: 512))
        let null = try backend.addNode("driver=null-co,node-name=n")
        await #expect(throws: Errno.notSupported) { try await target.copy(from: null, at: 0, to: 0, count: 512) }
    }

    @Test func `a node that others write to is mapped, but not copied`() throws {
        let (source, target) = (try disk("s"), try disk("t"))
        let queue = try backend.makeQueue()
        _ = try queue.attach(source)
        var parts = 0
        try ImageMap.visit(source, of: backend) { _ in parts += 1 }
        #expect(parts == 1)
        let error = #expect(throws: QAPIError.self) { try ImageCopy.run(from: source, to: target, of: backend) }
        #expect(error?.message.contains("write") == true)
        let short = try disk("short", size: 512)
        #expect(throws: QAPIError.self) { try ImageCopy.run(from: target, to: short, of: backend) }
    }

    @Test(arguments: [Errno.ioError, .noSpace], [SystemCall.ringRead, .ringWrite, .ringSync, .allocate])
    func `a copy that fails says where`(error: Errno, call: SystemCall) async throws {
        let (source, target) = (try disk("s", size: 4 << 20), try disk("t", size: 4 << 20))
        try await source.write([UInt8](repeating: 1, count: 1 << 20), at: 1 << 20)
        let node = call == .ringRead ? source : target
        let file = try #require(node.children.first?.node.shell?.block as? any HostNode)
        var options = ImageCopy.Options()
        options.offload = false
        let failure = try Faults.with(Fault(call, .fail(error), descriptor: file.descriptor)) { () throws in
            #expect(throws: QAPIError.self) {
                try ImageCopy.run(from: source, to: target, of: backend, options: options)
            }
        }
        let name = call == .ringRead ? "'s'" : "'t'"
        #expect(failure?.message.contains(name) == true && failure?.message.contains(error.name) == true)
    }

    // MARK: - Options

    @Test(arguments: [
        ("", false), (",detect-zeroes=on", false), (",discard=unmap,detect-zeroes=unmap", true),
        (",file.discard=unmap,file.detect-zeroes=unmap", true),
        (",discard=unmap,detect-zeroes=unmap,file.discard=ignore", false),
    ])
    func `writes of zeroes give their room back where that is allowed`(options: String, unmaps: Bool) async throws {
        let disk = try disk("d", size: 1 << 20, options)
        try await disk.write([UInt8](repeating: 1, count: 1 << 20), at: 0)
        try await disk.flush()
        try await disk.write([UInt8](repeating: 0, count: 1 << 20), at: 0)
        let allocated = try #require(disk.allocatedSize)
        #expect(unmaps ? allocated < 1 << 19 : allocated >= 1 << 20)
        let content = try await disk.read(count: 1 << 20, at: 0)
        #expect(content == [UInt8](repeating: 0, count: 1 << 20))
    }

    @Test func `unmapping zeroes needs discards`() throws {
        let error = #expect(throws: QAPIError.self) { try disk("d", size: 4096, ",detect-zeroes=unmap") }
        #expect(error?.parameter == "detect-zeroes")
        #expect(error?.message.contains("discard=unmap") == true)
    }
}
