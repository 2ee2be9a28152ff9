import JSON
import ObjectModel
import Testing

@Suite("The store")
struct ObjectStoreTests {
    @Test("creates an object, then completes it")
    func add() throws {
        let journal = Journal()
        let store = try makeStore(journal)
        let object = try store.add("probe", id: "p0", properties: ["path": "/x"])
        #expect(object.id == "p0")
        #expect(object.objectClass.name == "probe")
        #expect(store["p0"] === object)
        #expect(try store.object("p0", ofType: "device") === object)
        #expect(journal.lines == ["init p0", "complete p0"])
    }

    @Test("lists objects in order of creation")
    func order() throws {
        let store = try makeStore()
        for id in ["z", "a", "m"] { try store.add("probe", id: id, properties: ["path": ""]) }
        try store.delete("a")
        try store.add("other-probe", id: "a", properties: ["path": ""])
        #expect(store.objects.map(\.id) == ["z", "m", "a"])
    }

    @Test("refuses malformed IDs first", arguments: ["", "0", "a/b", "a b", "ä"])
    func malformedID(_ id: String) throws {
        let journal = Journal()
        let store = try makeStore(journal)
        let error = expectError(.malformedID) { try store.add("nope", id: id) }
        #expect(error?.hint?.contains("letter") == true)
        #expect(journal.lines.isEmpty)
    }

    @Test("refuses types that are unknown, abstract or not for users")
    func types() throws {
        let store = try makeStore()
        let unknown = expectError(.noSuchType) { try store.add("nope", id: "p") }
        #expect(unknown?.hint == "There are: probe, other-probe.")
        #expect(unknown?.code.isDeviceNotFound == false)
        let abstract = expectError(.abstractType) { try store.add("device", id: "p") }
        #expect(abstract?.hint == "Use one of: probe, other-probe.")
        expectError(.abstractType) { try store.add("object", id: "p") }
        expectError(.typeNotCreatable) { try store.add("container", id: "p") }
        expectError(.typeNotCreatable) { try store.add("user-creatable", id: "p") }
        #expect(store.objects.isEmpty)
    }

    @Test(
        "refuses properties that are wrong, before anything is made",
        arguments: [
            ([:], .missingProperty, "path"),
            (["path": "", "nope": 1], .noSuchProperty, "nope"),
            (["path": 1], .invalidValue, "path"),
            (["path": "", "level": "5"], .invalidValue, "level"),
            (["path": "", "state": "idle"], .propertyNotWritable, "state"),
            (["path": "", "type": "probe"], .propertyNotWritable, "type"),
        ] as [(JSONObject, ObjectError.Code, String)])
    func properties(_ properties: JSONObject, _ code: ObjectError.Code, _ name: String) throws {
        let journal = Journal()
        let store = try makeStore(journal)
        let error = expectError(code) { try store.add("probe", id: "p", properties: properties) }
        #expect(error?.message.contains("'\(name)'") == true)
        #expect(journal.lines.isEmpty)
        #expect(store.objects.isEmpty)
    }

    @Test("says which properties there are instead of an unknown one")
    func propertyHint() throws {
        let store = try makeStore()
        let error = expectError(.noSuchProperty) {
            try store.add("probe", id: "p", properties: ["paht": ""])
        }
        #expect(error?.hint == "They have: type, state, path, level, fail.")
    }

    @Test("refuses an ID that is taken and leaves its owner alone", arguments: ["p", "type"])
    func duplicate(_ id: String) throws {
        let journal = Journal()
        let store = try makeStore(journal)
        let first = try store.add("probe", id: "p", properties: ["path": ""])
        expectError(.duplicateID) { try store.add("other-probe", id: id, properties: ["path": ""]) }
        #expect(store["p"] === first)
        #expect(journal.lines == ["init p", "complete p"])
    }

    @Test(
        "leaves nothing of an object whose factory or completion failed",
        arguments: [
            ("init", ["init p"]), ("complete", ["init p", "complete p", "close p"]),
        ])
    func undo(_ hook: String, _ lines: [String]) throws {
        let journal = Journal()
        let store = try makeStore(journal)
        expectError(.failed) { try store.add("probe", id: "p", properties: ["path": "", "fail": .string(hook)]) }
        #expect(journal.lines == lines)
        #expect(store["p"] == nil)
        #expect(store.objects.isEmpty)
        try store.add("probe", id: "p", properties: ["path": ""])
        #expect(store["p"] != nil)
    }

    /// Puts another object in its own place while it is being completed, and then fails.
    private final class Usurped: ManagedObject {
        let store: ObjectStore
        let journal: Journal

        init(_ creation: ObjectCreation, store: ObjectStore, journal: Journal) {
            self.store = store
            self.journal = journal
            super.init(creation)
        }

        override func complete() throws(ObjectError) {
            try store.delete(id)
            try store.add("probe", id: id, properties: ["path": ""])
            throw ObjectError(.failed, "too late")
        }

        override func close() { journal.lines.append("close usurped") }
    }

    @Test("keeps the inner one of two objects that are created under one ID", arguments: [true, false])
    func nestedCreation(isInFactory: Bool) throws {
        let journal = Journal()
        let store = try makeStore(journal)
        // Safety: the factory runs inside of `add`, on this thread; unowned, because the store keeps the factory.
        nonisolated(unsafe) unowned let unsafeStore = store
        try store.register(
            TypeDescriptor(
                "usurped", summary: "loses its ID",
                factory: { (creation) throws(ObjectError) in
                    if isInFactory {
                        try unsafeStore.add("probe", id: creation.id, properties: ["path": ""])
                    }
                    return Usurped(creation, store: unsafeStore, journal: journal)
                }))
        expectError(isInFactory ? .duplicateID : .failed) { try store.add("usurped", id: "p") }
        #expect(store["p"]?.objectClass.name == "probe")
        #expect(store.objects.count == 1)
        #expect(journal.lines.count { $0 == "close usurped" } == 1)
        #expect(!journal.lines.contains("close p"))
    }

    @Test("deletes an object, checking first and closing it last")
    func delete() throws {
        let journal = Journal()
        let store = try makeStore(journal)
        let object = try store.add("probe", id: "p", properties: ["path": ""])
        try store.delete("p")
        #expect(store["p"] == nil)
        #expect(journal.lines == ["init p", "complete p", "check p", "close p"])
        expectError(.objectClosed) { _ = try object.use(by: "late") }
    }

    @Test("refuses to delete what does not exist", arguments: ["q", "", "/objects/p", "\u{212A}"])
    func deleteUnknown(_ id: String) throws {
        let store = try makeStore()
        try store.add("probe", id: "K", properties: ["path": ""])
        let error = expectError(.noSuchObject) { try store.delete(id) }
        #expect(error?.code.isDeviceNotFound == false)
        #expect(store.objects.count == 1)
    }

    @Test("leaves an object alone that objects to its deletion")
    func deleteRefused() throws {
        let journal = Journal()
        let store = try makeStore(journal)
        let object = try store.add("probe", id: "p", properties: ["path": "", "fail": "delete"])
        expectError(.failed) { try store.delete("p") }
        #expect(store["p"] === object)
        #expect(journal.lines.last == "check p")
        let use = try object.use(by: "somebody")
        #expect(object.users == ["somebody"])
        use.end()
    }

    @Test("checks the type of an object that an option refers to")
    func typedLookup() throws {
        let store = try makeStore()
        try store.add("probe", id: "p", properties: ["path": ""])
        let error = expectError(.invalidType) { _ = try store.object("p", ofType: "other-probe") }
        #expect(error?.message == "the object 'p' is of type 'probe', not of type 'other-probe'")
        expectError(.noSuchObject) { _ = try store.object("q", ofType: "probe") }
    }

    @Test("deletes all at the end, the newest first, and tells what stays and why")
    func deleteAll() throws {
        let journal = Journal()
        let store = try makeStore(journal)
        for id in ["a", "b", "c"] { try store.add("probe", id: id, properties: ["path": ""]) }
        let use = try #require(store["b"]).use(by: "node 'disk0'")
        journal.lines = []
        let errors = store.deleteAll()
        #expect(journal.lines == ["check c", "close c", "check a", "close a"])
        #expect(errors.map(\.code) == [.objectInUse])
        #expect(store.objects.map(\.id) == ["b"])
        use.end()
        #expect(store.deleteAll().isEmpty)
        #expect(store.objects.isEmpty)
    }
}
