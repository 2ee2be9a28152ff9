import Testing

@testable import QAPISchema

struct SchemaReaderTests {
    private func read(_ files: [String: String], _ path: String = "top.json") throws(SchemaError) -> SchemaSource {
        try SchemaReader.read(path, files: MemorySchemaFiles(files))
    }

    private func structure(_ name: String) -> String { "{ 'struct': '\(name)', 'data': {} }\n" }

    @Test func `an included file's definitions stand where it is included`() throws {
        let source = try read(
            [
                "dir/top.json": structure("Aa") + "{ 'include': 'b.json' }\n" + structure("Cc"),
                "dir/b.json": structure("Bb") + "{ 'include': 'sub/d.json' }\n{ 'include': '../e.json' }",
                "dir/sub/d.json": "\n" + structure("Dd"),
                "e.json": structure("Ee") + "{ 'include': '/dir/f.qapi.json' }",
                "dir/f.qapi.json": structure("Ff"),
            ], "dir/top.json")
        #expect(source.definitions.map(\.name) == ["Aa", "Bb", "Dd", "Ee", "Ff", "Cc"])
        #expect(source.definitions.map(\.module) == [0, 1, 2, 3, 4, 0])
        #expect(source.definitions.map(\.location.line) == [1, 1, 2, 1, 1, 3])
        #expect(
            source.modules.map(\.file)
                == ["dir/top.json", "dir/b.json", "dir/sub/d.json", "dir/../e.json", "/dir/f.qapi.json"])
        #expect(source.modules.map(\.name) == ["top", "b", "d", "e", "f.qapi"])
        #expect(
            source.definitions[2].location.includedFrom == [
                .init(file: "dir/b.json", line: 2), .init(file: "dir/top.json", line: 2),
            ])
    }

    @Test func `a file is parsed once, by whatever name it is reached`() throws {
        let source = try read([
            "top.json": "{ 'include': 'a.json' }{ 'include': './a.json' }{ 'include': 'b/../a.json' }\n",
            "a.json": structure("Aa"),
        ])
        #expect(source.definitions.map(\.name) == ["Aa"])
        #expect(source.modules.map(\.file) == ["top.json", "a.json"])
    }

    @Test func `files that include one another in a loop are refused at the directive that closes it`() {
        let error = #expect(throws: SchemaError.self) {
            try read([
                "top.json": "\n{ 'include': 'a.json' }", "a.json": "{ 'include': 'b.json' }",
                "b.json": "\n\n{ 'include': './a.json' }",
            ])
        }
        #expect(error?.location.file == "b.json")
        #expect(error?.location.line == 3)
        #expect(error?.location.includedFrom == [.init(file: "a.json", line: 1), .init(file: "top.json", line: 2)])
        #expect(error?.message.contains("'./a.json'") == true)
        Refusal("\n{ 'include': 'schema.json' }", line: 2, naming: "'schema.json'").check()
    }

    @Test func `a file that can't be read is reported at its directive`() {
        let error = #expect(throws: SchemaError.self) {
            try read(["x/top.json": "# one\n{ 'include': 'gone.json' }"], "x/top.json")
        }
        #expect(error?.location == SourceLocation(file: "x/top.json", line: 2))
        #expect(error?.message.contains("'x/gone.json': No such file") == true)
    }

    @Test func `a schema that can't be read is reported as a whole`() {
        let error = #expect(throws: SchemaError.self) { try read([:]) }
        #expect(error?.location == SourceLocation(file: "top.json", line: 0))
        #expect(error?.message.contains("'top.json': No such file") == true)
    }

    @Test func `an error in an included file knows how it was reached`() {
        let error = #expect(throws: SchemaError.self) {
            try read(["top.json": "{ 'include': 'a.json' }", "a.json": "{\n  'struct' 'A' }"])
        }
        #expect(error?.location.file == "a.json")
        #expect(error?.location.line == 2)
        #expect(error?.location.column == 12)
        #expect(error?.location.includedFrom == [.init(file: "top.json", line: 1)])
    }

    @Test func `the first syntax error anywhere comes before any other error`() {
        let error = #expect(throws: SchemaError.self) {
            try read(["top.json": "{ 'struct': 'bad', 'data': {} }{ 'include': 'a.json' }", "a.json": "{"])
        }
        #expect(error?.location.file == "a.json")
    }

    @Test func `a pragma counts for the whole schema`() throws {
        let late = structure("Aa") + "{ 'include': 'p.json' }"
        let error = #expect(throws: SchemaError.self) {
            try read(["top.json": late, "p.json": "{ 'pragma': { 'doc-required': true } }"])
        }
        #expect(error?.location == SourceLocation(file: "top.json", line: 1))
        let permissive = try read([
            "top.json": "{ 'command': 'a_b' }{ 'include': 'p.json' }",
            "p.json": "{ 'pragma': { 'command-name-exceptions': ['a_b'] } }",
        ])
        #expect(permissive.definitions.count == 1)
    }

    @Test func `files nest as deep as the limit and no deeper`() throws {
        var files: [String: String] = [:]
        for number in 0..<SchemaReader.maximumIncludeDepth {
            files["\(number)"] = "{ 'include': '\(number + 1)' }"
        }
        files["99"] = structure("Last")
        #expect(try read(files, "0").definitions.map(\.name) == ["Last"])
        files["99"] = "{ 'include': '100' }"
        files["100"] = ""
        let error = #expect(throws: SchemaError.self) { try read(files, "0") }
        #expect(error?.location.file == "99")
        #expect(error?.message.contains("100 deep") == true)
    }

    @Test func `free-form documentation is kept with its file`() throws {
        let source = try read([
            "top.json": "##\n# = One\n##\n{ 'include': 'a.json' }\n##\n# three\n##\n", "a.json": "##\n# two\n##",
        ])
        #expect(source.modules.map { $0.freeForm.map(\.body) } == [["= One", "three"], ["two"]])
        #expect(source.modules[0].freeForm.map(\.location.line) == [1, 5])
        #expect(source.modules[0].freeForm.allSatisfy { $0.symbol == nil })
    }

    @Test func `ten thousand definitions are read`() throws {
        let count = 10_000
        let text = (0..<count).map { "{ 'enum': 'Enum\($0)', 'data': [ 'a' ] }\n" }.joined()
        let source = try SchemaReader.read(text: text)
        #expect(source.definitions.count == count)
        #expect(source.definitions.last?.location.line == count)
    }
}
