import JSON
import Testing

@Suite struct JSONValueTests {
    private static let equalPairs: [(JSONValue, JSONValue)] = [
        (.int(5), .uint(5)),
        (.int(0), .uint(0)),
        (.int(.max), .uint(UInt64(Int64.max))),
        (.double(0.0), .double(-0.0)),
        (["a": 1, "b": [2, .null]], ["b": [2, .null], "a": 1]),
        ([["x": 1], "y"], [["x": .uint(1)], "y"]),
    ]

    private static let differentPairs: [(JSONValue, JSONValue)] = [
        (.int(1), .double(1)),
        (.uint(.max), .int(-1)),
        (.uint(.max), .double(18_446_744_073_709_551_616)),
        (.int(0), .null),
        (.int(1), .bool(true)),
        (.string("1"), .int(1)),
        ("\u{E9}", "e\u{301}"),
        ("a\u{323}\u{307}", "a\u{307}\u{323}"),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        (["a": 1], ["a": 2]),
        (["a": 1], ["b": 1]),
        (["a": 1], ["a": 1, "b": 1]),
        ([], [:]),
        (["a": .null], [:]),
    ]

    @Test(arguments: equalPairs)
    func `equal values are equal both ways and hash alike`(left: JSONValue, right: JSONValue) {
        #expect(left == right)
        #expect(right == left)
        #expect(left.hashValue == right.hashValue)
    }

    @Test(arguments: differentPairs)
    func `different values differ both ways`(left: JSONValue, right: JSONValue) {
        #expect(left != right)
        #expect(right != left)
    }

    @Test func `every kind has its name and its accessor only`() {
        let values: [(JSONValue, JSONValue.Kind)] = [
            (.null, .null), (true, .boolean), (-1, .integer), (.uint(.max), .integer), (1.5, .number), ("s", .string),
            ([1], .array), (["a": 1], .object),
        ]
        for (value, kind) in values {
            #expect(value.kind == kind)
            #expect(value.isNull == (kind == .null))
            #expect((value.boolValue != nil) == (kind == .boolean))
            #expect((value.doubleValue != nil) == (kind == .integer || kind == .number))
            #expect((value.stringValue != nil) == (kind == .string))
            #expect((value.arrayValue != nil) == (kind == .array))
            #expect((value.objectValue != nil) == (kind == .object))
        }
        #expect(JSONValue.Kind.boolean.description == "boolean")
    }

    @Test func `integers are read by value whatever their case`() {
        #expect(JSONValue.int(7).uint64Value == 7)
        #expect(JSONValue.uint(7).int64Value == 7)
        #expect(JSONValue.int(-7).uint64Value == nil)
        #expect(JSONValue.uint(.max).int64Value == nil)
        #expect(JSONValue.uint(.max).uint64Value == .max)
        #expect(JSONValue.double(7).int64Value == nil)
        #expect(JSONValue.double(7).uint64Value == nil)
        #expect(JSONValue.int(7).doubleValue == 7.0)
    }

    @Test func `integers are classified by their size`() {
        #expect(isSigned(JSONValue(UInt8(200))))
        #expect(isSigned(JSONValue(UInt64(Int64.max))))
        #expect(!isSigned(JSONValue(UInt64(Int64.max) + 1)))
        #expect(isSigned(JSONValue(Int64.min)))
        #expect(JSONValue(UInt64.max) == .uint(.max))
        #expect(JSONValue(Int128(UInt64.max) + 1) == .double(0x1p64))
        #expect(JSONValue(UInt128(UInt64.max) + 1) == .double(0x1p64))
        #expect(JSONValue(Int128(Int64.min) - 1) == .double(-0x1p63))
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func `doubles that are not finite make no value`(number: Double) {
        #expect(JSONValue(number) == nil)
    }

    @Test func `elements and members are reached by subscripts that never trap`() {
        let value: JSONValue = ["list": [1, [true]]]
        #expect(value["list"]?[1]?[0] == true)
        #expect(value["list"]?[2] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["absent"] == nil)
        #expect(value[0] == nil)
        #expect(JSONValue.null["x"] == nil)
    }

    @Test func `a very deep value is compared and hashed without exhausting the stack`() {
        var left: JSONValue = 0
        var right: JSONValue = 0
        for _ in 0..<1_000 {
            left = [["k": left]]
            right = [["k": right]]
        }
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != [["k": left]])
    }

    private func isSigned(_ value: JSONValue) -> Bool {
        if case .int = value { true } else { false }
    }
}
