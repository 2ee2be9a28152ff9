import BlockSchema
import Holdfast
import QAPI
import Testing

/// `active` and `blockdev-set-active`.
struct ActivationTests {
    let folder: TemporaryFolder
    let backend: Backend
    let path: String
    let queue: OneRequest

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        path = try folder.file(size: 1 << 20)
        queue = try OneRequest(backend)
    }

    private func add(_ option: String) throws -> Node { try backend.addNode(option.replacing("PATH", with: path)) }

    @Test func `requests through I/O threads wait for activation too`() async throws {
        let disk = try add("driver=file,node-name=f,active=off,filename=PATH")
        await #expect(throws: Errno.notPermitted) { try await disk.read(count: 1, at: 0) }
        await #expect(throws: Errno.notPermitted) { try await disk.write([1], at: 0) }
        try backend.setActive(true)
        try await disk.write([1], at: 0)
    }

    @Test func `an inactive node refuses requests until it is activated`() throws {
        let disk = try add("driver=raw,node-name=d,active=off,file.driver=file,file.node-name=f,file.filename=PATH")
        #expect(!disk.isActive)
        #expect(try !backend.node("f").isActive)
        let handle = try queue.attach(disk)
        #expect(try queue.write(handle, 1) == Errno.notPermitted.result)
        #expect(try queue.read(handle).result == Errno.notPermitted.result)
        #expect(try queue.flush(handle) == Errno.notPermitted.result)
        try backend.setActive(true, node: "d")
        #expect(disk.isActive && disk.deviceInformation.active)
        #expect(try backend.node("f").isActive)
        #expect(try queue.write(handle, 1) == 4096)
        try backend.setActive(true, node: "d")
    }

    @Test func `a node takes those below with it, unless another active one stands on them`() throws {
        let file = try add("driver=file,node-name=f,filename=PATH")
        let (a, b) = (try add("driver=raw,node-name=a,file=f"), try add("driver=raw,node-name=b,file=f"))
        let error = try #require(throws: QAPIError.self) { try backend.setActive(false, node: "f") }
        #expect(error.message.contains("active parent"))
        try backend.setActive(false, node: "a")
        #expect(!a.isActive && b.isActive && file.isActive)
        try backend.setActive(false, node: "b")
        #expect(!b.isActive && !file.isActive)
        // Up again, as far as is asked for.
        try backend.setActive(true, node: "b")
        #expect(!a.isActive && b.isActive && file.isActive)
        try backend.setActive(false)
        #expect(backend.nodes.allSatisfy { !$0.isActive })
        try backend.setActive(true)
        #expect(backend.nodes.allSatisfy { $0.isActive })
        #expect(throws: QAPIError.self) { try backend.setActive(true, node: "absent") }
    }

    @Test func `an active node can't stand on an inactive one`() throws {
        _ = try add("driver=file,node-name=f,filename=PATH,active=off")
        let error = try #require(throws: QAPIError.self) { _ = try add("driver=raw,node-name=a,file=f") }
        #expect(error.parameter == "active")
        _ = try add("driver=raw,node-name=a,file=f,active=off")
    }

    @Test func `two nodes of one file take turns: users of the inactive one are in nobody's way`() throws {
        let (one, two) = (
            try add("driver=file,node-name=one,filename=PATH"),
            try add("driver=file,node-name=two,filename=PATH,active=off")
        )
        let other = try OneRequest(backend)
        let (first, second) = (try queue.attach(one), try other.attach(two))
        #expect(try queue.write(first, 1) == 4096)
        let error = try #require(throws: QAPIError.self) { try backend.setActive(true, node: "two") }
        #expect(error.message.contains("'one'"), "\(error)")
        #expect(!two.isActive)
        try backend.setActive(false, node: "one")
        try backend.setActive(true, node: "two")
        #expect(try other.read(second).first == 1)
        #expect(try other.write(second, 2) == 4096)
        #expect(try queue.read(first).result == Errno.notPermitted.result)
        #expect(throws: QAPIError.self) { try backend.setActive(true, node: "one") }
    }

    @Test func `a node that becomes active has the length that its file has by then`() throws {
        let disk = try add("driver=raw,node-name=d,active=off,file.driver=file,file.node-name=f,file.filename=PATH")
        let handle = try queue.attach(disk)
        let file = try System.open(path, .readWrite)
        try System.truncate(file.rawValue, to: 2 << 20)
        let sizes = Locked<[String]>([])
        let observation = backend.observeEvents { event in
            guard let data = event.data as? BlockResizedEvent else { return }
            sizes.withLock { $0.append("\(data.nodeName) \(data.size)") }
        }
        try backend.setActive(true, node: "d")
        #expect(disk.length == 2 << 20)
        #expect(sizes.withLock { $0 } == ["f 2097152", "d 2097152"])
        #expect(try queue.read(handle, at: (2 << 20) - 4096).result == 4096)
        observation.cancel()
    }

    @Test func `a node that can't make its data durable stays active`() throws {
        let disk = try add("driver=file,node-name=f,filename=PATH")
        let number = try #require(try OpenDescriptors.of(path).first)
        try Faults.with(Fault(.sync, .fail(.ioError), descriptor: number)) { () throws in
            let error = try #require(throws: QAPIError.self) { try backend.setActive(false, node: "f") }
            #expect(error.message.contains("durable"))
        }
        #expect(disk.isActive)
    }
}
