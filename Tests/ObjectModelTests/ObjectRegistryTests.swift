import JSON
import ObjectModel
import Testing

@Suite("The registry")
struct ObjectRegistryTests {
    private let factory: TypeDescriptor.Factory = { creation in ManagedObject(creation) }

    private func type(_ name: String, parent: String = "object", _ properties: [PropertyDescriptor] = [])
        -> TypeDescriptor
    {
        TypeDescriptor(name, parent: parent, summary: "a type", properties: properties, factory: factory)
    }

    @Test("takes a type that nobody knew before")
    func thirdParty() throws {
        var registry = ObjectRegistry()
        try registry.register(type("my-type", [PropertyDescriptor("p", .int, summary: "a number")]))
        let found = try #require(registry["my-type"])
        #expect(found.lineage == ["my-type", "object"])
        #expect(found.properties.map(\.name) == ["type", "p"])
        #expect(found.property(named: "p")?.type == .int)
        #expect(found.property(named: "q") == nil)
        #expect(registry["other"] == nil)
    }

    @Test(
        "refuses malformed and taken names", arguments: ["", "1a", "a b", "object", "container", "user-creatable", "t"])
    func names(_ name: String) throws {
        var registry = ObjectRegistry()
        try registry.register(type("t"))
        let before = registry.classes.count
        expectError(.invalidType) { try registry.register(type(name)) }
        #expect(registry.classes.count == before)
    }

    @Test(
        "refuses parents that are unknown, or that are no objects",
        arguments: ["nope", "", "interface", "user-creatable", "container"])
    func parents(_ parent: String) {
        var registry = ObjectRegistry()
        expectError(.invalidType) { try registry.register(type("t", parent: parent)) }
    }

    @Test("gives a type its ancestors' properties first")
    func inheritance() throws {
        var registry = ObjectRegistry()
        try registry.register(
            TypeDescriptor(
                abstract: "a", summary: "", properties: [PropertyDescriptor("x", .bool, summary: "")]))
        try registry.register(type("b", parent: "a", [PropertyDescriptor("y", .bool, summary: "")]))
        try registry.register(type("c", parent: "b", [PropertyDescriptor("z", .bool, summary: "")]))
        #expect(try registry.properties(ofType: "c").map(\.name) == ["type", "x", "y", "z"])
        #expect(try registry.properties(ofType: "a").map(\.name) == ["type", "x"])
        #expect(registry["c"]?.isKind(of: "a") == true)
        #expect(registry["c"]?.isKind(of: "c") == true)
        #expect(registry["a"]?.isKind(of: "c") == false)
    }

    @Test("refuses a property that an ancestor has, or the type itself", arguments: ["type", "x", "y"])
    func clashes(_ name: String) throws {
        var registry = ObjectRegistry()
        try registry.register(type("a", [PropertyDescriptor("x", .bool, summary: "")]))
        expectError(.invalidType) {
            try registry.register(
                type(
                    "b", parent: "a",
                    [PropertyDescriptor("y", .bool, summary: ""), PropertyDescriptor(name, .int, summary: "")]))
        }
        #expect(registry["b"] == nil)
    }

    @Test(
        "refuses properties that contradict themselves",
        arguments: [
            PropertyDescriptor("p", .int, default: "x", summary: ""),
            PropertyDescriptor("p", .uint8, default: 256, summary: ""),
            PropertyDescriptor("p", .int, isRequired: true, default: 1, summary: ""),
            PropertyDescriptor("p", .int, access: .readOnly, default: 1, summary: ""),
            PropertyDescriptor("p", .int, access: .readOnly, isRequired: true, summary: ""),
            PropertyDescriptor("p q", .int, summary: ""),
            PropertyDescriptor("", .int, summary: ""),
        ])
    func contradictions(_ property: PropertyDescriptor) {
        var registry = ObjectRegistry()
        expectError(.invalidType) { try registry.register(type("t", [property])) }
    }

    @Test("refuses endless generations")
    func depth() throws {
        var registry = ObjectRegistry()
        var parent = "object"
        for generation in 1..<64 {
            try registry.register(type("t\(generation)", parent: parent))
            parent = "t\(generation)"
        }
        expectError(.invalidType) { try registry.register(type("last", parent: parent)) }
    }

    @Test("lists types by ancestor, abstract ones only if asked")
    func lists() throws {
        let registry = try makeStore().registry
        #expect(registry.list().map(\.name) == ["container", "probe", "other-probe"])
        #expect(
            registry.list(includingAbstract: true).map(\.name)
                == ["object", "container", "interface", "user-creatable", "device", "probe", "other-probe"])
        #expect(registry.list(implementing: "device").map(\.name) == ["probe", "other-probe"])
        #expect(
            registry.list(implementing: "device", includingAbstract: true).map(\.name)
                == ["device", "probe", "other-probe"])
        #expect(registry.list(implementing: "user-creatable").map(\.name) == ["probe", "other-probe"])
        #expect(registry.list(implementing: "nope", includingAbstract: true).isEmpty)
    }

    @Test("answers a question about an unknown type with DeviceNotFound", arguments: ["nope", "", "\u{212A}"])
    func unknownType(_ name: String) {
        let error = expectError(.typeNotFound) { _ = try ObjectRegistry().properties(ofType: name) }
        #expect(error?.code.isDeviceNotFound == true)
    }

    @Test("is not confused by strings that are canonically equivalent to names")
    func canonicalEquivalence() throws {
        var registry = ObjectRegistry()
        try registry.register(type("K", [PropertyDescriptor("K", .int, summary: "")]))
        #expect(registry["\u{212A}"] == nil)
        #expect(registry["K"]?.property(named: "\u{212A}") == nil)
        #expect(registry["K"]?.property(named: "K") != nil)
    }
}
