import JSON
import Testing

@Suite struct JSONWriterTests {
    private static let value: JSONValue = ["a": [1, [], [:]], "b": .null, "c": ["d": [true, "x"]]]

    @Test func `compact text has no spaces`() {
        #expect(JSONWriter().string(Self.value) == #"{"a":[1,[],{}],"b":null,"c":{"d":[true,"x"]}}"#)
    }

    @Test func `spaced text is laid out as QEMU's and is the description`() {
        let text = #"{"a": [1, [], {}], "b": null, "c": {"d": [true, "x"]}}"#
        #expect(JSONWriter(.spaced).string(Self.value) == text)
        #expect(JSONWriter.qemu.string(Self.value) == text)
        #expect(Self.value.description == text)
        #expect(Self.value.objectValue?.description == text)
    }

    @Test func `pretty text is indented by four spaces`() {
        let text = """
            {
                "a": [
                    1,
                    [],
                    {}
                ],
                "b": null,
                "c": {
                    "d": [
                        true,
                        "x"
                    ]
                }
            }
            """
        #expect(JSONWriter(.pretty).string(Self.value) == text)
        #expect(JSONWriter(.pretty).string([]) == "[]")
    }

    private static let scalars: [(JSONValue, String)] = [
        (.null, "null"), (true, "true"), (false, "false"), (0, "0"), (.int(.min), "-9223372036854775808"),
        (.int(.max), "9223372036854775807"), (.uint(.max), "18446744073709551615"), (.int(-10), "-10"),
        (.double(1), "1.0"), (.double(-0.0), "-0.0"), (.double(0.1), "0.1"), (.double(1e20), "1e+20"),
        (.double(.leastNonzeroMagnitude), "5e-324"), (.double(.infinity), "null"), (.double(.nan), "null"),
        ("", #""""#),
    ]

    @Test(arguments: scalars)
    func `scalars have one spelling`(value: JSONValue, text: String) {
        #expect(JSONWriter().string(value) == text)
    }

    private static let strings: [(String, String, String)] = [
        ("\"\\/'", #""\"\\/'""#, #""\"\\/'""#),
        ("\u{8}\u{9}\u{A}\u{C}\u{D}", #""\b\t\n\f\r""#, #""\b\t\n\f\r""#),
        ("\u{0}\u{1}\u{B}\u{1F}\u{7F}", #""\u0000\u0001\u000B\u001F\u007F""#, #""\u0000\u0001\u000B\u001F\u007F""#),
        ("a\u{80}\u{7FF}b", "\"a\u{80}\u{7FF}b\"", #""a\u0080\u07FFb""#),
        ("\u{800}\u{D7FF}\u{E000}\u{FFFD}", "\"\u{800}\u{D7FF}\u{E000}\u{FFFD}\"", #""\u0800\uD7FF\uE000\uFFFD""#),
        (
            "\u{1F600}\u{10000}\u{10FFFD}", "\"\u{1F600}\u{10000}\u{10FFFD}\"",
            #""\uD83D\uDE00\uD800\uDC00\uDBFF\uDFFD""#
        ),
        (
            "\u{FDCF}\u{FDF0}\u{1FFFD}\u{FFBE}", "\"\u{FDCF}\u{FDF0}\u{1FFFD}\u{FFBE}\"",
            #""\uFDCF\uFDF0\uD83F\uDFFD\uFFBE""#
        ),
    ]

    @Test(arguments: strings)
    func `strings are escaped as far as needed, or to ASCII`(text: String, plain: String, ascii: String) {
        #expect(JSONWriter().string(.string(text)) == plain)
        #expect(JSONWriter(escapesNonASCII: true).string(.string(text)) == ascii)
        #expect(JSONWriter().string([text.isEmpty ? "e" : text: 1].asObject) == "{\(plain):1}")
    }

    @Test(arguments: [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1_FFFE, 0xF_FFFF, 0x10_FFFF] as [UInt32])
    func `a noncharacter is written as the replacement character`(code: UInt32) throws {
        let value = JSONValue.string("x\(String(try #require(UnicodeScalar(code))))y")
        #expect(JSONWriter().string(value) == "\"x\u{FFFD}y\"")
        #expect(JSONWriter(escapesNonASCII: true).string(value) == #""x\uFFFDy""#)
    }

    @Test func `writing appends to what is there`() {
        var output = Array("> ".utf8)
        JSONWriter().write([1], to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "> [1]")
    }
}

extension [String: JSONValue] {
    fileprivate var asObject: JSONValue {
        .object(JSONObject(map { JSONObject.Member(name: $0.key, value: $0.value) }))
    }
}
