import JSON
import ObjectModel
import Testing

@Suite("Properties of objects")
struct ManagedObjectTests {
    private let journal = Journal()

    private func store(_ properties: JSONObject = ["path": "/x"]) throws -> ObjectStore {
        let store = try makeStore(journal)
        try store.add("probe", id: "p", properties: properties)
        return store
    }

    @Test("are listed, the type first, with what they are for")
    func list() throws {
        let properties = try store().list("/objects/p")
        #expect(properties.map(\.name) == ["type", "state", "path", "level", "fail"])
        #expect(properties.map(\.type) == ["string", "string", "string", "int", "string"])
        #expect(properties.map(\.summary).contains("how much of it"))
        #expect(properties.allSatisfy { $0.defaultValue == nil })
    }

    @Test("of a type are listed with their defaults")
    func listOfType() throws {
        let properties = try store().registry.properties(ofType: "probe").map(PropertyInfo.init)
        #expect(properties.first { $0.name == "level" }?.defaultValue == 5)
        #expect(properties.first { $0.name == "path" }?.defaultValue == nil)
        #expect(properties.first?.name == "type")
    }

    @Test(
        "read as given, as the default, as computed, or as null",
        arguments: [("path", "/x"), ("level", 5), ("state", "idle"), ("fail", .null), ("type", "probe")]
            as [(String, JSONValue)])
    func get(_ name: String, _ value: JSONValue) throws {
        #expect(try store().get("p", property: name) == value)
    }

    @Test("that don't exist can't be read or set", arguments: ["nope", "", "Level", "level "])
    func unknown(_ name: String) throws {
        let store = try store()
        let error = expectError(.noSuchProperty) { _ = try store.get("p", property: name) }
        #expect(error?.code.isDeviceNotFound == false)
        #expect(error?.hint?.contains("level") == true)
        expectError(.noSuchProperty) { try store.set("p", property: name, to: 1) }
    }

    @Test("of run time can be changed")
    func set() throws {
        let store = try store(["path": "", "level": 1])
        #expect(try store.get("p", property: "level") == 1)
        try store.set("p", property: "level", to: 7)
        #expect(try store.get("p", property: "level") == 7)
        #expect(journal.lines.last == "apply level")
    }

    @Test(
        "keep their value when the new one is refused",
        arguments: [(13, .failed), ("8", .invalidValue), (.null, .invalidValue)] as [(JSONValue, ObjectError.Code)])
    func refusedValue(_ value: JSONValue, _ code: ObjectError.Code) throws {
        let store = try store()
        expectError(code) { try store.set("p", property: "level", to: value) }
        #expect(try store.get("p", property: "level") == 5)
    }

    @Test("of creation can't be changed later", arguments: ["path", "fail"])
    func constructOnly(_ name: String) throws {
        let store = try store()
        let error = expectError(.propertyNotWritable) { try store.set("p", property: name, to: "/y") }
        #expect(error?.hint?.contains("create it again") == true)
        #expect(try store.get("p", property: "path") == "/x")
    }

    @Test("that are computed can't be set", arguments: ["state", "type"])
    func readOnly(_ name: String) throws {
        let store = try store()
        expectError(.propertyNotWritable) { try store.set("p", property: name, to: "x") }
    }

    @Test("reach the factory with their defaults")
    func creation() throws {
        let objectClass = try #require(makeStore().registry["probe"])
        let creation = try ObjectCreation(id: "p", objectClass: objectClass, properties: ["path": "a"])
        #expect(creation["path"] == "a")
        #expect(creation["level"] == 5)
        #expect(creation["fail"] == nil)
        #expect(creation["nope"] == nil)
        #expect(creation.given.count == 1)
    }

    @Test("errors say message, cause and hint")
    func errorText() {
        struct Cause: Error, CustomStringConvertible { var description: String { "no space" } }
        #expect(ObjectError(.failed, "it failed").description == "it failed")
        #expect(
            ObjectError(.failed, "it failed", hint: "Try again.", cause: Cause()).description
                == "it failed: no space\nTry again.")
        #expect(ObjectError.Code.objectInUse.description == "objectInUse")
    }
}
