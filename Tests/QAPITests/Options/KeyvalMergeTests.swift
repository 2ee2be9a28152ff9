import JSON
import QAPI
import Testing

@Suite struct KeyvalMergeTests {
    static let merged: [(String, String, JSONObject)] = [
        ("a=1", "b=2", ["a": "1", "b": "2"]), ("a=1", "a=2", ["a": "2"]),
        ("a.b=1,a.c=2", "a.c=3,a.d=4", ["a": ["b": "1", "c": "3", "d": "4"]]),
        ("l.0=x", "l.0=y,l.1=z", ["l": ["x", "y", "z"]]), ("", "a=1", ["a": "1"]), ("a=1", "", ["a": "1"]),
        ("a.b.c=1", "a.b.d=2", ["a": ["b": ["c": "1", "d": "2"]]]),
    ]

    @Test(arguments: KeyvalMergeTests.merged)
    func `a second tree is merged into the first`(first: String, second: String, result: JSONObject) throws {
        var tree = try Keyval.parse(first).tree
        try Keyval.merge(Keyval.parse(second).tree, into: &tree)
        #expect(tree == result)
    }

    static let conflicts: [(String, String, String)] = [
        ("a=1", "a.b=2", "a"), ("a.b=1", "a=2", "a"), ("a.0=1", "a=2", "a"), ("a.0=1", "a.b=2", "a"),
        ("a.b.c=1", "a.b=2", "a.b"),
    ]

    @Test(arguments: KeyvalMergeTests.conflicts)
    func `trees of different shapes are not merged`(first: String, second: String, parameter: String) throws {
        var tree = try Keyval.parse(first).tree
        let addition = try Keyval.parse(second).tree
        let error = failure { () throws(QAPIError) in try Keyval.merge(addition, into: &tree) }
        #expect(error?.parameter == parameter)
    }

    @Test(arguments: 0..<200)
    func `a printed tree is read back`(seed: Int) throws {
        var random = RandomTree(seed: UInt64(seed))
        let tree = random.object()
        let text = try Keyval.print(tree)
        #expect(try Keyval.parse(text).tree == tree, "\(text)")
    }

    static let unwritable: [(JSONObject, String)] = [
        (["a": [:]], "a"), (["a": []], "a"), (["a": .null], "a"), (["1": "x"], "1"), (["a": ["b c": "x"]], "a.b c"),
        (["": "x"], ""), (["a.b": "x"], "a.b"), (["a": [["b": .null]]], "a.0.b"),
    ]

    @Test(arguments: KeyvalMergeTests.unwritable)
    func `what the grammar can't say is not printed`(tree: JSONObject, parameter: String) {
        let error = failure { () throws(QAPIError) in try Keyval.print(tree) }
        #expect(error?.parameter == parameter)
    }

    @Test func `typed scalars are printed as the visitor reads them`() throws {
        let tree: JSONObject = ["b": true, "c": false, "i": -5, "u": .uint(.max), "d": 0.5]
        #expect(try Keyval.print(tree) == "b=on,c=off,i=-5,u=18446744073709551615,d=0.5")
    }
}
