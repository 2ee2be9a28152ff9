import JSON
import Testing

@testable import QAPISchema

struct SchemaIntrospectionTests {
    private func describe(
        _ text: String, _ symbols: Set<String> = [], unmasked: Bool = false
    ) throws -> [JSONValue] {
        SchemaIntrospection(try schema(text), defining: symbols, unmasked: unmasked).entries
    }

    private func name(_ entry: JSONValue) -> String {
        guard case .object(let object) = entry, case .string(let name) = object["name"] else { return "" }
        return name
    }

    @Test func `a schema without commands and events describes nothing`() throws {
        #expect(try describe("{ 'struct': 'Foo', 'data': { 'a': 'int' } }") == [])
    }

    @Test func `nothing is an empty object type`() throws {
        #expect(
            try describe("{ 'command': 'go' }\n{ 'event': 'GO' }") == [
                ["name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "0"],
                ["name": "GO", "meta-type": "event", "arg-type": "0"],
                ["name": "0", "meta-type": "object", "members": []],
            ])
    }

    @Test func `types are numbered by first use and follow in that order`() throws {
        let text = """
            { 'struct': 'Unused', 'data': {} }
            { 'command': 'go', 'data': { 'b': 'Second', '*a': [ 'Third' ] }, 'returns': 'First', 'allow-oob': true }
            { 'struct': 'Third', 'data': {} }
            { 'struct': 'First', 'data': { 'down': 'Second' } }
            { 'enum': 'Second', 'data': [ 'x', 'y' ] }
            """
        #expect(
            try describe(text) == [
                ["name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "1", "allow-oob": true],
                [
                    "name": "0", "meta-type": "object",
                    "members": [["name": "b", "type": "2"], ["name": "a", "type": "[3]", "default": .null]],
                ],
                ["name": "1", "meta-type": "object", "members": [["name": "down", "type": "2"]]],
                ["name": "2", "meta-type": "enum", "members": [["name": "x"], ["name": "y"]], "values": ["x", "y"]],
                ["name": "[3]", "meta-type": "array", "element-type": "3"],
                ["name": "3", "meta-type": "object", "members": []],
            ])
        let masks = SchemaIntrospection(try schema(text)).maskedNames
        #expect(masks == ["0": "q_obj_go-arg", "1": "First", "2": "Second", "3": "Third"])
    }

    @Test func `unmasked types keep their names`() throws {
        let entries = try describe(
            "{ 'command': 'go', 'data': { 'a': [ 'Foo' ] } }\n{ 'struct': 'Foo', 'data': {} }", unmasked: true)
        #expect(entries.map(name) == ["go", "q_obj_go-arg", "q_empty", "[Foo]", "Foo"])
        #expect(
            SchemaIntrospection(try schema("{ 'command': 'go' }"), unmasked: true).maskedNames.isEmpty)
    }

    @Test(arguments: ["int", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "size"])
    func `all integers are one type`(type: String) throws {
        #expect(
            try describe("{ 'event': 'GO', 'data': { 'a': '\(type)', 'b': [ '\(type)' ] } }") == [
                ["name": "GO", "meta-type": "event", "arg-type": "0"],
                [
                    "name": "0", "meta-type": "object",
                    "members": [["name": "a", "type": "int"], ["name": "b", "type": "[int]"]],
                ],
                ["name": "int", "meta-type": "builtin", "json-type": "int"],
                ["name": "[int]", "meta-type": "array", "element-type": "int"],
            ])
    }

    @Test(arguments: [
        ("str", "string"), ("number", "number"), ("bool", "boolean"), ("null", "null"), ("any", "value"),
    ])
    func `other built-in types keep name and kind`(type: String, kind: String) throws {
        let entries = try describe("{ 'event': 'GO', 'data': { 'a': '\(type)' } }")
        #expect(entries.last == ["name": .string(type), "meta-type": "builtin", "json-type": .string(kind)])
    }

    @Test func `members are flat and a union names every branch`() throws {
        let entries = try describe(
            """
            { 'command': 'go', 'data': 'Uni', 'boxed': true }
            { 'enum': 'Kind', 'data': [ 'a', 'b', { 'name': 'c', 'if': 'HAVE_C' } ] }
            { 'struct': 'Root', 'data': { 'r': 'str' } }
            { 'struct': 'Base', 'base': 'Root', 'data': { 'kind': 'Kind' } }
            { 'struct': 'Part', 'data': {} }
            { 'union': 'Uni', 'base': 'Base', 'discriminator': 'kind', 'data': { 'b': 'Part' } }
            """, unmasked: true)
        #expect(
            entries[1] == [
                "name": "Uni", "meta-type": "object", "tag": "kind",
                "members": [["name": "r", "type": "str"], ["name": "kind", "type": "Kind"]],
                "variants": [["case": "b", "type": "Part"], ["case": "a", "type": "q_empty"]],
            ])
        #expect(entries.map(name) == ["go", "Uni", "q_empty", "str", "Kind", "Part"])
    }

    @Test func `an alternate names the types of its branches`() throws {
        let entries = try describe(
            "{ 'event': 'GO', 'data': { 'a': 'Alt' } }\n{ 'alternate': 'Alt', 'data': { 'x': 'uint8', 'y': 'null' } }")
        #expect(
            entries[2] == ["name": "1", "meta-type": "alternate", "members": [["type": "int"], ["type": "null"]]])
    }

    @Test func `features stand on everything that has them`() throws {
        let feature = "'features': [ 'new' ]"
        let entries = try describe(
            """
            { 'command': 'go', 'returns': 'Foo', \(feature) }
            { 'event': 'GO', 'data': { 'alt': 'Alt' }, \(feature) }
            { 'struct': 'Foo', 'data': { 'e': { 'type': 'Enu', \(feature) } }, \(feature) }
            { 'enum': 'Enu', 'data': [ { 'name': 'x', \(feature) }, 'y' ], \(feature) }
            { 'alternate': 'Alt', 'data': { 'x': 'str' }, \(feature) }
            """, unmasked: true)
        let new: JSONValue = ["new"]
        #expect(entries.count == 8)
        for entry in entries where !["q_empty", "q_obj_GO-arg", "str"].contains(name(entry)) {
            guard case .object(let object) = entry else { continue }
            #expect(object["features"] == new, "\(name(entry))")
        }
        #expect(
            entries.first { name($0) == "Foo" } == [
                "name": "Foo", "meta-type": "object", "features": new,
                "members": [["name": "e", "type": "Enu", "features": new]],
            ])
        #expect(
            entries.first { name($0) == "Enu" } == [
                "name": "Enu", "meta-type": "enum", "features": new,
                "members": [["name": "x", "features": new], ["name": "y"]],
                "values": ["x", "y"],
            ])
    }

    @Test func `what a condition leaves out is not there but keeps its number`() throws {
        let text = """
            { 'command': 'gone', 'data': { 'a': 'Other' }, 'if': 'HAVE_GONE' }
            { 'command': 'go', 'data': 'Foo', 'boxed': true, 'returns': 'Foo' }
            { 'struct': 'Other', 'data': {} }
            { 'struct': 'Foo', 'data': { 'a': 'int', 'b': { 'type': 'Enu', 'if': { 'not': 'HAVE_GONE' } } },
              'features': [ { 'name': 'f', 'if': 'HAVE_GONE' } ] }
            { 'enum': 'Enu', 'data': [ 'x', { 'name': 'y', 'if': 'HAVE_GONE' } ], 'if': 'HAVE_ENU' }
            """
        let without = try describe(text, ["HAVE_ENU"])
        #expect(
            without == [
                ["name": "go", "meta-type": "command", "arg-type": "2", "ret-type": "2"],
                // The implicit type of the arguments shares the command's condition.
                ["name": "1", "meta-type": "object", "members": []],
                [
                    "name": "2", "meta-type": "object", "features": [],
                    "members": [["name": "a", "type": "int"], ["name": "b", "type": "4"]],
                ],
                ["name": "3", "meta-type": "object", "members": []],
                ["name": "int", "meta-type": "builtin", "json-type": "int"],
                ["name": "4", "meta-type": "enum", "members": [["name": "x"]], "values": ["x"]],
            ])
        let with = try describe(text, ["HAVE_GONE"])
        #expect(with.map(name) == ["gone", "go", "0", "1", "2", "3", "int"])
        #expect(
            with[4] == [
                "name": "2", "meta-type": "object", "features": ["f"], "members": [["name": "a", "type": "int"]],
            ])
        #expect(try describe(text, ["HAVE_GONE", "HAVE_ENU"]).count == 8)
    }

    @Test func `an array shares its element's condition`() throws {
        let text = "{ 'event': 'GO', 'data': { 'a': [ 'Foo' ] } }\n{ 'struct': 'Foo', 'data': {}, 'if': 'HAVE_FOO' }"
        #expect(try describe(text).map(name) == ["GO", "0"])
        #expect(try describe(text, ["HAVE_FOO"]).map(name) == ["GO", "0", "[1]", "1"])
    }

    @Test func `commands and events come module by module`() throws {
        var files = MemorySchemaFiles([
            "/main.json": "{ 'command': 'first' }\n{ 'include': 'sub.json' }\n{ 'event': 'THIRD' }"
        ])
        files.set("/sub.json", to: Array("{ 'command': 'second' }".utf8))
        let schema = try Schema(SchemaReader.read("/main.json", files: files))
        #expect(schema.commands.map(\.name) == ["first", "second"])
        #expect(SchemaIntrospection(schema).entries.prefix(3).map(name) == ["first", "THIRD", "second"])
    }
}
