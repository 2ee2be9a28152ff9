import Testing

@testable import QAPISchema

struct PragmasTests {
    @Test func `every pragma is taken over`() throws {
        let pragmas = try SchemaReader.read(
            text: """
                { 'pragma': { 'doc-required': true, 'command-name-exceptions': ['a', 'b'] } }
                { 'pragma': { 'command-returns-exceptions': ['c'], 'documentation-exceptions': ['d'] } }
                { 'pragma': { 'member-name-exceptions': ['e', 'e'] } }
                """
        ).pragmas
        var expected = SchemaSource.Pragmas()
        expected.docRequired = true
        expected.commandNameExceptions = ["a", "b"]
        expected.commandReturnsExceptions = ["c"]
        expected.documentationExceptions = ["d"]
        expected.memberNameExceptions = ["e", "e"]
        #expect(pragmas == expected)
    }

    @Test func `the last setting of a pragma counts`() throws {
        let pragmas = try SchemaReader.read(
            text: """
                { 'pragma': { 'doc-required': true, 'command-name-exceptions': ['a'] } }
                { 'pragma': { 'doc-required': false, 'command-name-exceptions': [] } }
                """
        ).pragmas
        #expect(pragmas == SchemaSource.Pragmas())
    }

    @Test(arguments: [
        Refusal("\n{ 'pragma': { 'doc-require': true } }", line: 2, naming: "did you mean 'doc-required'"),
        Refusal("{ 'pragma': { 'doc-required': 'true' } }", naming: "'true'"),
        Refusal("{ 'pragma': { 'command-name-exceptions': 'a' } }", naming: "command-name-exceptions"),
        Refusal("{ 'pragma': { 'command-name-exceptions': {} } }", naming: "an object"),
        Refusal("{ 'pragma': { 'command-returns-exceptions': true } }", naming: "command-returns-exceptions"),
        Refusal("{ 'pragma': { 'documentation-exceptions': [ true ] } }", naming: "it holds true"),
        Refusal("{ 'pragma': { 'member-name-exceptions': [ 'a', [] ] } }", naming: "it holds an array"),
    ])
    func `a wrong pragma is refused`(refusal: Refusal) { refusal.check() }
}
