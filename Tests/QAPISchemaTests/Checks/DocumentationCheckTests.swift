import Testing

@testable import QAPISchema

struct DocumentationCheckTests {
    private static func documented(_ lines: [String], _ definition: String) -> String {
        "##\n" + lines.map { "# \($0)\n" }.joined() + "##\n" + definition
    }

    private static let structure = "{ 'struct': 'Foo', 'data': {} }"

    @Test(arguments: [
        Refusal("{ 'pragma': { 'doc-required': true } }\n\(structure)", line: 2, naming: "'Foo'"),
        Refusal(documented(["@Fo:"], structure), line: 4, naming: "'Fo'"),
        Refusal(documented(["@Foo :"], structure), line: 4, naming: "'Foo '"),
        Refusal(documented(["@Foo:", "Returns: x"], structure), line: 3, naming: "'Returns'"),
        Refusal(documented(["@Foo:", "Errors: x", "Returns: x"], structure), line: 4, naming: "'Returns'"),
        Refusal(documented(["@Foo:", "Errors: x"], structure), line: 3, naming: "'Errors'"),
        Refusal(documented(["@WENT:", "Errors: x"], "{ 'event': 'WENT' }"), line: 3, naming: "'WENT'"),
        Refusal(documented(["@go:", "Returns: x"], "{ 'command': 'go' }"), line: 3, naming: "'go'"),
    ])
    func `a comment fits its definition`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        documented(["@Foo:", "Since: 1", "TODO: x"], structure),
        documented(["@go:", "Errors: x"], "{ 'command': 'go' }"),
        documented(["@go:", "Returns: x", "Errors: y"], "{ 'command': 'go', 'returns': 'Foo' }"),
        "{ 'pragma': { 'doc-required': true } }\n" + documented(["@Foo:"], structure), structure,
        documented(["@Foo:", "@no-such-member: which is found out later"], structure),
    ])
    func `a fitting comment is accepted`(text: String) throws {
        #expect(
            try onlyDefinition(text).documentation?.symbol
                == (text.hasPrefix("{ 'struct'") ? nil : onlyDefinition(text).name))
    }

    @Test func `an error in a comment's section does not name the definition`() {
        let error = #expect(throws: SchemaError.self) {
            try SchemaReader.read(text: Self.documented(["@Foo:", "Returns: x"], Self.structure))
        }
        #expect(error?.definition == nil)
    }
}
