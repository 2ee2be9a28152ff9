import Testing

@testable import QAPISchema

struct FileParserTests {
    @Test(arguments: [
        Refusal("{", column: 2, naming: "the end of the file"),
        Refusal("{ ,", column: 3, naming: "','"),
        Refusal("{ true", column: 3, naming: "'true'"),
        Refusal("{ 'a' 'b' }", column: 7, naming: "':' after the key 'a'"),
        Refusal("{ 'a': }", column: 8, naming: "'}'"),
        Refusal("{ 'a':\n\n:", line: 3, column: 1, naming: "':'"),
        Refusal("{ 'a': 'b' 'c': 'd' }", column: 12, naming: "the string 'c'"),
        Refusal("{ 'a': 'b', }", column: 13, naming: "no comma follows the last member"),
        Refusal("{ 'a': 'b', true: 'c' }", column: 13, naming: "'true'"),
        Refusal("{ 'a': 'b',\n  'a': 'c' }", line: 2, column: 8, naming: "'a' twice"),
        Refusal("{ 'a': { 'b': 'c', 'b': ;", column: 25, naming: "';'"),
        Refusal("[ , ]", column: 3, naming: "','"),
        Refusal("[ 'a', ]", column: 8, naming: "']'"),
        Refusal("[ 'a' 'b' ]", column: 7, naming: "',' or ']'"),
        Refusal("[", column: 2, naming: "the end of the file"),
        Refusal("{ 'a': [ 'b' }", column: 14, naming: "'}'"),
        Refusal("{ 'a':\n##\n", line: 2, column: 1, naming: "a documentation comment"),
        Refusal("}", column: 1, naming: "'}'"),
        Refusal("{ 'struct': 'S', 'data': {} } }", column: 31, naming: "'}'"),
    ])
    func `a syntax error is found at its token`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        Refusal("\n[ 'a' ]", line: 2, naming: "an array"),
        Refusal("'a'", naming: "the string 'a'"),
        Refusal("false", naming: "false"),
        Refusal("{ 'include': 'a', 'b': 'c' }", naming: "'b'"),
        Refusal("{ 'include': { 'a': 'b' } }", naming: "an object"),
        Refusal("{ 'pragma': {}, 'include': 'a' }", naming: "'pragma'"),
        Refusal("{ 'pragma': {}, 'struct': 'a' }", naming: "'struct'"),
        Refusal("{ 'pragma': [] }", naming: "an array"),
    ])
    func `directives and definitions have one shape`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        Refusal("\n##\n# @Foo:\n##\n", line: 2, naming: "'Foo'"),
        Refusal("##\n# @Foo:\n##\n##\n# free\n##\n", naming: "'Foo'"),
        Refusal("##\n# @Foo:\n##\n{ 'include': 'schema.json' }", naming: "'include'"),
        Refusal("##\n# @Foo:\n##\n{ 'pragma': {} }", naming: "'pragma'"),
        Refusal("##\n# free\n##\n{ 'struct': 'Foo', 'data': {} }", naming: "@NAME"),
        Refusal("\n##\n##\n{ 'struct': 'Foo', 'data': {} }", line: 2, naming: "@NAME"),
    ])
    func `documentation stands right before its definition`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        "", "\n", "# nothing", "##\n# free\n##\n##\n# free\n##", "##\n# free\n##\n{ 'pragma': {} }",
        "##\n# @Foo:\n##\n# an ordinary comment\n\n{ 'struct': 'Foo', 'data': {} }",
        "{'pragma':{}}{'pragma':{}}",
    ])
    func `the top level takes directives, documentation and nothing`(text: String) throws {
        #expect(try SchemaReader.read(text: text).modules.count == 1)
    }

    @Test func `the syntax error behind a directive comes first`() {
        Refusal("{ 'include': 'missing.json' } ;", column: 31, naming: "';'").check()
        Refusal("{ 'pragma': { 'no-such': true } } ;", column: 35, naming: "';'").check()
    }

    private static func nested(_ depth: Int) -> String {
        let inner = String(repeating: "{ 'not': ", count: depth - 1) + "'A'" + String(repeating: "}", count: depth - 1)
        return "{ 'struct': 'Foo', 'data': {}, 'if': \(inner) }"
    }

    @Test func `values nest as deep as the limit and no deeper`() throws {
        let definition = try onlyDefinition(Self.nested(FileParser.maximumDepth))
        var depth = 0
        var condition = definition.condition
        while case .not(let inner)? = condition {
            depth += 1
            condition = inner
        }
        #expect(depth == 127)
        #expect(condition == .symbol("A"))
        Refusal(Self.nested(129), column: 38 + 9 * 127, naming: "128 deep").check()
    }

    @Test(arguments: ["[", "{'a':", "[[{'a':"])
    func `a million opening brackets are refused`(unit: String) {
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        let error = #expect(throws: SchemaError.self) { try SchemaReader.read(text: text) }
        #expect(error?.message.contains("128 deep") == true)
    }
}
