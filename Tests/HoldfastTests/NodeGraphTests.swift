import BlockSchema
import Holdfast
import QAPI
import Testing

struct NodeGraphTests {
    let folder: TemporaryFolder
    let backend: Backend
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        path = try folder.file(size: 1 << 20)
    }

    @discardableResult
    private func add(_ option: String) throws(QAPIError) -> Node {
        try backend.addNode(option.replacing("PATH", with: path))
    }

    @Test func `a node written inside of another comes with it`() throws {
        let disk = try add("driver=raw,node-name=disk,file.driver=file,file.node-name=inner,file.filename=PATH")
        #expect(disk.name == "disk")
        #expect(disk.driver == "raw")
        #expect(disk.length == 1 << 20)
        #expect(disk.filename == path)
        #expect(!disk.isReadOnly)
        #expect(disk.engine.name == "io_uring")
        #expect(disk.children.map(\.role) == ["file"])
        #expect(try backend.node("inner") === disk.children.first?.node)
        #expect(backend.nodes.map(\.name) == ["inner", "disk"])
        #expect(try backend.node("inner").users == ["node 'disk'"])
    }

    @Test func `a node without a name gets one that nobody can give`() throws {
        let disk = try add("driver=raw,node-name=disk,file.driver=file,file.filename=PATH")
        let child = try #require(disk.children.first?.node)
        #expect(!child.isNamed && disk.isNamed)
        #expect(throws: QAPIError.self) { try backend.node(child.name) }
        #expect(throws: QAPIError.self) { try backend.addNode("null-co,node-name=\(child.name)") }
    }

    @Test func `a node is referred to by its name`() throws {
        let file = try add("driver=file,node-name=f0,filename=PATH")
        let window = try add("driver=raw,node-name=w,file=f0,offset=4096,size=8192")
        #expect(window.children.first?.node === file)
        #expect(window.length == 8192)
        #expect(file.users == ["node 'w'"])
    }

    @Test func `JSON describes nodes too`() throws {
        let options = """
            {"driver": "raw", "node-name": "d", "read-only": true,
             "file": {"driver": "file", "filename": "\(path)"}}
            """
        let disk = try backend.addNode(options)
        #expect(disk.isReadOnly)
        #expect(disk.children.first?.node.isReadOnly == true)
    }

    @Test(arguments: [
        ("driver=raw,file=absent,node-name=d", "absent", "file", QAPIError.Class.deviceNotFound),
        ("driver=file,filename=PATH", "node-name", "node-name", .genericError),
        ("driver=file,node-name=1x,filename=PATH", "1x", "node-name", .genericError),
        ("driver=null-co,node-name=taken", "taken", "node-name", .genericError),
        ("driver=raw,node-name=d,file.driver=null-co,file.node-name=taken", "taken", "file.node-name", .genericError),
        ("driver=raw,node-name=d,file.driver=null-co,file.node-name=d", "'d'", "file.node-name", .genericError),
        ("driver=file,node-name=d,filename=PATH.absent", "absent", "filename", .genericError),
        ("driver=file,node-name=d,filename=", "empty", "filename", .genericError),
        ("driver=file,node-name=d,filename=/dev/null", "host_device", "filename", .genericError),
        ("driver=raw,node-name=d,file=taken,offset=2147483648", "offset", "offset", .genericError),
        ("driver=raw,node-name=d,file=taken,size=100", "512", "size", .genericError),
        ("driver=raw,node-name=d,file=taken,offset=1,size=1073741824", "beyond", "size", .genericError),
        ("driver=file,node-name=d,filename=PATH,aio=native", "cache.direct=on", "aio", .genericError),
        ("driver=file,node-name=d,filename=PATH,aio-max-batch=-1", "2147483647", "aio-max-batch", .genericError),
        (
            "driver=file,node-name=d,filename=PATH,aio-max-batch=2147483648", "2147483647", "aio-max-batch",
            .genericError
        ),
        ("driver=file,node-name=d,filename=/dev/fdset/1", "No such file", "filename", .genericError),
        ("driver=file,node-name=d,filename=/dev/fdset/", "No such file", "filename", .genericError),
        ("driver=file,node-name=d,filename=PATH,pr-manager=pr0", "pr0", "pr-manager", .genericError),
        ("driver=file,node-name=d,filename=PATH,force-share=on", "read-only=on", "force-share", .genericError),
        (
            "driver=raw,node-name=d,file.driver=null-co,file.active=off", "inactive", "file.active", .genericError
        ),
        ("driver=null-co,node-name=d,detect-zeroes=unmap", "discard=unmap", "detect-zeroes", .genericError),
        ("driver=host_cdrom,node-name=d,filename=PATH", "not a block or character device", "filename", .genericError),
        ("driver=throttle,node-name=d,file=taken,throttle-group=g", "g", "throttle-group", .genericError),
        ("driver=blkdebug,node-name=d,image=taken,align=3", "align", "align", .genericError),
        (
            "driver=raw,node-name=d,file.driver=raw,file.file.driver=file,file.file.filename=", "empty",
            "file.file.filename", .genericError
        ),
    ])
    func `what can't be is refused by name and changes nothing`(
        option: String, text: String, parameter: String, errorClass: QAPIError.Class
    ) throws {
        try backend.addNode("null-co,node-name=taken")
        let error = try #require(throws: QAPIError.self) { try add(option) }
        #expect(error.description.contains(text), "\(error)")
        #expect(error.parameter == parameter)
        #expect(error.errorClass == errorClass)
        #expect(backend.nodes.map(\.name) == ["taken"])
        #expect(try backend.node("taken").users.isEmpty)
    }

    @Test func `an unknown name comes with the known ones`() throws {
        let empty = try #require(throws: QAPIError.self) { try backend.node("disk0") }
        #expect(empty.errorClass == .deviceNotFound)
        try backend.addNode("null-co,node-name=disk1")
        let error = try #require(throws: QAPIError.self) { try backend.node("disk0") }
        #expect(error.hint?.contains("disk1") == true)
    }

    @Test func `nodes don't pile up without bound`() throws {
        try backend.addNode("null-co,node-name=n1")
        for depth in 2...64 { try backend.addNode("raw,node-name=n\(depth),file=n\(depth - 1)") }
        #expect(throws: QAPIError.self) { try backend.addNode("raw,node-name=n65,file=n64") }
        #expect(backend.nodes.count == 64)
        #expect(try backend.node("n64").length == 1 << 30)
    }

    // MARK: - Inheritance

    @Test(arguments: [
        ("read-only=on", true, true), ("read-only=on,file.read-only=off", true, false),
        ("read-only=off,file.read-only=on", true, true), ("", false, false),
    ])
    func `a child takes read-only from its parent unless it has its own`(options: String, outer: Bool, inner: Bool)
        throws
    {
        let comma = options.isEmpty ? "" : ","
        let disk = try add("driver=raw,node-name=d,file.driver=file,file.filename=PATH" + comma + options)
        #expect(disk.isReadOnly == outer)
        #expect(disk.children.first?.node.isReadOnly == inner)
    }

    @Test func `a node that is to be written to can't stand on one that can't`() throws {
        try add("driver=file,node-name=f0,filename=PATH,read-only=on")
        let error = try #require(throws: QAPIError.self) { try backend.addNode("raw,node-name=d,file=f0") }
        #expect(error.parameter == "read-only")
        try backend.addNode("raw,node-name=d,file=f0,read-only=on")
    }

    // MARK: - Removal

    @Test func `a node goes with what was written inside of it`() throws {
        try add("driver=raw,node-name=d,file.driver=file,file.node-name=f,file.filename=PATH")
        try backend.removeNode("d")
        #expect(backend.nodes.isEmpty)
        // Both names are free again.
        try add("driver=raw,node-name=f,file.driver=file,file.node-name=d,file.filename=PATH")
    }

    @Test func `a node in use stays, and the users are named`() throws {
        try add("driver=file,node-name=f0,filename=PATH")
        try backend.addNode("raw,node-name=a,file=f0")
        try backend.addNode("raw,node-name=b,file=f0")
        let error = try #require(throws: QAPIError.self) { try backend.removeNode("f0") }
        #expect(error.message.contains("node 'a', node 'b'"))
        try backend.removeNode("a")
        try backend.removeNode("b")
        try backend.removeNode("f0")
        #expect(backend.nodes.isEmpty)
    }

    @Test func `a part of another node can't be removed by itself, nor its whole while another uses the part`() throws {
        try add("driver=raw,node-name=d,file.driver=file,file.node-name=f,file.filename=PATH")
        #expect(throws: QAPIError.self) { try backend.removeNode("f") }
        try backend.addNode("raw,node-name=e,file=f")
        let error = try #require(throws: QAPIError.self) { try backend.removeNode("d") }
        #expect(error.message.contains("node 'e'"))
        try backend.removeNode("e")
        try backend.removeNode("d")
    }

    @Test func `a queue keeps a node until it detaches it`() throws {
        let disk = try add("driver=file,node-name=f0,filename=PATH")
        let queue = try backend.makeQueue()
        let handle = try queue.attach(disk)
        let error = try #require(throws: QAPIError.self) { try backend.removeNode("f0") }
        #expect(error.message.contains("a queue"))
        try queue.detach(handle)
        try backend.removeNode("f0")
        #expect(disk.length == 0)
        #expect(throws: QAPIError.self) { _ = try queue.attach(disk) }
    }

    @Test func `removing what isn't there is the error that clients look for`() throws {
        let error = try #require(throws: QAPIError.self) { try backend.removeNode("nobody") }
        #expect(error.errorClass == .deviceNotFound)
    }
}
