import JSON
import Testing

@Suite struct JSONParserTests {
    private static let accepted: [(String, JSONValue)] = [
        ("null", .null), ("true", true), (" false ", false), ("\t\r\n7\n", 7), (#""""#, ""), ("[]", []), ("{}", [:]),
        ("[ ]", []), ("{ }", [:]), ("[1,2 , 3]", [1, 2, 3]), ("[[],[[]],{}]", [[], [[]], [:]]),
        (#"{"a":1,"b":{"c":[null]}}"#, ["a": 1, "b": ["c": [.null]]]),
        (#"{"":1," ":2}"#, ["": 1, " ": 2]),
    ]

    @Test(arguments: accepted)
    func `a document is read`(text: String, value: JSONValue) throws {
        #expect(try JSONParser.parse(text) == value)
        #expect(try JSONParser.parse(Array(text.utf8)) == value)
        #expect(try JSONParser.parse(Array(text.utf8).span.bytes, options: .qemu) == value)
    }

    @Test func `members keep the order of the text`() throws {
        let object = try #require(try JSONParser.parse(#"{"z":1,"a":2,"m":3}"#).objectValue)
        #expect(Array(object.names) == ["z", "a", "m"])
    }

    private static let refused: [(String, JSONError.Code, Int, Int)] = [
        ("", .unexpectedEnd, 1, 1), ("  \n ", .unexpectedEnd, 2, 2), ("[", .unexpectedEnd, 1, 2),
        ("[1", .unexpectedEnd, 1, 3), ("[1,", .unexpectedEnd, 1, 4), ("{", .unexpectedEnd, 1, 2),
        (#"{"a""#, .unexpectedEnd, 1, 5), (#"{"a":"#, .unexpectedEnd, 1, 6), (#"{"a":1"#, .unexpectedEnd, 1, 7),
        (#""abc"#, .unexpectedEnd, 1, 5), (#""abc\"#, .unexpectedEnd, 1, 6), ("-", .unexpectedEnd, 1, 2),
        ("1.", .unexpectedEnd, 1, 3), ("1e", .unexpectedEnd, 1, 3), ("1e+", .unexpectedEnd, 1, 4),
        ("[1,]", .syntax, 1, 4), (#"{"a":1,}"#, .syntax, 1, 8), ("[,1]", .syntax, 1, 2), ("{,}", .syntax, 1, 2),
        ("[1 2]", .syntax, 1, 4), (#"{"a" 1}"#, .syntax, 1, 6), (#"{"a":1 "b":2}"#, .syntax, 1, 8),
        (#"{"a"}"#, .syntax, 1, 5), (#"{"a":}"#, .syntax, 1, 6), (#"{"a":1,2}"#, .syntax, 1, 8),
        ("{1:2}", .syntax, 1, 2), ("{[]:2}", .syntax, 1, 2), ("{{}:2}", .syntax, 1, 2), ("{null:2}", .syntax, 1, 2),
        ("[:]", .syntax, 1, 2), ("[1:2]", .syntax, 1, 3), ("]", .syntax, 1, 1), ("}", .syntax, 1, 1),
        ("[}", .syntax, 1, 2), ("{]", .syntax, 1, 2), ("[1}", .syntax, 1, 3), (#"{"a":1]"#, .syntax, 1, 7),
        (",", .syntax, 1, 1), (":", .syntax, 1, 1), (#"{"a"::1}"#, .syntax, 1, 6), ("[1,,2]", .syntax, 1, 4),
        ("tru", .syntax, 1, 1), ("nulls", .syntax, 1, 1), ("[tru}", .syntax, 1, 2), ("True", .syntax, 1, 1),
        ("NaN", .syntax, 1, 1), ("Infinity", .syntax, 1, 1), ("-Infinity", .invalidNumber, 1, 2),
        ("+1", .syntax, 1, 1), (".5", .syntax, 1, 1), ("'a'", .syntax, 1, 1), ("// x\n1", .syntax, 1, 1),
        ("%d", .syntax, 1, 1), ("\u{FEFF}1", .syntax, 1, 1), ("\u{A0}1", .syntax, 1, 1),
        ("[1,\n \u{0}]", .syntax, 2, 2),
        ("1 2", .trailingInput, 1, 3), ("{}{}", .trailingInput, 1, 3), ("[]]", .trailingInput, 1, 3),
        ("null,", .trailingInput, 1, 5), ("01", .invalidNumber, 1, 1), ("-01", .invalidNumber, 1, 2),
        ("[1.}", .invalidNumber, 1, 4), ("1ex", .invalidNumber, 1, 3), ("1e+]", .invalidNumber, 1, 4),
        ("-x", .invalidNumber, 1, 2), ("1.e5", .invalidNumber, 1, 3), ("0x10", .trailingInput, 1, 2),
        ("1e999", .numberOutOfRange, 1, 1), ("[-1e999]", .numberOutOfRange, 1, 2),
        (#"{"a":1,"a":2}"#, .duplicateName, 1, 8), (#"{"a":1,"\u0061":2}"#, .duplicateName, 1, 8),
        ("{\"é\":1,\n\"é\":2}", .duplicateName, 2, 1), ("[\"é€😀\", x]", .syntax, 1, 9),
    ]

    @Test(arguments: refused)
    func `a fault is reported with its sort and its place`(text: String, code: JSONError.Code, line: Int, column: Int) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(text) }
        #expect(error?.code == code, "\(error.map(String.init(describing:)) ?? "")")
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func `an error says in one line where and what`() {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse("{\n  \"a\" 1}") }
        #expect(error?.description == "line 2, column 7: ':' should stand here, not a value")
        let name = #expect(throws: JSONError.self) { try JSONParser.parse("nope") }
        #expect(name?.description == "line 1, column 1: 'nope' is not a value; strings stand in quotes")
    }

    @Test(arguments: [2, 16, 17, 18, 400])
    func `a name that occurs twice is found in objects of every size`(count: Int) throws {
        let names = (0..<count).map { "\"member \($0)\":\($0)" }
        let object = try #require(try JSONParser.parse("{\(names.joined(separator: ","))}").objectValue)
        #expect(object.count == count)
        #expect(object["member \(count - 1)"] == JSONValue(count - 1))
        #expect(object["member \(count)"] == nil)
        for repeated in [0, count / 2, count - 1] {
            let text = "{\(names.joined(separator: ",")),\"member \(repeated)\":null}"
            let error = #expect(throws: JSONError.self) { try JSONParser.parse(text) }
            #expect(error?.code == .duplicateName)
            #expect(error?.message == "the name 'member \(repeated)' occurs twice")
        }
    }

    @Test func `canonically equivalent names are different names`() throws {
        let object = try #require(try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}").objectValue)
        #expect(object.count == 2)
    }

    @Test func `apostrophes quote strings only in QEMU's dialect`() throws {
        let text = #"{'a"b': 'it\'s', "c'd": "\'"}"#
        #expect(try JSONParser.parse(text, options: .qemu) == ["a\"b": "it's", "c'd": "'"])
        #expect(throws: JSONError.self) { try JSONParser.parse(text) }
        let escape = #expect(throws: JSONError.self) { try JSONParser.parse(#""\'""#) }
        #expect(escape?.code == .invalidEscape)
        #expect(throws: JSONError.self) { try JSONParser.parse(#"'a""#, options: .qemu) }
    }

    @Test func `nesting is limited`() throws {
        let deepest = String(repeating: "[", count: 1024) + String(repeating: "]", count: 1024)
        #expect(try JSONParser.parse(deepest).kind == .array)
        let error = #expect(throws: JSONError.self) { try JSONParser.parse("[" + deepest + "]") }
        #expect(error?.code == .limitExceeded)
        #expect(error?.column == 1025)
        var options = JSONParser.Options()
        options.limits.nesting = 2
        #expect(
            try JSONParser.parse(#"[{"a":1},{"a":[]}]"#.replacing("[]", with: "0"), options: options).kind == .array)
        #expect(throws: JSONError.self) { try JSONParser.parse(#"[{"a":[]}]"#, options: options) }
        options.limits.nesting = 0
        #expect(try JSONParser.parse("1", options: options) == 1)
        #expect(throws: JSONError.self) { try JSONParser.parse("[]", options: options) }
    }

    @Test func `the number of tokens is limited`() throws {
        let options = JSONParser.Options(limits: .init(tokens: 5))
        #expect(try JSONParser.parse("[1,2]", options: options) == [1, 2])
        let error = #expect(throws: JSONError.self) { try JSONParser.parse("[1,2,3]", options: options) }
        #expect(error?.code == .limitExceeded)
        #expect(error?.column == 6)
    }

    @Test func `the size of all tokens is limited and white space is free`() throws {
        let options = JSONParser.Options(limits: .init(textBytes: 10))
        let spaces = String(repeating: " ", count: 100)
        #expect(try JSONParser.parse("[\(spaces)\"abcdef\"\(spaces)]", options: options) == ["abcdef"])
        let error = #expect(throws: JSONError.self) { try JSONParser.parse("[\"abcdefg\"]", options: options) }
        #expect(error?.code == .limitExceeded)
    }
}
