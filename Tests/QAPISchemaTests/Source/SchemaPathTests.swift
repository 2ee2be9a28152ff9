import Testing

@testable import QAPISchema

struct SchemaPathTests {
    @Test(arguments: [
        ("a.json", "top.json", "a.json"), ("a.json", "d/top.json", "d/a.json"),
        ("../a.json", "d/top.json", "d/../a.json"),
        ("/a.json", "d/top.json", "/a.json"), ("a.json", "/top.json", "/a.json"), ("", "d/top.json", "d/"),
    ])
    func `an included name is relative to the including file`(include: String, includer: String, expected: String) {
        #expect(SchemaPath.resolve(include, from: includer) == expected)
    }

    @Test(arguments: [
        ("a", "/d", "/d/a"), ("/a", "/d", "/a"), ("./a//b/.", "/d", "/d/a/b"), ("../../../a", "/d/e", "/a"),
        ("a/../b", "/", "/b"), ("", "/d", "/d"), ("..", "/", "/"),
    ])
    func `an absolute name has no detours`(path: String, folder: String, expected: String) {
        #expect(SchemaPath.absolute(path, in: folder) == expected)
    }

    @Test(arguments: [("a/b.json", "b"), ("b", "b"), ("a.b/c", "c"), ("a.b.json", "a.b"), (".json", ".json"), ("", "")])
    func `a module is named after its file`(path: String, expected: String) {
        #expect(SchemaPath.stem(path) == expected)
    }
}
