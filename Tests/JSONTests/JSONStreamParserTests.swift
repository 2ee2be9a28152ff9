import JSON
import Testing

@Suite struct JSONStreamParserTests {
    private static let sequences: [(String, [JSONValue])] = [
        ("", []), (" \n", []), ("{}", [[:]]), ("{}{}[]", [[:], [:], []]), ("1 2", [1, 2]),
        ("true\nnull ", [true, .null]),
        (#""a""b""#, ["a", "b"]), ("1-2", [1, -2]),
        (#"{"execute": "x"}"# + "\n" + #"['q']"#, [["execute": "x"], ["q"]]),
        ("-0.5e1[1]2", [-5.0, [1], 2]), ("\t[\n{\n}\n]\r\n", [[[:]]]), (#"1"x"true2"#, [1, "x", true, 2]),
    ]

    @Test(arguments: sequences)
    func `each complete value comes out`(text: String, values: [JSONValue]) {
        var parser = JSONStreamParser()
        let events = parser.feed(text) + parser.finish()
        #expect(events == values.map { .value($0) })
        let isIdle = parser.isBetweenMessages
        #expect(isIdle)
    }

    @Test func `a value comes out with its last byte and a number with the byte after it`() {
        var parser = JSONStreamParser()
        let half = parser.feed(#"{"a": "#)
        #expect(half.isEmpty)
        let isIdleWithin = parser.isBetweenMessages
        #expect(!isIdleWithin)
        let rest = parser.feed("12}")
        #expect(rest == [.value(["a": 12])])
        let isIdleBehind = parser.isBetweenMessages
        #expect(isIdleBehind)
        let number = parser.feed("12")
        #expect(number.isEmpty)
        let isIdleInNumber = parser.isBetweenMessages
        #expect(!isIdleInNumber)
        let more = parser.feed("34")
        #expect(more.isEmpty)
        let complete = parser.feed("\n")
        #expect(complete == [.value(1234)])
        let word = parser.feed("nul") + parser.feed("l")
        #expect(word.isEmpty)
        let last = parser.finish()
        #expect(last == [.value(.null)])
    }

    /// Faulty streams, and what comes out: `!` stands for an error.
    private static let faulty: [([UInt8], [String])] = [
        // Malformed tokens: all up to a structural or control character is skipped.
        (Array(#"%abc {"a":1}"#.utf8), ["!", #"{"a":1}"#]),
        (Array("%abc 1 2\n3 ".utf8), ["!", "3"]),
        (Array("%abc\t1 2\r3 ".utf8), ["!", "3"]),
        (Array("\"abc\n{}".utf8), ["!", "{}"]),
        (Array("\"abc\n\"x\"\n[1]".utf8), ["!", "[1]"]),
        (Array(#"{"a": "b"#.utf8) + [0xFF] + Array("{}".utf8), ["!", "{}"]),
        ([0xFF] + Array("{}".utf8), ["!", "{}"]),
        ([0xFF, 0xFF] + Array("1 ".utf8), ["!", "!"]),
        ([0xFF] + Array("\n1 ".utf8), ["!", "1"]),
        ([0xFE] + Array(" junk [1]".utf8), ["!", "[1]"]),
        (Array("1.x 2\n3 ".utf8), ["!", "3"]),
        (Array("01 2\n3 ".utf8), ["!", "3"]),
        (Array("{\"a\": \u{1} \"b\"}\n1 ".utf8), ["!", "!", "1"]),
        (Array("[[[ %\n1 ".utf8), ["!", "1"]),
        // Faulty messages of well-formed tokens: skipped to their end, one error.
        (Array(#"{"a" 1 2 3 {"b": []}} 7 "#.utf8), ["!", "7"]),
        (Array("[1 2 [3 4] 5] 6 ".utf8), ["!", "6"]),
        (Array(#"{"a":1,"a":{"a":[2]}} {}"#.utf8), ["!", "{}"]),
        (Array(#"{"a": nul, "b": [tru]} {}"#.utf8), ["!", "{}"]),
        (Array(#"["\q", "\ud800", "\u"] [1]"#.utf8), ["!", "[1]"]),
        ([0x5B, 0x22, 0xC0, 0x22, 0x5D, 0x5B, 0x5D], ["!", "[]"]),
        (Array("[1e999, 1e999] 2 ".utf8), ["!", "2"]),
        (Array(#"["a}", [} "]"] 3 "#.utf8), ["!", #""]""#, "!", "3"]),
        (Array("} ] , : nope 1 ".utf8), ["!", "!", "!", "!", "!", "1"]),
        (Array("[} 1 ".utf8), ["!", "1"]),
        (Array("{] {} ".utf8), ["!", "{}"]),
        // A malformed token inside a faulty message makes no second error.
        (Array("[1 2 %\n3 ".utf8), ["!", "3"]),
        (Array("[1 2 \"\n\n3 ".utf8), ["!", "3"]),
        // The end of the stream.
        (Array("[1".utf8), ["!"]), (Array("\"abc".utf8), ["!"]), (Array("-".utf8), ["!"]), (Array("[1 2".utf8), ["!"]),
        (Array("%".utf8), ["!"]), (Array("nope".utf8), ["!"]), (Array("[\"a".utf8), ["!"]),
        (Array("1 2".utf8), ["1", "2"]),
    ]

    @Test(arguments: faulty)
    func `a faulty message makes an error and the stream goes on behind it`(bytes: [UInt8], expected: [String]) {
        var parser = JSONStreamParser()
        let events = parser.feed(bytes) + parser.finish()
        #expect(events.map(summary) == expected)
        let isIdle = parser.isBetweenMessages
        #expect(isIdle)
        for size in 1...4 { #expect(inPieces(bytes, of: size) == events) }
    }

    @Test func `places count from the start of the stream`() throws {
        var parser = JSONStreamParser()
        let events = parser.feed("{}\n[1") + parser.feed("]\n é\"é") + parser.feed("\u{1F600}\n[}")
        let places = events.compactMap { if case .error(let error) = $0 { [error.line, error.column] } else { nil } }
        #expect(places == [[3, 2], [4, 2]])
        #expect(events.count == 4)
    }

    @Test func `the dialect of the options holds`() {
        var parser = JSONStreamParser(options: .standard)
        let events = parser.feed("'a'\n1\n")
        #expect(events.map(summary) == ["!", "1"])
    }

    private static let limited: [(String, [String])] = [
        ("[[[1]]] ", ["[[[1]]]"]), ("[[[[1]]], [[[]]]] 2 ", ["!", "2"]), (#"[{"a":[{"b":1}]}] {} "#, ["!", "{}"]),
        ("[1,2,3,4,5] 6 ", ["[1,2,3,4,5]"] + ["6"]), ("[1,2,3,4,5,6,7,8,9] 6 ", ["!", "6"]),
        (#""12345678901234567890123456789012345678" 1 "#, [#""12345678901234567890123456789012345678""#, "1"]),
        (#""123456789012345678901234567890123456789" 1 "#, ["!", "1"]),
        (#"["1234567890", "1234567890", "1234567890, ][", [1]] 1 "#, ["!", "1"]),
        (#""1234567890123456789012345678901234567890123456 \" [1]" 1 "#, ["!", "1"]),
        ("123456789012345678901234567890123456789012345678901234567890 {} ", ["!", "{}"]),
        ("a123456789012345678901234567890123456789012345678901234567890 {} ", ["!", "!", "{}"]),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1\n2 ", ["!", "2"]),
        ("[                                                            1]", ["[1]"]),
        ("\"1234567890123456789012345678901234567890123456789\n\n1 ", ["!", "1"]),
    ]

    @Test(arguments: limited)
    func `limits hold while streaming and only the message is lost`(text: String, expected: [String]) {
        let options = JSONParser.Options(
            allowsSingleQuotedStrings: true, limits: .init(textBytes: 40, tokens: 11, nesting: 3))
        let bytes = Array(text.utf8)
        var parser = JSONStreamParser(options: options)
        let events = parser.feed(bytes) + parser.finish()
        #expect(events.map(summary) == expected)
        for size in 1...5 { #expect(inPieces(bytes, of: size, options: options) == events) }
    }

    @Test(arguments: UInt64(0)..<60)
    func `how the stream is cut makes no difference`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<8 {
            var message = JSONWriter(.spaced).bytes(.random(depth: 3, using: &generator))
            if Bool.random(using: &generator) {
                let place = Int.random(in: 0..<message.count, using: &generator)
                message[place] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes += message + [[0x20], [0x0A], []][Int.random(in: 0..<3, using: &generator)]
        }
        let options = JSONParser.Options(
            allowsSingleQuotedStrings: true, allowsModifiedUTF8: true,
            limits: .init(textBytes: Int.random(in: 1...400, using: &generator), tokens: 60, nesting: 3))
        var whole = JSONStreamParser(options: options)
        let expected = whole.feed(bytes) + whole.finish()
        #expect(!expected.isEmpty)
        for _ in 0..<4 {
            var parser = JSONStreamParser(options: options)
            var events: [JSONStreamParser.Event] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...40, using: &generator))
                events += parser.feed(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            events += parser.finish()
            #expect(events == expected)
        }
    }

    @Test func `a long token in single bytes takes linear time`() {
        let options = JSONParser.Options(limits: .init(textBytes: 1 << 17))
        for text in ["9", "a", "\"x", "[1 \"x", "["] {
            var parser = JSONStreamParser(options: options)
            var events = parser.feed(text)
            let byte = [UInt8(ascii: text.unicodeScalars.last ?? "9")]
            for _ in 0..<1 << 17 { events += parser.feed(byte) }
            events += parser.finish()
            #expect(events.count == 1, "\(text)")
        }
    }

    private func summary(_ event: JSONStreamParser.Event) -> String {
        switch event {
        case .value(let value): JSONWriter().string(value)
        case .error: "!"
        }
    }

    private func inPieces(
        _ bytes: [UInt8], of size: Int, options: JSONParser.Options = .qemu
    ) -> [JSONStreamParser.Event] {
        var parser = JSONStreamParser(options: options)
        var events: [JSONStreamParser.Event] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        return events + parser.finish()
    }
}
