import Testing

struct SchemaCheckTests {
    private let folder: Tool.Folder
    private let good: String

    init() throws {
        folder = try Tool.Folder()
        good = try folder.write("good.json", "{ 'struct': 'Foo', 'data': { 'a': 'int' } }\n")
    }

    @Test func `a good schema is passed in silence`() throws {
        let result = try Tool.run(["schema", "check", good])
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        #expect(result.errors.isEmpty)
    }

    @Test func `an error is shown at its line`() throws {
        let bad = try folder.write("bad.json", "\n{ 'struct': 'Foo', 'data': { 'a': 'Bar' } }\n")
        let result = try Tool.run(["schema", "check", bad])
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("\(bad):2: error: "))
        #expect(result.errors.contains("'Bar'"))
        #expect(result.errors.contains("{ 'struct': 'Foo', 'data': { 'a': 'Bar' } }"))
    }

    @Test func `a clash shows both places`() throws {
        let bad = try folder.write("bad.json", "{ 'command': 'go' }\n{ 'command': 'go' }\n")
        let result = try Tool.run(["schema", "check", bad])
        #expect(result.errors.contains("\(bad):2: error: "))
        #expect(result.errors.contains("\(bad):1: note: "))
    }

    @Test func `an error in an included file shows how it was reached`() throws {
        _ = try folder.write("part.json", "{ 'struct': 'foo' }\n")
        _ = try folder.write("whole.json", "\n\n{ 'include': 'part.json' }\n")
        let result = try Tool.run(["schema", "check", "whole.json"], in: folder)
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("part.json:1: error: "))
        #expect(result.errors.contains("whole.json:3: note: "))
    }

    @Test func `every file is checked, whatever the others are like`() throws {
        let first = try folder.write("first.json", "{ 'struct': 'foo', 'data': {} }\n")
        let second = try folder.write("second.json", "{ 'command': 'int' }\n")
        let result = try Tool.run(["schema", "check", first, good, folder.path + "/none.json", second])
        #expect(result.status == 1)
        #expect(result.errors.contains("\(first):1: error: "))
        #expect(result.errors.contains("none.json: error: "))
        #expect(result.errors.contains("\(second):1: error: "))
        #expect(!result.errors.contains(good))
    }

    @Test(arguments: [".", "/dev/zero", "missing/file.json"])
    func `a file that cannot be read is an error`(path: String) throws {
        let result = try Tool.run(["schema", "check", path], in: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("\(path): error: ") || result.errors.contains("'\(path)'"))
    }
}
