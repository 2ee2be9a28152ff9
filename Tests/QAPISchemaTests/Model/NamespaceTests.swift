import Testing

@testable import QAPISchema

struct NamespaceTests {
    @Test(arguments: [
        Fault("{ 'struct': 'Foo', 'data': {} }\n{ 'struct': 'Foo', 'data': {} }", line: 2, related: 1, naming: "'Foo'"),
        Fault("{ 'enum': 'Foo', 'data': [] }\n\n{ 'struct': 'Foo', 'data': {} }", line: 3, related: 1, naming: "'Foo'"),
        Fault("{ 'command': 'go' }\n{ 'command': 'go' }", line: 2, related: 1, naming: "'go'"),
        Fault("{ 'event': 'GO' }\n{ 'event': 'GO' }", line: 2, related: 1, naming: "'GO'"),
        // With arguments in place both would need the same implicit type.
        Fault(
            "{ 'command': 'go', 'data': { 'a': 'int' } }\n{ 'command': 'go', 'data': { 'b': 'int' } }", line: 2,
            related: 1, naming: "'go'"),
        Fault("{ 'enum': 'QType', 'data': [] }", line: 1, naming: "'QType'", "predefined"),
        Fault("{ 'command': 'size' }", line: 1, naming: "'size'", "built-in"),
        Fault("{ 'command': 'int8' }", line: 1, naming: "'int8'", "built-in"),
    ])
    func `a name is taken once`(fault: Fault) throws { try fault.check() }

    @Test func `names are compared as they are written`() throws {
        let schema = try schema(
            "{ 'command': 'a-b' }\n{ 'command': 'ab' }\n{ 'event': 'AB' }\n{ 'enum': 'Ab', 'data': [] }")
        #expect(schema.commands.map(\.name) == ["a-b", "ab"])
        #expect(schema.events.map(\.name) == ["AB"])
    }

    @Test func `names are entered before anything is resolved`() throws {
        try Fault("{ 'struct': 'Foo', 'data': { 'a': 'None' } }\n{ 'struct': 'Foo', 'data': {} }", line: 2, related: 1)
            .check()
    }

    @Test func `arrays come before what needs them and exist once`() throws {
        let schema = try schema(
            """
            { 'command': 'go', 'data': { 'a': [ 'Foo' ], 'b': [ 'str' ] }, 'returns': [ 'Bar' ] }
            { 'struct': 'Foo', 'data': { 'a': [ 'Foo' ] } }
            { 'alternate': 'Bar2', 'data': { 'a': [ 'Bar' ] } }
            { 'struct': 'Bar', 'data': {} }
            """)
        let own = schema.entities.map { schema.declaration(of: $0).name }.drop { $0 != "QType" }.dropFirst()
        #expect(Array(own) == ["FooList", "q_obj_go-arg", "BarList", "go", "Foo", "Bar2", "Bar"])
        #expect(schema.modules[0].definitions.map { schema.declaration(of: $0).name } == ["go", "Foo", "Bar2", "Bar"])
    }

    @Test func `an array belongs to its element's file and condition`() throws {
        var files = MemorySchemaFiles([
            "/main.json": "{ 'include': 'sub.json' }\n{ 'struct': 'User', 'data': { 'a': [ 'Foo' ] } }"
        ])
        files.set("/sub.json", to: Array("{ 'struct': 'Foo', 'data': {}, 'if': 'HAVE_FOO' }".utf8))
        let schema = try Schema(SchemaReader.read("/main.json", files: files))
        #expect(schema.modules.map(\.name) == ["main", "sub"])
        #expect(schema.type(named: "FooList")?.declaration.module == 1)
        #expect(schema.type(named: "FooList")?.declaration.condition == .symbol("HAVE_FOO"))
        #expect(schema.type(named: "FooList")?.declaration.location?.line == 2)
        #expect(schema.type(named: "User")?.declaration.module == 0)
        #expect(schema.type(named: "strList")?.declaration.module == nil)
    }

    @Test func `members in place become a type under the definition's condition`() throws {
        let schema = try schema("{ 'command': 'go', 'data': { 'a': 'int' }, 'if': 'HAVE_GO', 'features': [ 'fast' ] }")
        let type = try schema.object("q_obj_go-arg")
        #expect(type.isImplicit)
        #expect(type.condition == .symbol("HAVE_GO"))
        #expect(type.features.isEmpty)
        #expect(type.members.map(\.name) == ["a"])
        #expect(schema.spelling(schema.commands[0].arguments) == "q_obj_go-arg")
    }

    @Test func `no members in place are no type`() throws {
        let schema = try schema("{ 'command': 'go', 'data': {} }\n{ 'event': 'GO', 'data': {} }")
        #expect(schema.commands[0].arguments == nil)
        #expect(schema.events[0].data == nil)
        #expect(schema.type(named: "q_obj_go-arg") == nil)
    }
}
