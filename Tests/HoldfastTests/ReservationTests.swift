import BlockSchema
import Holdfast
import ObjectModel
import QAPI
import ReservationTestSupport
import Reservations
import SCSI
import Sys
import Testing

/// Nodes under reservation managers, through the facade.
struct ReservationTests {
    let folder: SocketFolder
    let server: PRTestServer
    let backend: Backend

    init() throws {
        folder = try SocketFolder()
        server = try PRTestServer(in: folder)
        try server.start("vm")
        backend = try Backend()
    }

    private func addDisk(_ name: String = "disk0", manager: String = "pr0", options: String = "") throws -> Node {
        let path = try folder.disk("\(name).img")
        return try backend.addNode("driver=file,node-name=\(name),filename=\(path),pr-manager=\(manager)\(options)")
    }

    private func addManager(_ options: String = "") throws {
        try backend.addObject("pr-manager-helper,id=pr0,path=\(server.path("vm"))\(options)")
    }

    @Test func `commands reach the helper through a node, and its answers come back`() throws {
        try addManager()
        let node = try addDisk()
        let registered = try node.execute(PersistentReserveOut(.register, key: 0, actionKey: 0xabc))
        #expect(registered == Node.ReservationReply(result: .good, data: []))
        let keys = try node.execute(PersistentReserveIn(.readKeys, allocationLength: 64))
        #expect(keys.data == ReadKeysData(generation: 1, keys: [0xabc]).encoded)
        let conflict = try node.execute(PersistentReserveOut(.reserve, type: .exclusiveAccess, key: 1))
        #expect(conflict.result == .reservationConflict && conflict.data.isEmpty)
        let refused = try node.execute(PersistentReserveOut(.preempt, type: .exclusiveAccess, key: 0xabc))
        #expect(refused.result == .checkCondition(.invalidFieldInParameterList(byte: 8)))
        #expect(node.statistics[.passThrough].operations == 4)
    }

    @Test func `tasks send commands without holding up their thread`() async throws {
        try addManager()
        let node = try addDisk()
        let registered = try await node.execute(PersistentReserveOut(.register, key: 0, actionKey: 5))
        #expect(registered.result == .good)
        let thread = try backend.makeIOThread(named: "own")
        let keys = try await node.execute(PersistentReserveIn(.readKeys, allocationLength: 64), on: thread)
        #expect(keys.data == ReadKeysData(generation: 1, keys: [5]).encoded)
        try server.hold(folder("disk0.img"))
        async let held = node.execute(PersistentReserveIn(.readKeys, allocationLength: 8), timeout: 30)
        // The thread that waits for the helper serves others meanwhile.
        #expect(try await node.read(count: 4, at: 0) == [0, 0, 0, 0])
        try server.hold(folder("disk0.img"), false)
        #expect(try await held.result == .good)
        let plain = try backend.addNode("driver=null-co,node-name=plain")
        await #expect(throws: Errno.notSupported) { try await plain.execute(PersistentReserveOut(.clear, key: 1)) }
    }

    @Test func `a node above passes commands on, and a window does not`() throws {
        try addManager()
        _ = try addDisk()
        let whole = try backend.addNode("driver=raw,node-name=whole,file=disk0")
        let window = try backend.addNode("driver=raw,node-name=window,file=disk0,offset=512")
        #expect(try whole.execute(PersistentReserveIn(.readKeys, allocationLength: 8)).result == .good)
        #expect(throws: Errno.notSupported) {
            try window.execute(PersistentReserveIn(.readKeys, allocationLength: 8))
        }
    }

    @Test func `without a manager a file knows nothing of reservations`() throws {
        let path = try folder.disk("plain.img")
        let node = try backend.addNode("driver=file,node-name=plain,filename=\(path)")
        #expect(throws: Errno.notSupported) { try node.execute(PersistentReserveIn(.readKeys, allocationLength: 8)) }
        #expect(throws: Errno.notSupported) { try node.execute(PersistentReserveOut(.clear, key: 1)) }
    }

    @Test func `a manager that a node uses can't be removed, and the error names the node`() throws {
        try addManager()
        _ = try addDisk()
        #expect(backend.objects.first?.users == ["node 'disk0'"])
        let error = try #require(throws: QAPIError.self) { try backend.removeObject("pr0") }
        #expect(error.message.contains("disk0"))
        try backend.removeNode("disk0")
        try backend.removeObject("pr0")
        #expect(backend.reservationManagers.isEmpty)
    }

    @Test func `managers are listed with their status, and its changes are events`() throws {
        let events = Locked<[PrManagerStatusChangedEvent]>([])
        let observation = backend.observeEvents { event in
            guard let data = event.data as? PrManagerStatusChangedEvent else { return }
            events.withLock { $0.append(data) }
        }
        try addManager()
        try backend.addObject("pr-manager-helper,id=pr1,path=\(folder("absent")),connect=lazy")
        #expect(
            backend.reservationManagers == [
                PRManagerInfo(id: "pr0", connected: true), PRManagerInfo(id: "pr1", connected: false),
            ])
        server.stop("vm")
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        while events.withLock({ $0.count }) < 2, System.monotonicNanoseconds < deadline {}
        #expect(!backend.reservationManagers[0].connected)
        let expected = [true, false].map { PrManagerStatusChangedEvent(id: "pr0", connected: $0) }
        #expect(events.withLock { $0 } == expected)
        observation.cancel()
    }

    @Test func `a helper that is missing is named, with the way out`() throws {
        let error = try #require(throws: QAPIError.self) {
            try backend.addObject("pr-manager-helper,id=pr0,path=\(folder("absent"))")
        }
        #expect(error.message.contains("absent") && error.message.contains("ENOENT"))
        #expect(error.hint?.contains("connect=lazy") == true)
        #expect(backend.objects.isEmpty)
    }

    @Test func `a manager that isn't there is named`() throws {
        let error = try #require(throws: QAPIError.self) { try addDisk(manager: "nobody") }
        #expect(error.parameter == "pr-manager" && error.message.contains("nobody"))
        #expect(backend.nodes.isEmpty)
    }

    @Test func `the manager's thread has a name, and goes with the backend`() throws {
        try addManager()
        _ = try addDisk()
        #expect(backend.threads.map(\.name).contains("pr-pr0"))
    }

    @Test func `the properties that objects have are those of the schema`() throws {
        let environment = ManagerEnvironment(threads: ThreadFactory()) { _, _ in }
        for type in ManagerTable.types(environment) where !type.isAbstract {
            let help = try #require(try OptionHelp.requested(by: "\(type.name),help", topic: .object))
            let described = help.entries.compactMap { $0.name.split(separator: "=").first.map(String.init) }
            #expect(Set(described).subtracting(["id", "qom-type"]) == Set(type.properties.map(\.name)))
        }
    }
}
