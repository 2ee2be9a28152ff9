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
}
