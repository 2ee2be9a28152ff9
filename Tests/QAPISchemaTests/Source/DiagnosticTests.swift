import Testing

@testable import QAPISchema

struct DiagnosticTests {
    private func render(_ error: SchemaError, _ files: [String: String]) -> String {
        Diagnostic.render(error, files: MemorySchemaFiles(files))
    }

    @Test func `a syntax error shows its line with a caret`() throws {
        let files = ["a.json": "#\n{ 'struct' 'A' }\n"]
        let error = try #require(
            throws: SchemaError.self
        ) { try SchemaReader.read("a.json", files: MemorySchemaFiles(files)) }
        #expect(
            render(error, files) == """
                a.json:2:12: error: expected ':' after the key 'struct', found the string 'A'
                    2 | { 'struct' 'A' }
                      |            ^

                """)
    }

    @Test func `an error in a definition names it and has no caret`() throws {
        let files = ["a.json": "{ 'struct': 'A',\n  'data': {} }\n"]
        let error = try #require(
            throws: SchemaError.self
        ) { try SchemaReader.read("a.json", files: MemorySchemaFiles(files)) }
        #expect(render(error, files).hasPrefix("a.json:1: error: in struct 'A': struct 'A' must be named in CamelCase"))
        #expect(render(error, files).hasSuffix("\n    1 | { 'struct': 'A',\n"))
    }

    @Test func `notes lead through the including files and to the related place`() {
        let error = SchemaError(
            "twice",
            at: SourceLocation(
                file: "c.json", line: 1,
                includedFrom: [.init(file: "b.json", line: 7), .init(file: "a.json", line: 2)]),
            related: .init(
                location: SourceLocation(file: "a.json", line: 1, column: 1, characterOffset: 0), message: "once"))
        #expect(
            render(error, ["a.json": "first", "c.json": "third"]) == """
                c.json:1: error: twice
                    1 | third
                b.json:7: note: included from here
                a.json:2: note: included from here
                a.json:1:1: note: once
                    1 | first
                      | ^

                """)
    }

    @Test(arguments: [
        ("\t;", 1, "        ;", 8), ("ab\t;", 3, "ab      ;", 8), ("\u{1B}[;", 2, "\\u{1b}[;", 7),
        ("\u{E9};", 1, "\u{E9};", 1),
        ("ab", 2, "ab", 2), ("", 0, "", 0),
    ])
    func `tabs and control characters are spread out`(line: String, offset: Int, shown: String, caret: Int) {
        let place = SourceLocation(file: "a", line: 1, column: 9, characterOffset: offset)
        let expected = "a:1:9: error: x\n    1 | \(shown)\n      | \(String(repeating: " ", count: caret))^\n"
        #expect(render(SchemaError("x", at: place), ["a": line + "\n"]) == expected)
    }

    @Test func `a very long line is shown around the caret`() throws {
        let line = String(repeating: "a", count: 500) + ";" + String(repeating: "b", count: 500)
        let place = SourceLocation(file: "a", line: 1, column: 501, characterOffset: 500)
        let lines = render(SchemaError("x", at: place), ["a": line]).split(separator: "\n")
        #expect(
            lines[1] == "    1 | …" + String(repeating: "a", count: 60) + ";" + String(repeating: "b", count: 38) + "…")
        #expect(lines[2] == "      | " + String(repeating: " ", count: 61) + "^")
    }

    @Test func `nothing in a message reaches the terminal as a command`() {
        let place = SourceLocation(file: "a", line: 1)
        let error = SchemaError(
            "\u{1B}[2J\n", at: place, in: "struct '\u{7}'", related: .init(location: place, message: "\u{9B}"))
        #expect(
            render(error, [:])
                == "a:1: error: in struct '\\u{7}': \\u{1b}[2J\\u{a}\na:1: note: \\u{9b}\n")
    }

    @Test func `without the text there is no excerpt`() {
        let place = SourceLocation(file: "a\n", line: 5, column: 1, characterOffset: 0)
        #expect(render(SchemaError("x", at: place), [:]) == "a\\u{a}:5:1: error: x\n")
        #expect(render(SchemaError("x", at: place), ["a\n": "one"]) == "a\\u{a}:5:1: error: x\n")
        #expect(render(SchemaError("x", at: SourceLocation(file: "a", line: 0)), ["a": ""]) == "a: error: x\n")
    }
}
