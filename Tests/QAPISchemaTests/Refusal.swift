import Testing

@testable import QAPISchema

/// A schema that must be refused: where, and what the message must name.
struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let column: Int?
    let naming: String

    var testDescription: String { text }

    /// A schema that is refused at a line; a message about a token knows the column too.
    init(_ text: String, line: Int = 1, column: Int? = nil, naming: String) {
        self.text = text
        self.line = line
        self.column = column
        self.naming = naming
    }

    /// Expects that the schema is refused so.
    func check(_ sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        do {
            _ = try SchemaReader.read(text: text)
            Issue.record("the schema is accepted", sourceLocation: sourceLocation)
        } catch {
            #expect(error.location.file == "schema.json", sourceLocation: sourceLocation)
            #expect(error.location.line == line, "\(error.message)", sourceLocation: sourceLocation)
            #expect(error.location.column == column, "\(error.message)", sourceLocation: sourceLocation)
            #expect((error.location.characterOffset == nil) == (column == nil), sourceLocation: sourceLocation)
            #expect(error.message.contains(naming), sourceLocation: sourceLocation)
            #expect(!error.message.hasSuffix("."), sourceLocation: sourceLocation)
        }
    }
}

/// The only definition of a schema.
func onlyDefinition(_ text: String) throws -> Definition {
    let definitions = try SchemaReader.read(text: text).definitions
    try #require(definitions.count == 1)
    return definitions[0]
}
