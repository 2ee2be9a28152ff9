import Testing

@testable import QAPISchema

struct LexerTests {
    private func tokens(_ text: String, keepingComments: Bool = false) throws -> [Token] {
        var lexer = Lexer(
            try SourceText(Array(text.utf8), file: "a", includedFrom: []), file: "a", includedFrom: [])
        var tokens: [Token] = []
        repeat {
            try lexer.advance(keepingComments: keepingComments)
            tokens.append(lexer.token)
        } while lexer.token != .end
        return tokens
    }

    @Test(
        arguments: [
            ("", []),
            ("\n\n", []),
            ("{}[]:,", [.openBrace, .closeBrace, .openBracket, .closeBracket, .colon, .comma]),
            ("'' 'a' 'b c'", [.string(""), .string("a"), .string("b c")]),
            ("'~ !\"#{}'", [.string("~ !\"#{}")]),
            (#"'a\\b' '\\'"#, [.string(#"a\b"#), .string(#"\"#)]),
            ("true false", [.boolean(true), .boolean(false)]),
            ("truefalse{", [.boolean(true), .boolean(false), .openBrace]),
            ("# all of it is dropped: { ' \u{1F4BE}\n,", [.comma]),
            ("{ # dropped\n}", [.openBrace, .closeBrace]),
            (
                "\t\u{B}\u{C}\u{1C}\u{1F}\u{85}\u{A0}\u{1680}\u{2000}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000},",
                [.comma]
            ),
        ] as [(String, [Token])])
    func `text is divided into tokens`(text: String, expected: [Token]) throws {
        #expect(try tokens(text) == expected + [.end])
    }

    @Test func `a comment that starts with two hashes is always a token`() throws {
        #expect(try tokens("##\n# a\n##x") == [.comment(0..<2), .comment(7..<10), .end])
        #expect(try tokens("##\n# a", keepingComments: true) == [.comment(0..<2), .comment(3..<6), .end])
    }

    @Test func `the end is found again and again`() throws {
        var lexer = Lexer(try SourceText([], file: "a", includedFrom: []), file: "a", includedFrom: [])
        for _ in 0..<3 {
            try lexer.advance()
            #expect(lexer.token == .end)
            #expect(lexer.tokenLocation.line == 1)
        }
    }

    @Test(arguments: [
        Refusal("{ 'abc\n}", column: 3, naming: "no closing '"),
        Refusal("{ 'abc", column: 3, naming: "no closing '"),
        Refusal(#"{ 'abc\"#, column: 3, naming: "no closing '"),
        Refusal("\n {  'a\\n' }", line: 2, column: 5, naming: #"\n"#),
        Refusal(#"{ 'a\'' }"#, column: 3, naming: #"\'"#),
        Refusal("{ 'a\\\u{E9}' }", column: 3, naming: "\\\u{E9}"),
        Refusal("{ 'a\tb' }", column: 3, naming: "\\u{9}"),
        Refusal("{ 'a\u{1F}b' }", column: 3, naming: "\\u{1f}"),
        Refusal("{ 'a\u{7F}b' }", column: 3, naming: "\\u{7f}"),
        Refusal("{ 'caf\u{E9}' }", column: 3, naming: "\u{E9}"),
        Refusal("{ 'a': 123 }", column: 8, naming: "'123'"),
        Refusal("{ 'a': null }", column: 8, naming: "'null'"),
        Refusal("{ 'a': ture }", column: 8, naming: "did you mean 'true'"),
        Refusal("{ 'a': \"b\" }", column: 8, naming: "single quotes"),
        Refusal("command { }", column: 1, naming: "'command'"),
        Refusal("\\", column: 1, naming: #"'\'"#),
        Refusal("{};", column: 3, naming: "';'"),
        Refusal("{ 'a': truex }", column: 12, naming: "'x'"),
        Refusal("ab#c:", column: 1, naming: "'ab#c'"),
        Refusal("\u{FEFF}{}", column: 1, naming: "\\u{feff}"),
        Refusal("\0", column: 1, naming: "\\u{0}"),
    ])
    func `what is no token is refused where it starts`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        ("{ \u{E9}", 3, 2), ("  \u{2003}\u{1F4BE}", 4, 3), ("{}{\u{1F4BE}", 4, 3),
        // A tab leads back to the columns 1 to 8, a quirk that QEMU's users know.
        ("\t;", 1, 1), ("{\t;", 2, 2), ("{ }     \t;", 1, 9), ("{\t\t;", 2, 3),
    ])
    func `columns count characters as QEMU does`(text: String, column: Int, offset: Int) throws {
        let error = #expect(throws: SchemaError.self) { try tokens(text) }
        #expect(error?.location.column == column)
        #expect(error?.location.characterOffset == offset)
    }

    @Test func `a very long stray is cut in the message`() throws {
        let error = #expect(throws: SchemaError.self) { try tokens(String(repeating: "x", count: 100_000)) }
        #expect(try #require(error).message.count < 200)
    }
}
