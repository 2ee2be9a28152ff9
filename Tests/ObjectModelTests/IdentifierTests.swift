import ObjectModel
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test(
        "are a letter and then letters, digits, '-', '.', '_'", arguments: ["a", "Z", "pr0", "a-b.c_D9", "x-", "z.."])
    func wellFormed(_ text: String) {
        #expect(Identifier.isWellFormed(text))
    }

    @Test(
        "are nothing else",
        arguments: [
            "", "0a", "-a", ".a", "_a", "#a", "a b", "a/b", "a,b", "a:b", "ä", "aä", "a\u{301}", "\u{212A}", "a\0",
            "@a",
            "[a", "`a", "{a", "a{", "a@", "a\n",
        ])
    func malformed(_ text: String) {
        #expect(!Identifier.isWellFormed(text))
    }
}
