import Block
import BlockTestSupport
import JSON
import ObjectModel
import ReservationTestSupport
import Reservations
import Sys
import Testing

/// The object: creation, connection, properties, end.
struct HelperManagerTests {
    let lab: HelperLab

    init() throws { lab = try HelperLab() }

    @Test func `a helper that isn't there keeps the object from being created`() throws {
        let error = try #require(throws: ObjectError.self) { try lab.add(lab.folder("absent")) }
        #expect(error.message.contains("absent") && error.hint?.contains("connect=lazy") == true)
        #expect(error.cause as? Errno == .noEntry)
        #expect(lab.store.objects.isEmpty && lab.changes.withLock { $0 }.isEmpty)
        #expect(eventually { lab.threads.threads.isEmpty })
        _ = try System.open(lab.folder("file"), [.readWrite, .create])
        #expect(throws: ObjectError.self) { try lab.add(lab.folder("file")) }
    }

    @Test func `a helper that doesn't greet is none`() throws {
        let mute = try FakeHelper(lab.folder("mute")) { connection in _ = connection.send([0, 0]) }
        #expect(throws: ObjectError.self) { try lab.add(lab.folder("mute")) }
        #expect(mute.count >= 1)
    }

    @Test func `a socket that only its folder leads to keeps a program from being sealed`() throws {
        let short = try lab.add("/run/helper.sock", "short", ["connect": "lazy"])
        try short.prepareSeal()
        let long = try lab.add("/run/" + String(repeating: "x", count: 120), "long", ["connect": "lazy"])
        let error = try #require(throws: BlockError.self) { try long.prepareSeal() }
        #expect(error.message.contains("'long'"))
    }

    @Test func `connect=lazy needs nobody, and finds the helper when it comes`() throws {
        let server = try PRTestServer(in: lab.folder)
        let manager = try lab.add(server.path("vm"), "pr0", ["connect": "lazy"])
        #expect(!manager.isConnected)
        #expect(lab.threads.threads.map(\.name) == ["pr-pr0"])
        try server.start("vm")
        #expect(eventually { manager.isConnected })
        #expect(lab.changes.withLock { $0 } == [true])
    }

    @Test func `a lost helper is noticed when nobody asks anything, and found again`() throws {
        let server = try PRTestServer(in: lab.folder)
        try server.start("vm")
        let manager = try lab.add(server.path("vm"))
        #expect(manager.isConnected)
        server.stop("vm")
        #expect(eventually { !manager.isConnected })
        try server.start("vm")
        #expect(eventually { manager.isConnected })
        #expect(lab.changes.withLock { $0 } == [true, false, true])
    }

    @Test func `a socket's path may be longer than its address`() throws {
        let server = try PRTestServer(in: try SocketFolder(padding: 120))
        try server.start("vm")
        #expect(server.path("vm").utf8.count > 107)
        #expect(try lab.add(server.path("vm")).isConnected)
        // A name of its own can't be longer.
        let error = try #require(throws: ObjectError.self) {
            try lab.add(lab.folder(String(repeating: "n", count: 108)), "pr1")
        }
        #expect(error.cause as? Errno == .nameTooLong)
    }

    @Test(
        arguments: [
            (["path": ""], "path"), (["path": "a\u{0}b"], "path"), (["timeout": 0.001], "timeout"),
            (["timeout": 3601], "timeout"), (["timeout": "soon"], "timeout"), (["connect": "maybe"], "connect"),
            (["socket": "x"], "socket"),
        ] as [(JSONObject, String)])
    func `what properties can't be is refused`(properties: JSONObject, name: String) throws {
        var given: JSONObject = ["connect": "lazy", "path": .string(lab.folder("x"))]
        for member in properties { given[member.name] = member.value }
        let error = try #require(throws: ObjectError.self) {
            try lab.store.add("pr-manager-helper", id: "p", properties: given)
        }
        #expect(error.message.contains(name), "\(error)")
        #expect(lab.store.objects.isEmpty)
    }

    @Test func `the base type is abstract and has nothing but its name`() throws {
        #expect(throws: ObjectError.self) { try lab.store.add("pr-manager", id: "p") }
        let types = lab.store.registry.list(implementing: "pr-manager", includingAbstract: true)
        #expect(types.map(\.name) == ["pr-manager", "pr-manager-helper", "pr-manager-flock", "pr-manager-sqlite"])
        #expect(try lab.store.registry.properties(ofType: "pr-manager").map(\.name) == ["type"])
    }

    @Test func `only the time-out can be changed later, within its range`() throws {
        let manager = try lab.add(lab.folder("x"), "pr0", ["connect": "lazy"])
        #expect(try manager.get("timeout") == .double(30))
        try manager.set("timeout", to: 0.5)
        #expect(try manager.get("timeout") == .double(0.5))
        #expect(throws: ObjectError.self) { try manager.set("timeout", to: 0) }
        #expect(throws: ObjectError.self) { try manager.set("path", to: "y") }
        #expect(try manager.get("connect") == "lazy")
    }

    @Test func `after sealing no manager can be created`() throws {
        lab.threads.seal()
        let error = try #require(throws: ObjectError.self) {
            try lab.add(lab.folder("x"), "pr0", ["connect": "lazy"])
        }
        #expect(error.cause as? Errno == .notPermitted)
    }

    @Test func `the thread ends with the object, and later commands fail as if the unit could not be reached`() throws {
        let server = try PRTestServer(in: lab.folder)
        try server.start("vm")
        let manager = try lab.add(server.path("vm"))
        try lab.open(try lab.folder.disk("a.img"), manager)
        try lab.store.delete("pr0")
        #expect(eventually { lab.threads.threads.isEmpty })
        let command = TestCommand(Blocks.readKeys)
        let completion = try lab.run(command)
        #expect(completion.status == 2 && completion.senseLength == 18)
        #expect(Array(command.sense[2...2] + command.sense[12...13]) == [0x0b, 0x08, 0x00])
    }
}
