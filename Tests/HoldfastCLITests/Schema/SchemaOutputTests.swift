import JSON
import QAPISchema
import Testing

/// `introspect`, `list` and `doc` print what the library makes.
struct SchemaOutputTests {
    private static let text = """
        { 'command': 'go', 'data': { 'x': 'int', '*y': 'Foo' }, 'if': 'HAVE_GO' }
        { 'command': 'stay', 'returns': [ 'Foo' ] }
        { 'struct': 'Foo', 'data': { 'a': { 'type': 'int', 'if': 'HAVE_A' } } }

        """
    private let file: String
    private let folder: Tool.Folder
    private let schema: Schema

    init() throws {
        folder = try Tool.Folder()
        file = try folder.write("schema.json", Self.text)
        schema = try Schema(SchemaReader.read(text: Self.text, name: file))
    }

    @Test(arguments: [
        ([], [], false), (["--define", "HAVE_GO"], ["HAVE_GO"], false),
        (["-D", "HAVE_GO", "--define", "HAVE_A"], ["HAVE_GO", "HAVE_A"], false), (["--unmask"], [], true),
        (["--define=HAVE_A", "--unmask"], ["HAVE_A"], true),
    ])
    func `introspect prints the answer of a monitor`(options: [String], symbols: [String], unmasked: Bool) throws {
        let result = try Tool.run(["schema", "introspect", file] + options)
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        let expected = SchemaIntrospection(schema, defining: Set(symbols), unmasked: unmasked).value
        #expect(try JSONParser.parse(result.output) == expected)
        #expect(result.output.hasSuffix("]\n"))
    }

    @Test func `list prints a line for each definition`() throws {
        let result = try Tool.run(["schema", "list", file])
        #expect(result.status == 0)
        #expect(result.output == SchemaListing(schema).text)
        #expect(result.output.split(separator: "\n").count == 3)
    }

    @Test func `list prints JSON for programs`() throws {
        let result = try Tool.run(["schema", "list", "--json", file])
        #expect(result.status == 0)
        #expect(try JSONParser.parse(result.output) == SchemaListing(schema).value)
    }

    @Test func `doc prints Markdown`() throws {
        let result = try Tool.run(["schema", "doc", file])
        #expect(result.status == 0)
        #expect(result.output == SchemaDocument(schema).markdown)
    }

    @Test(arguments: ["introspect", "list", "doc"])
    func `a schema with an error prints nothing else`(command: String) throws {
        let bad = try folder.write("bad.json", "{ 'command': 'int' }\n")
        let result = try Tool.run(["schema", command, bad])
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("\(bad):1: error: "))
    }
}
