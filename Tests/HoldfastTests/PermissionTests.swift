import BlockSchema
import Holdfast
import QAPI
import Testing

/// Who may use a node together with whom.
struct PermissionTests {
    let folder: TemporaryFolder
    let backend: Backend
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        path = try folder.file(size: 1 << 20)
    }

    private func file(_ options: String = "") throws -> Node {
        try backend.addNode("driver=file,node-name=f,filename=\(path)" + options)
    }

    @Test func `a second writer is refused, and both are named`() throws {
        let node = try file()
        let (one, two) = (try OneRequest(backend), try OneRequest(backend))
        _ = try one.attach(node, for: "vda")
        let error = try #require(throws: QAPIError.self) { _ = try two.attach(node, for: "vdb") }
        for part in ["device 'vdb'", "device 'vda'", "'write'", "'f'"] {
            #expect(error.message.contains(part), "\(error)")
        }
        #expect(error.hint?.contains("share-rw") == true)
        // One that shares doesn't help while the other doesn't.
        #expect(throws: QAPIError.self) { _ = try two.attach(node, sharesWrites: true, for: "vdb") }
        #expect(node.users == ["device 'vda'"])
        #expect(node.permissions.map(\.name) == ["device 'vda'"])
    }

    @Test(arguments: [
        (NodeAccess.readWrite, true, NodeAccess.readWrite, true, true),
        (.readWrite, false, .readWrite, true, false), (.readWrite, true, .readWrite, false, false),
        (.readOnly, false, .readOnly, false, true), (.readWrite, false, .readOnly, false, false),
        (.readOnly, false, .readWrite, false, false), (.readWrite, false, .readOnly, true, true),
        (.readOnly, true, .readWrite, false, true), (.readOnly, false, .readWrite, true, false),
    ])
    func `users agree or don't, whoever came first`(
        first: NodeAccess, firstShares: Bool, second: NodeAccess, secondShares: Bool, agree: Bool
    ) throws {
        let node = try file()
        let (one, two) = (try OneRequest(backend), try OneRequest(backend))
        let handle = try one.attach(node, access: first, sharesWrites: firstShares)
        let attached = (try? two.attach(node, access: second, sharesWrites: secondShares)) != nil
        #expect(attached == agree)
        try one.queue.detach(handle)
        // With the first gone there is nobody to disagree with.
        if !attached { _ = try two.attach(node, access: second, sharesWrites: secondShares) }
    }

    @Test func `the queues of one device don't mind each other`() throws {
        let node = try file()
        let queues = try (0..<3).map { _ in try OneRequest(backend) }
        for queue in queues { _ = try queue.attach(node, for: "vda") }
        #expect(node.users.count == 3)
        #expect(throws: QAPIError.self) { _ = try queues[0].attach(node, for: "vdb") }
        #expect(throws: QAPIError.self) { _ = try queues[0].attach(node) }
    }

    @Test func `a reader's queue changes nothing`() throws {
        let node = try file()
        let one = try OneRequest(backend)
        let handle = try one.attach(node, access: .readOnly)
        #expect(try one.write(handle, 7) == Errno.notPermitted.result)
        #expect(try one.read(handle).first == 0)
    }

    @Test func `who wants to write to a read-only node is told so`() throws {
        let node = try file(",read-only=on")
        let one = try OneRequest(backend)
        let error = try #require(throws: QAPIError.self) { _ = try one.attach(node, access: .readWrite, for: "vda") }
        #expect(error.message.contains("device 'vda'") && error.message.contains("read-only"), "\(error)")
        _ = try one.attach(node)
    }

    // MARK: - Down the graph

    @Test func `what is done above is done below`() throws {
        let node = try file()
        let (a, b) = (
            try backend.addNode("raw,node-name=a,file=f"), try backend.addNode("raw,node-name=b,file=f")
        )
        let (one, two) = (try OneRequest(backend), try OneRequest(backend))
        let handle = try one.attach(a)
        let passed = try #require(node.permissions.first { $0.name == "node 'a'" })
        #expect(passed.permissions == [.consistentRead, .write])
        #expect(passed.shared == [.consistentRead, .writeUnchanged, .resize])
        let error = try #require(throws: QAPIError.self) { _ = try two.attach(b) }
        #expect(error.message.contains("node 'b'") && error.message.contains("node 'a'"), "\(error)")
        // Rolled back: the refused one left nothing behind.
        #expect(b.permissions.isEmpty)
        #expect(node.permissions.first { $0.name == "node 'b'" }?.permissions == [])
        try one.queue.detach(handle)
        _ = try two.attach(b)
    }

    @Test func `force-share lets everybody do everything`() throws {
        let node = try file(",read-only=on,force-share=on")
        let other = try backend.addNode("driver=file,node-name=g,filename=\(path)")
        let (one, two) = (try OneRequest(backend), try OneRequest(backend))
        _ = try one.attach(node)
        _ = try two.attach(other)
        #expect(node.permissions.map(\.shared.count) == [4])
    }

    // MARK: - Requests through I/O threads

    @Test func `requests through I/O threads stand back for a queue when none is in flight`() async throws {
        let node = try file()
        try await node.write([UInt8](repeating: 3, count: 512), at: 0)
        #expect(node.permissions.map(\.permissions) == [[.consistentRead, .write]])
        let one = try OneRequest(backend)
        let handle = try one.attach(node)
        #expect(node.permissions.count == 1)
        // Reading minds nobody; writing would.
        let bytes = try await node.read(count: 1, at: 0)
        #expect(bytes == [3])
        await #expect(throws: Errno.busy) { try await node.write([1], at: 0) }
        await #expect(throws: Errno.busy) { try await node.discard(at: 0, count: 512) }
        try one.queue.detach(handle)
        try await node.write([1], at: 0)
    }

    @Test func `requests through I/O threads to a read-only node are refused as such`() async throws {
        let node = try file(",read-only=on")
        await #expect(throws: Errno.notPermitted) { try await node.write([1], at: 0) }
    }

    // MARK: - auto-read-only

    @Test func `with auto-read-only a file is open for writing while somebody writes`() throws {
        let node = try file(",auto-read-only=on")
        #expect(!node.isReadOnly)
        #expect(try mode(of: path) == [.readOnly])
        let (one, two) = (try OneRequest(backend), try OneRequest(backend))
        let reader = try one.attach(node, access: .readOnly, sharesWrites: true)
        #expect(try one.read(reader).result == 4096)
        #expect(try mode(of: path) == [.readOnly])
        let writer = try two.attach(node)
        #expect(try mode(of: path) == [.readWrite])
        #expect(try two.write(writer, 9) == 4096)
        #expect(try one.read(reader).first == 9)
        #expect(try one.write(reader, 1) == Errno.notPermitted.result)
        try two.queue.detach(writer)
        #expect(try mode(of: path) == [.readOnly])
        #expect(try one.read(reader).first == 9)
    }

    @Test func `a file that can't be opened for writing refuses the writer and nothing else`() throws {
        let node = try file(",auto-read-only=on")
        let one = try OneRequest(backend)
        let reader = try one.attach(node, access: .readOnly, sharesWrites: true)
        let error = try Faults.with(
            Fault(.open, .fail(.accessDenied), pathSuffix: "/proc/self/fd/\(try number(of: path))")
        ) { () throws in
            try #require(throws: QAPIError.self) { _ = try one.attach(node, access: .readWrite) }
        }
        #expect(error.message.contains("Permission denied"), "\(error)")
        #expect(node.permissions.count == 1)
        #expect(try one.read(reader).result == 4096)
    }

    /// The modes in which this process has a file open.
    private func mode(of path: String) throws -> [OpenFlags] {
        try OpenDescriptors.of(path).map { try System.openFlags(of: $0).access }
    }

    private func number(of path: String) throws -> Int32 { try #require(try OpenDescriptors.of(path).first) }
}
