import Holdfast
import JSON
import QAPI
import Sys
import Testing

struct ObjectTests {
    let backend: Backend

    init() throws { backend = try Backend() }

    @Test(arguments: ["pr-manager-flock,id=own", "pr-manager-sqlite,id=own,database=/dev/null"])
    func `a program may name the initiator of managers that name none`(_ option: String) throws {
        let nameless = try Backend()
        let missing = #expect(throws: QAPIError.self) { try nameless.addObject(option) }
        #expect(missing?.message.contains("'initiator' is missing") == true)
        var configuration = Backend.Configuration()
        configuration.initiator = "vm7"
        let named = try Backend(configuration)
        try named.addObject(option)
        #expect(try named.property("initiator", of: "own") == "vm7")
        try named.addObject("pr-manager-flock,id=other,initiator=vm8")
        #expect(try named.property("initiator", of: "other") == "vm8")
    }

    @Test(arguments: [
        ("pr-manager-ioctl,id=pr0", "not available yet", "qom-type"),
        ("nonsense,id=x", "nonsense", "qom-type"),
        ("throttle-group", "id", "id"),
    ])
    func `what can't be added is refused by name`(option: String, text: String, parameter: String) throws {
        let error = try #require(throws: QAPIError.self) { try backend.addObject(option) }
        #expect(error.message.contains(text), "\(error)")
        #expect(error.parameter == parameter)
        #expect(backend.objects.isEmpty)
    }

    @Test func `an unknown object can't be removed`() throws {
        let error = try #require(throws: QAPIError.self) { try backend.removeObject("nobody") }
        #expect(error.message.contains("nobody"))
    }

    @Test func `an iothread is a thread with a name, and ends with its object`() async throws {
        try backend.addObject("iothread,id=io0")
        let thread = try backend.ioThread("io0")
        #expect(backend.objects.map(\.id) == ["io0"] && backend.objects.map(\.type) == ["iothread"])
        #expect(backend.threads.map(\.name).contains("io0"))
        let node = try backend.addNode("null-co,node-name=n")
        #expect(try await node.read(count: 8, at: 0, on: thread) == Array(repeating: 0, count: 8))
        try backend.removeObject("io0")
        #expect(backend.objects.isEmpty)
        while backend.threads.contains(where: { $0.name == "io0" }) { await Task.yield() }
        await #expect(throws: Errno.self) { _ = try await node.read(count: 8, at: 0, on: thread) }
        // The thread has let the node go.
        try backend.removeNode("n")
    }

    @Test(.timeLimit(.minutes(10)))
    func `an iothread may remove its own object`() async throws {
        try backend.addObject("iothread,id=io0")
        let backend = backend
        let thread = try backend.ioThread("io0")
        let task = Task(executorPreference: thread) { () throws -> Bool in
            try backend.removeObject("io0")
            return thread.isCurrent && backend.objects.isEmpty
        }
        #expect(try await task.value)
    }

    @Test(arguments: [
        ("iothread,id=taken", "taken"), ("iothread,id=1x", "1x"), ("iothread,id=x,poll-max-ns=1", "poll-max-ns"),
    ])
    func `an iothread that can't be is refused`(option: String, text: String) throws {
        try backend.addObject("iothread,id=taken")
        let error = try #require(throws: QAPIError.self) { try backend.addObject(option) }
        #expect(error.message.contains(text), "\(error)")
        #expect(backend.objects.map(\.id) == ["taken"])
        #expect(throws: QAPIError.self) { try backend.ioThread("absent") }
    }

    @Test func `an object of another type is no reservation manager`() throws {
        try backend.addObject("iothread,id=io0")
        let error = try #require(throws: QAPIError.self) {
            try backend.addNode("driver=file,node-name=d,filename=/dev/null,pr-manager=io0")
        }
        #expect(error.parameter == "pr-manager")
        #expect(error.message.contains("'iothread'") && error.message.contains("'pr-manager'"))
        #expect(backend.objects.first?.users.isEmpty == true)
    }
}
