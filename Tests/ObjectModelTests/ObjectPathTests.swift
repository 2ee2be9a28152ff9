import JSON
import ObjectModel
import Testing

@Suite("Paths")
struct ObjectPathTests {
    private func store(_ ids: String...) throws -> ObjectStore {
        let store = try makeStore()
        for id in ids { try store.add("probe", id: id, properties: ["path": .string("/dev/\(id)")]) }
        return store
    }

    @Test(
        "lead to an object, absolute or partial",
        arguments: ["/objects/p0", "//objects///p0", "/objects/p0/", "p0", "objects/p0", "p0/", "objects//p0//"])
    func found(_ path: String) throws {
        #expect(try store("p0", "p1").object(at: path).id == "p0")
    }

    @Test(
        "may lead to nothing, which is DeviceNotFound",
        arguments: [
            "/p0", "/object/p0", "/objects/p2", "/objects/p0/x", "/objects/p0/x/y", "p2", "0", "p", "x/p0",
            "objects/p2",
            "/machine", "machine", "objects/objects", "a/b/c/d/e/f", "/\u{301}objects",
        ])
    func notFound(_ path: String) throws {
        let store = try store("p0", "p1")
        for error in [
            expectError(.noSuchPath) { _ = try store.object(at: path) },
            expectError(.noSuchPath) { _ = try store.list(path) },
            expectError(.noSuchPath) { _ = try store.get(path, property: "type") },
            expectError(.noSuchPath) { try store.set(path, property: "level", to: 1) },
        ] {
            #expect(error?.code.isDeviceNotFound == true)
        }
    }

    @Test("that several things end with are ambiguous, which is another error", arguments: ["objects", ""])
    func ambiguous(_ path: String) throws {
        let store = try store("objects")
        let error = expectError(.ambiguousPath) { _ = try store.list(path) }
        #expect(error?.code.isDeviceNotFound == false)
        expectError(.ambiguousPath) { _ = try store.get(path, property: "type") }
        expectError(.ambiguousPath) { try store.set(path, property: "level", to: 1) }
        #expect(try store.object(at: "objects/objects").id == "objects")
        #expect(try store.object(at: "/objects/objects").id == "objects")
        #expect(try store.get("/objects", property: "type") == "container")
    }

    @Test("lead to containers, which are listed with their children")
    func containers() throws {
        let store = try store("b", "a")
        #expect(try store.list("/").map(\.name) == ["type", "objects"])
        #expect(try store.list("/").map(\.type) == ["string", "child<container>"])
        for path in ["/objects", "objects", "/objects/"] {
            #expect(try store.list(path).map(\.name) == ["type", "b", "a"])
            #expect(try store.list(path).map(\.type) == ["string", "child<probe>", "child<probe>"])
        }
        expectError(.noSuchPath) { _ = try store.object(at: "/objects") }
        #expect(try store.get("/", property: "type") == "container")
        #expect(try store.get("/", property: "objects") == "/objects")
        #expect(try store.get("/objects", property: "a") == "/objects/a")
        #expect(ObjectStore.path(ofID: "a") == "/objects/a")
        expectError(.noSuchProperty) { _ = try store.get("/objects", property: "c") }
        expectError(.noSuchProperty) { _ = try store.get("/", property: "a") }
        expectError(.noSuchProperty) { try store.set("/", property: "a", to: 1) }
        expectError(.propertyNotWritable) { try store.set("/objects", property: "a", to: 1) }
        expectError(.propertyNotWritable) { try store.set("/", property: "type", to: "x") }
    }

    @Test("of any length are looked at once")
    func longPaths() throws {
        let store = try store("p0")
        #expect(try store.object(at: String(repeating: "/", count: 1_000_000) + "objects/p0").id == "p0")
        expectError(.noSuchPath) { _ = try store.list(String(repeating: "objects/", count: 200_000)) }
    }
}
