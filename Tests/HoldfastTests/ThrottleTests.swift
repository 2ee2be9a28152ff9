import BlockSchema
import Holdfast
import JSON
import QAPI
import Testing

struct ThrottleTests {
    let backend: Backend

    init() throws { backend = try Backend() }

    @Test func `a throttle node keeps to the limits of its group, which then can't go`() async throws {
        try backend.addObject("throttle-group,id=g,limits.iops-read=100,limits.iops-read-max=200")
        let node = try backend.addNode(
            "driver=throttle,node-name=t,throttle-group=g,file.driver=null-co,file.size=1048576")
        #expect(node.driver == "throttle" && node.length == 1 << 20)
        #expect(backend.objects.first?.users == ["node 't'"])
        #expect(try await node.read(count: 512, at: 0) == Array(repeating: 0, count: 512))
        #expect(throws: QAPIError.self) { try backend.removeObject("g") }
        try backend.removeNode("t")
        try backend.removeObject("g")
    }

    @Test func `limits are read and changed at run time, one or all`() throws {
        try backend.addObject("throttle-group,id=g,x-iops-total=100,x-bps-total=1000")
        #expect(try backend.property("x-iops-total", of: "g") == .int(100))
        try backend.setProperty("limits", of: "g", to: .object(["bps-total": .int(5), "bps-total-max": .int(6)]))
        let limits = try backend.property("limits", of: "/objects/g").objectValue
        #expect(limits?["bps-total"] == .int(5) && limits?["bps-total-max"] == .int(6))
        #expect(limits?["iops-total"] == .int(100) && limits?["iops-size"] == .int(0))
        try backend.setProperty("x-iops-size", of: "g", to: .int(4096))
        #expect(try backend.property("x-iops-size", of: "g") == .int(4096))
    }

    @Test(arguments: [
        ("limits", JSONValue.object(["iops-read": .int(1)]), "iops-read"),
        ("limits", .object(["iops": .int(1)]), "iops"), ("limits", .int(1), "limits"),
        ("x-iops-total", .int(-1), "iops-total"), ("x-bps-total-max", .int(1), "bps-total"),
        ("x-nonsense", .int(1), "x-nonsense"),
    ])
    func `limits that can't be are refused, and change nothing`(name: String, value: JSONValue, text: String) throws {
        try backend.addObject("throttle-group,id=g,limits.iops-total=100")
        let error = try #require(throws: QAPIError.self) { try backend.setProperty(name, of: "g", to: value) }
        #expect(error.message.contains(text), "\(error)")
        #expect(try backend.property("x-iops-total", of: "g") == .int(100))
    }

    @Test(arguments: [
        ("throttle-group,id=g,limits.iops-total=1,limits.iops-read=1", "iops-read"),
        ("throttle-group,id=g,limits.bps-read-max=1", "bps-read"),
        ("throttle-group,id=g,limits.iops-size=512", "iops-size"),
    ])
    func `a group whose limits contradict each other is not added`(option: String, text: String) throws {
        let error = try #require(throws: QAPIError.self) { try backend.addObject(option) }
        #expect(error.message.contains(text), "\(error)")
        #expect(backend.objects.isEmpty)
    }

    @Test func `a node needs a group that exists, of the type`() throws {
        try backend.addObject("iothread,id=io")
        for group in ["nobody", "io"] {
            let error = try #require(throws: QAPIError.self) {
                try backend.addNode("driver=throttle,node-name=t,throttle-group=\(group),file.driver=null-co")
            }
            #expect(error.parameter == "throttle-group" && error.message.contains(group), "\(error)")
        }
        #expect(backend.nodes.isEmpty)
    }

    @Test func `a node moves to another group by reopening, with its queues`() throws {
        try backend.addObject("throttle-group,id=slow,limits.iops-total=1")
        try backend.addObject("throttle-group,id=fast")
        try backend.addNode("driver=null-co,node-name=n,size=1048576")
        let node = try backend.addNode("driver=throttle,node-name=t,throttle-group=slow,file=n")
        let one = try OneRequest(backend)
        let handle = try one.attach(node)
        for _ in 0..<2 { #expect(try one.read(handle).result == 4096) }
        // The third would wait for a second.
        try backend.reopenNode("driver=throttle,node-name=t,throttle-group=fast,file=n")
        for _ in 0..<1000 { #expect(try one.read(handle).result == 4096) }
        func users(_ id: String) -> [String]? { backend.objects.first { $0.id == id }?.users }
        #expect(users("slow") == [] && users("fast") == ["node 't'"])
        try backend.removeObject("slow")
        #expect(throws: QAPIError.self) { try backend.removeObject("fast") }
        try one.queue.detach(handle)
        try backend.removeNode("t")
        try backend.removeObject("fast")
    }

    @Test func `requests that wait go by the group that they came to`() throws {
        try backend.addObject("throttle-group,id=slow,limits.iops-total=20")
        try backend.addObject("throttle-group,id=fast")
        try backend.addNode("driver=null-co,node-name=n,size=1048576")
        let node = try backend.addNode("driver=throttle,node-name=t,throttle-group=slow,file=n")
        let one = try OneRequest(backend)
        let handle = try one.attach(node)
        for _ in 0..<6 { try one.begin(handle) }
        try backend.reopenNode("driver=throttle,node-name=t,throttle-group=fast,file=n")
        // Three pass at once; the rest by the old limits, which still can be changed.
        try backend.setProperty("x-iops-total", of: "slow", to: .int(0))
        var results: [Int64] = []
        while results.count < 6 { results += try one.poll().map(\.result) }
        #expect(results == Array(repeating: 4096, count: 6))
        #expect(try one.read(handle).result == 4096)
    }

    @Test(arguments: ["nobody", "io"])
    func `a move to what is no group is refused and changes nothing`(group: String) throws {
        try backend.addObject("throttle-group,id=g")
        try backend.addObject("iothread,id=io")
        try backend.addNode("driver=throttle,node-name=t,throttle-group=g,file.driver=null-co")
        let error = try #require(throws: QAPIError.self) {
            try backend.reopenNode("driver=throttle,node-name=t,throttle-group=\(group),file.driver=null-co")
        }
        #expect(error.parameter == "options.0.throttle-group" && error.message.contains(group), "\(error)")
        #expect(backend.objects.first { $0.id == "g" }?.users == ["node 't'"])
        #expect(backend.objects.first { $0.id == "io" }?.users == [])
    }
}
