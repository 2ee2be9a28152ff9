import JSON
import ObjectModel
import Synchronization
import Testing

@Suite("Uses")
struct UseTests {
    /// A user that keeps its claim as a property.
    private final class Holder: Sendable {
        private let use: Use

        init(_ use: consuming Use) { self.use = use }
    }

    /// Users that several threads end.
    private final class Pool: Sendable {
        private let holders: Mutex<[Holder]>

        init(_ holders: [Holder]) { self.holders = Mutex(holders) }

        func endOne() -> Bool { holders.withLock { $0.popLast() } != nil }
    }

    private func makeObject() throws -> (ObjectStore, ManagedObject) {
        let store = try makeStore()
        return (store, try store.add("probe", id: "pr0", properties: ["path": ""]))
    }

    @Test("keep an object from being deleted, and are named")
    func refusal() throws {
        let (store, object) = try makeObject()
        let first = try object.use(by: "node 'disk0'")
        let second = try object.use(by: "node 'disk1'")
        let error = expectError(.objectInUse) { try store.delete("pr0") }
        #expect(error?.message == "the object 'pr0' is in use by node 'disk0', node 'disk1'")
        #expect(store["pr0"] === object)
        first.end()
        expectError(.objectInUse) { try store.delete("pr0") }
        second.end()
        try store.delete("pr0")
        #expect(store["pr0"] == nil)
    }

    @Test("end when they go out of scope")
    func scope() throws {
        let (store, object) = try makeObject()
        do {
            let use = try object.use(by: "scope")
            #expect(use.user == "scope")
            #expect(object.users == ["scope"])
        }
        #expect(object.users.isEmpty)
        var holder: Holder? = Holder(try object.use(by: "holder"))
        #expect(holder != nil)
        #expect(object.users == ["holder"])
        holder = nil
        #expect(object.users.isEmpty)
        try store.delete("pr0")
    }

    @Test("of one user count each for itself")
    func repeated() throws {
        let (_, object) = try makeObject()
        let first = try object.use(by: "twice")
        let second = try object.use(by: "twice")
        #expect(object.users == ["twice", "twice"])
        second.end()
        #expect(object.users == ["twice"])
        first.end()
        #expect(object.users.isEmpty)
    }

    @Test(
        "are named up to eight, and counted beyond",
        arguments: [(8, "u8"), (9, "u8 and 1 more"), (30, "u8 and 22 more")])
    func manyUsers(_ count: Int, _ end: String) throws {
        let (store, object) = try makeObject()
        let holders = try (1...count).map { Holder(try object.use(by: "u\($0)")) }
        let error = expectError(.objectInUse) { try store.delete("pr0") }
        #expect(error?.message.hasSuffix(end) == true)
        #expect(holders.count == object.users.count)
    }

    @Test("outlive an object that is gone without harm")
    func orphan() throws {
        func useOfDoomed() throws -> Use { try makeObject().1.use(by: "late") }
        let use = try useOfDoomed()
        #expect(use.user == "late")
        use.end()
    }

    @Test("may end on any thread")
    func threads() async throws {
        let (store, object) = try makeObject()
        let pool = Pool(try (0..<200).map { Holder(try object.use(by: "user \($0)")) })
        #expect(object.users.count == 200)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while pool.endOne() {}
                }
            }
        }
        #expect(object.users.isEmpty)
        try store.delete("pr0")
    }
}
