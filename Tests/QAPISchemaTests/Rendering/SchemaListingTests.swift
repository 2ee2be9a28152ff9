import JSON
import Testing

@testable import QAPISchema

struct SchemaListingTests {
    private static let text = """
        { 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'if': 'HAVE_B' } ] }
        { 'struct': 'Base', 'data': { 'kind': 'Kind' } }
        { 'struct': 'Part', 'data': { 'x': 'int', '*list': [ 'str' ] } }
        { 'union': 'Uni', 'base': 'Base', 'discriminator': 'kind', 'data': { 'b': 'Part' } }
        { 'alternate': 'Alt', 'data': { 'n': 'int', 'p': 'Part' } }
        { 'command': 'go', 'data': { 'x': 'int', '*y': [ 'Alt' ] }, 'returns': [ 'Part' ], 'features': [ 'unstable' ] }
        { 'command': 'nothing' }
        { 'command': 'boxed', 'data': 'Uni', 'boxed': true, 'allow-oob': true }
        { 'event': 'GONE', 'data': { 'x': 'int' }, 'if': 'HAVE_GONE' }
        """

    @Test func `every definition has a line with its module, kind, name and members`() throws {
        let lines = SchemaListing(try schema(Self.text)).text
        #expect(
            lines == """
                schema enum      Kind    a, b
                schema struct    Base    kind: Kind
                schema struct    Part    x: int, *list: [str]
                schema union     Uni     kind: Kind; kind: b -> Part | a
                schema alternate Alt     n: int | p: Part
                schema command   go      (x: int, *y: [Alt]) -> [Part]
                schema command   nothing ()
                schema command   boxed   (Uni)
                schema event     GONE    (x: int)

                """)
    }

    @Test func `something without members ends with its name`() throws {
        #expect(SchemaListing(try schema("{ 'struct': 'Foo', 'data': {} }")).text == "schema struct    Foo\n")
        #expect(SchemaListing(try schema("")).text == "")
    }

    @Test func `modules come in the order of inclusion`() throws {
        var files = MemorySchemaFiles(["/main.json": "{ 'include': 'sub.json' }\n{ 'command': 'one' }"])
        files.set("/sub.json", to: Array("{ 'command': 'two' }".utf8))
        let listing = SchemaListing(try Schema(SchemaReader.read("/main.json", files: files)))
        #expect(listing.entries.map(\.module) == ["main", "sub"])
        #expect(listing.entries.map(\.name) == ["one", "two"])
    }

    @Test func `programs get everything that was written`() throws {
        let entries = SchemaListing(try schema(Self.text)).entries.map(\.json)
        let expected: [JSONValue] = [
            [
                "module": "schema", "kind": "enum", "name": "Kind", "file": "schema.json", "line": 1,
                "members": [["name": "a"], ["name": "b", "if": "HAVE_B"]],
            ],
            [
                "module": "schema", "kind": "struct", "name": "Base", "file": "schema.json", "line": 2,
                "members": [["name": "kind", "type": "Kind"]],
            ],
            [
                "module": "schema", "kind": "struct", "name": "Part", "file": "schema.json", "line": 3,
                "members": [["name": "x", "type": "int"], ["name": "list", "type": "[str]", "optional": true]],
            ],
            [
                "module": "schema", "kind": "union", "name": "Uni", "file": "schema.json", "line": 4, "base": "Base",
                "members": [["name": "kind", "type": "Kind"]], "discriminator": "kind",
                "branches": [["name": "b", "type": "Part"], ["name": "a"]],
            ],
            [
                "module": "schema", "kind": "alternate", "name": "Alt", "file": "schema.json", "line": 5,
                "branches": [["name": "n", "type": "int"], ["name": "p", "type": "Part"]],
            ],
            [
                "module": "schema", "kind": "command", "name": "go", "file": "schema.json", "line": 6,
                "features": ["unstable"], "returns": "[Part]",
                "members": [["name": "x", "type": "int"], ["name": "y", "type": "[Alt]", "optional": true]],
            ],
            ["module": "schema", "kind": "command", "name": "nothing", "file": "schema.json", "line": 7],
            [
                "module": "schema", "kind": "command", "name": "boxed", "file": "schema.json", "line": 8, "data": "Uni",
                "boxed": true, "allow-oob": true,
            ],
            [
                "module": "schema", "kind": "event", "name": "GONE", "file": "schema.json", "line": 9,
                "if": "HAVE_GONE",
                "members": [["name": "x", "type": "int"]],
            ],
        ]
        for (entry, expected) in zip(entries, expected) { #expect(entry == expected) }
        #expect(entries.count == expected.count)
    }
}
