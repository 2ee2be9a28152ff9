import JSON
import Testing

@Suite struct JSONStringTests {
    private static let decoded: [(String, String)] = [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u20AC\ufb01""#, "A\u{E9}\u{20AC}\u{FB01}"),
        (#""\ud83d\ude00\uD800\uDC00\udbff\udffd""#, "\u{1F600}\u{10000}\u{10FFFD}"),
        (#""\u0000x\u007f""#, "\u{0}x\u{7F}"),
        (#""abcdefgh\nabcdefghijklmnop\\""#, "abcdefgh\nabcdefghijklmnop\\"),
        ("\"12345678é12345678\u{7F}€\"", "12345678é12345678\u{7F}€"),
        (#""\ud83dx""#, ""), (#""\ud83d\n""#, ""), (#""\ud83d\u0041""#, ""), (#""\ud83d\ud83d\ude00""#, ""),
        (#""\udc00""#, ""), (#""\ude00\ud83d""#, ""), (#""\ud83d""#, ""),
        (#""\ufffe""#, ""), (#""\uffff""#, ""), (#""\ufdd0""#, ""), (#""\uD83F\uDFFE""#, ""),
        (#""\u12""#, ""), (#""\u12g4""#, ""), (#""\u+123""#, ""), (#""\U0041""#, ""), (#""\x41""#, ""), (#""\0""#, ""),
        ("\"\\é\"", ""), ("\"\\ \"", ""),
    ]

    /// An empty text stands for an error.
    @Test(arguments: decoded)
    func `escape sequences mean one character or are refused`(json: String, text: String) throws {
        if text.isEmpty {
            let error = #expect(throws: JSONError.self) { try JSONParser.parse(json) }
            #expect(error?.code == .invalidEscape || error?.code == .invalidCharacter)
        } else {
            #expect(try JSONParser.parse(json) == .string(text))
        }
    }

    @Test(arguments: 0..<32)
    func `control characters have to be escaped`(code: Int) throws {
        let byte = UInt8(code)
        let error = #expect(throws: JSONError.self) { try JSONParser.parse([0x22, 0x61, byte, 0x22]) }
        #expect(error?.code == .controlCharacter)
        #expect(error?.column == 3)
        #expect(throws: JSONError.self) { try JSONParser.parse([0x22, 0x5C, byte, 0x22]) }
        let digits = String(code, radix: 16)
        let escaped = "\"\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)\""
        #expect(try JSONParser.parse(escaped) == .string(String(UnicodeScalar(byte))))
    }

    /// Each with the scalar that it stands for.
    private static let wellFormed: [([UInt8], UInt32)] = [
        ([0x7F], 0x7F), ([0xC2, 0x80], 0x80), ([0xDF, 0xBF], 0x7FF), ([0xE0, 0xA0, 0x80], 0x800),
        ([0xED, 0x9F, 0xBF], 0xD7FF), ([0xEE, 0x80, 0x80], 0xE000), ([0xEF, 0xB7, 0x8F], 0xFDCF),
        ([0xEF, 0xB7, 0xB0], 0xFDF0), ([0xEF, 0xBF, 0xBD], 0xFFFD), ([0xF0, 0x90, 0x80, 0x80], 0x10000),
        ([0xF0, 0x9F, 0xBF, 0xBD], 0x1FFFD), ([0xF4, 0x8F, 0xBF, 0xBD], 0x10FFFD), ([0xF1, 0x80, 0x80, 0x80], 0x40000),
    ]

    @Test(arguments: wellFormed)
    func `well-formed UTF-8 is kept`(bytes: [UInt8], scalar: UInt32) throws {
        let text = String(try #require(UnicodeScalar(scalar)))
        for padding in 0..<9 {
            let filler = [UInt8](repeating: 0x2E, count: padding)
            let json = [0x22] + filler + bytes + filler + [0x22]
            let dots = String(repeating: ".", count: padding)
            #expect(try JSONParser.parse(json) == .string(dots + text + dots))
        }
    }

    private static let malformed: [[UInt8]] = [
        // Continuation bytes alone; leads without them, at the end and before other characters.
        [0x80], [0xBF], [0x80, 0xBF, 0x80], [0xC2], [0xC2, 0x20], [0xE0, 0xA0], [0xE0, 0xA0, 0x20], [0xE2, 0x20, 0x20],
        [0xF0, 0x90, 0x80], [0xF0, 0x90, 0x20, 0x80], [0xF4, 0x80], [0xC2, 0xC2, 0x80], [0xE2, 0x82, 0xE2, 0x82, 0xAC],
        // Longer than they need to be.
        [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF],
        [0xF0, 0x80, 0x80, 0x80],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF8, 0x87, 0xBF, 0xBF, 0xBF], [0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF], [0xC0, 0x81],
        // Beyond Unicode, and bytes that never occur.
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0xFD, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF], [0xFE], [0xFF],
        // Surrogates, alone and paired.
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0x81, 0xED, 0xB0, 0x80],
    ]

    @Test(arguments: malformed)
    func `malformed UTF-8 is refused in both dialects`(bytes: [UInt8]) {
        for padding in [0, 1, 7, 8, 20] {
            let json = [0x22] + [UInt8](repeating: 0x2E, count: padding) + bytes + [0x22]
            for options in [JSONParser.Options.standard, .qemu] {
                let error = #expect(throws: JSONError.self) { try JSONParser.parse(json, options: options) }
                #expect(error?.code == .invalidUTF8)
            }
        }
    }

    @Test func `all 66 noncharacters are refused and nothing near them`() throws {
        var refused: [UInt32] = []
        for plane in UInt32(0)...16 {
            for low in (0xFDC0...0xFE00 as ClosedRange<UInt32>).map(\.self) + [0xFFFD, 0xFFFE, 0xFFFF] {
                let scalar = try #require(UnicodeScalar(plane << 16 | low))
                let json = "\"\(String(scalar))\""
                do {
                    #expect(try JSONParser.parse(json) == .string(String(scalar)))
                } catch {
                    #expect(error.code == .invalidCharacter)
                    refused.append(scalar.value)
                }
            }
        }
        let planes = (UInt32(0)...16).flatMap { [$0 << 16 | 0xFFFE, $0 << 16 | 0xFFFF] }
        #expect(Set(refused) == Set(0xFDD0...0xFDEF).union(planes))
        #expect(refused.count == 66)
    }

    @Test func `the overlong NUL of modified UTF-8 is accepted where the option says so`() throws {
        let json: [UInt8] = [0x22, 0x61, 0xC0, 0x80, 0x62, 0x22]
        #expect(try JSONParser.parse(json, options: .qemu) == "a\u{0}b")
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(json) }
        #expect(error?.code == .invalidUTF8)
    }

    @Test func `what ends a string early counts before what is wrong inside it`() {
        for (bytes, code) in [
            (Array(#""\x"#.utf8) + [0x01, 0x22], JSONError.Code.controlCharacter),
            (Array(#""\x"#.utf8) + [0xFE, 0x22], .invalidUTF8), (Array(#""\x"#.utf8), .unexpectedEnd),
            (Array(#""\x""#.utf8), .invalidEscape), (Array(#""a\"#.utf8), .unexpectedEnd),
        ] {
            let error = #expect(throws: JSONError.self) { try JSONParser.parse(bytes) }
            #expect(error?.code == code)
        }
    }

    @Test(arguments: [200, 255, 256, 257, 1000, 100_000])
    func `strings of any length are decoded, and short ones after them`(length: Int) throws {
        let plain = String(repeating: "p", count: length)
        for (escape, character) in [(#"\n"#, "\n"), ("\u{20AC}", "\u{20AC}"), (#"\ud83d\ude00"#, "\u{1F600}")] {
            let expected: JSONValue = [.string(plain + character + plain), .string(character), .string(plain)]
            #expect(try JSONParser.parse(#"["\#(plain)\#(escape)\#(plain)", "\#(escape)", "\#(plain)"]"#) == expected)
        }
    }
}
