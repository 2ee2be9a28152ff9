import JSON
import QAPI
import Testing

@Suite struct BlockOptionsTests {
    static let flattened: [(JSONObject, JSONObject)] = [
        ([:], [:]), (["a": 1], ["a": 1]), (["a": ["b": 1, "c": true]], ["a.b": 1, "a.c": true]),
        (["l": ["x", "y"]], ["l.0": "x", "l.1": "y"]), (["l": [["a": 1], [["z"]]]], ["l.0.a": 1, "l.1.0.0": "z"]),
        (["a": [:], "b": [], "c": .null], ["a": [:], "b": [], "c": .null]), (["a": ["b": [:]]], ["a.b": [:]]),
        (["a.b": ["c": 1]], ["a.b.c": 1]),
    ]

    @Test(arguments: BlockOptionsTests.flattened)
    func `a tree is flattened`(tree: JSONObject, flat: JSONObject) throws {
        let result = try BlockOptions.flatten(tree)
        #expect(result == flat)
        #expect(Array(result.names) == Array(flat.names))
    }

    static let crumpled: [(JSONObject, JSONValue)] = [
        ([:], [:]), (["a.b": 1, "a.c": 2], ["a": ["b": 1, "c": 2]]), (["l.0": "x", "l.1": "y"], ["l": ["x", "y"]]),
        (["l.1": "y", "l.0": "x"], ["l": ["x", "y"]]), (["0.a": 1, "1": 2], [["a": 1], 2]),
        (["a..b.c": 1], ["a.b": ["c": 1]]),
        (["a...b": 1], ["a.": ["b": 1]]), (["a.": 1], ["a": ["": 1]]),
        (["a": [:], "b.c": []], ["a": [:], "b": ["c": []]]),
        (["a.0..b": 1], ["a": ["0.b": 1]]),
    ]

    @Test(arguments: BlockOptionsTests.crumpled)
    func `flat options become a tree`(flat: JSONObject, tree: JSONValue) throws {
        #expect(try BlockOptions.crumple(flat) == tree)
    }

    static let refused: [(JSONObject, String)] = [
        (["a": ["b": 1]], "a"), (["a": [1]], "a"), (["a": 1, "a.b": 2], "a"), (["a.b": 1, "a": 2], "a"),
        (["a.0": 1, "a.b": 2], "a"), (["a.b": 1, "a.0": 2], "a"), (["a.1": 1], "a.0"), (["a.0": 1, "a.2": 2], "a.1"),
        (["a.00": 1], "a.00"), (["a.0": 1, "a.+1": 1], "a"), (["a.99999999999999999999": 1], "a.0"),
    ]

    @Test(arguments: BlockOptionsTests.refused)
    func `flat options that contradict each other are refused`(flat: JSONObject, parameter: String) {
        #expect(failure { () throws(QAPIError) in try BlockOptions.crumple(flat) }?.parameter == parameter)
    }

    @Test(arguments: 0..<200)
    func `a flattened tree crumples back`(seed: Int) throws {
        var random = RandomTree(seed: UInt64(seed))
        let tree = random.object()
        #expect(try BlockOptions.crumple(BlockOptions.flatten(tree, escapingDots: true)) == .object(tree))
    }

    @Test func `points in names survive when they are escaped`() throws {
        let tree: JSONObject = ["a.b": ["c..d": 1, "e.": 2]]
        #expect(try BlockOptions.flatten(tree, escapingDots: true) == ["a..b.c....d": 1, "a..b.e..": 2])
        #expect(try BlockOptions.crumple(BlockOptions.flatten(tree, escapingDots: true)) == .object(tree))
        #expect(throws: QAPIError.self) { try BlockOptions.flatten(["a": [".b": 1]], escapingDots: true) }
    }

    @Test func `typed scalars become the strings of keyval`() throws {
        let flat: JSONObject = ["a.b": true, "a.c": "off", "n": 5, "u": .uint(.max), "d": 0.5, "z": .null]
        #expect(
            try BlockOptions.crumpleForKeyval(flat)
                == ["a": ["b": "on", "c": "off"], "n": "5", "u": "18446744073709551615", "d": "0.5", "z": .null])
    }

    @Test func `a tree too deep or too long is refused`() throws {
        var deep: JSONValue = 1
        for _ in 0..<300 { deep = ["a": deep] }
        let error = failure { () throws(QAPIError) in try BlockOptions.flatten(["a": deep]) }
        #expect(error?.message.contains("nests deeper") == true)
        let name = String(repeating: "n", count: 1 << 16)
        var wide = JSONObject()
        for index in 0..<300 { wide["\(index)"] = 1 }
        #expect(throws: QAPIError.self) { try BlockOptions.flatten([name: .object(wide)]) }
    }

    @Test func `joining keeps what is there unless it overwrites`() {
        var options: JSONObject = ["a": 1, "b": 2]
        BlockOptions.join(["b": 3, "c": 4], into: &options)
        #expect(options == ["a": 1, "b": 2, "c": 4])
        BlockOptions.join(["b": 3], into: &options, overwriting: true)
        #expect(options == ["a": 1, "b": 3, "c": 4])
    }

    @Test func `extracting takes the options of a child`() {
        var options: JSONObject = ["file.a": 1, "file": "x", "file.b.c": 2, "filex": 3]
        #expect(BlockOptions.extract(prefix: "file.", from: &options) == ["a": 1, "b.c": 2])
        #expect(options == ["file": "x", "filex": 3])
    }

    @Test func `renaming moves a value and refuses two of them`() throws {
        var options: JSONObject = ["old": 1, "b": 2]
        try BlockOptions.rename(["old": "new", "absent": "c"], in: &options)
        #expect(options == ["new": 1, "b": 2])
        options["old"] = 3
        let error = failure { () throws(QAPIError) in try BlockOptions.rename(["old": "new"], in: &options) }
        #expect(error?.parameter == "old")
    }

    static let arrays: [(JSONObject, [JSONValue], JSONObject)] = [
        (
            ["0.a": 42, "0.b": 23, "1.x": 0, "4.y": 1, "o.o": 7, "2": 66], [["a": 42, "b": 23], ["x": 0], 66],
            ["4.y": 1, "o.o": 7]
        ),
        (["1": 1], [], ["1": 1]), (["0": 1, "0.a": 2], [], ["0": 1, "0.a": 2]),
        (["00": 1, "0x": 2], [], ["00": 1, "0x": 2]),
        (["0": 1, "1": 2, "1.a": 3], [1], ["1": 2, "1.a": 3]), ([:], [], [:]),
    ]

    @Test(arguments: BlockOptionsTests.arrays)
    func `list elements are split off`(flat: JSONObject, elements: [JSONValue], rest: JSONObject) {
        var options = flat
        #expect(BlockOptions.splitArray(&options) == elements)
        #expect(options == rest)
    }

    @Test func `a child takes what it lacks from its parent`() {
        let parent: JSONObject = [
            "cache.direct": "on", "cache.no-flush": "off", "force-share": "on", "read-only": "off",
            "auto-read-only": "on", "discard": "ignore", "node-name": "p", "detect-zeroes": "on",
        ]
        #expect(
            BlockOptions.inherited(by: ["driver": "file", "cache.direct": "off", "discard": "ignore"], from: parent)
                == [
                    "driver": "file", "cache.direct": "off", "discard": "ignore", "cache.no-flush": "off",
                    "force-share": "on",
                    "read-only": "off", "auto-read-only": "on",
                ])
        #expect(
            BlockOptions.inherited(by: [:], from: parent, role: .backing) == [
                "read-only": "on", "auto-read-only": "off", "cache.direct": "on", "cache.no-flush": "off",
                "force-share": "on", "discard": "unmap",
            ])
        #expect(BlockOptions.inherited(by: [:], from: [:]) == ["discard": "unmap"])
    }

    @Test func `a root has defaults, and a drive one more`() {
        let defaults: JSONObject = ["cache.direct": "off", "cache.no-flush": "off", "read-only": "off"]
        #expect(BlockOptions.withRootDefaults([:]) == defaults)
        #expect(
            BlockOptions.withRootDefaults(["read-only": "on"], isDrive: true) == [
                "read-only": "on", "cache.direct": "off", "cache.no-flush": "off", "auto-read-only": "on",
            ])
    }
}
