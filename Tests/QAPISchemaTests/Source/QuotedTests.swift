import Spelling
import Testing

@testable import QAPISchema

struct QuotedTests {
    @Test func `text is shown in quotes, escaped and cut`() {
        #expect(quoted("a-b") == "'a-b'")
        #expect(quoted("") == "''")
        #expect(quoted("a\n\u{1B}\u{202E}\u{E000}") == "'a\\u{a}\\u{1b}\\u{202e}\\u{e000}'")
        #expect(quoted(String(repeating: "x", count: 60)) == "'" + String(repeating: "x", count: 60) + "'")
        #expect(quoted(String(repeating: "x", count: 61)) == "'" + String(repeating: "x", count: 60) + "…'")
    }

    @Test func `lists are sorted and cut`() {
        #expect(quotedList(["b", "a"]) == "'a', 'b'")
        #expect(quotedList((0..<20).map { "k\($0 + 10)" }).hasSuffix("'k25' and 4 more"))
    }

    @Test func `a misspelt name ends a message with what was meant`() {
        #expect(NearestName.hint("ab", among: ["ac"]) == "; did you mean 'ac'?")
        #expect(NearestName.hint("zzz", among: ["enum", "struct"]) == "")
    }
}
