import Testing

@testable import QAPI

@Suite struct SuggestionTests {
    @Test func `the nearest name comes first, and a long list is cut`() throws {
        let many = (0..<5000).map { "name\($0)" }
        let hint = try #require(Suggestion.hint(for: "x", among: many, heading: "Accepted"))
        #expect(
            Suggestion.hint(for: "nane7", among: many, heading: "Accepted")?.hasPrefix("Did you mean 'name7'?\n")
                == true)
        #expect(hint.hasSuffix("name99 and 4900 more"))
        #expect(Suggestion.hint(for: "x", among: [], heading: "Accepted") == nil)
    }

    @Test func `a user's text is shown without control characters and not without end`() {
        #expect(QAPIError.shown("a\u{1b}[31m\n") == "a\\u{1b}[31m\\u{a}")
        #expect(QAPIError.shown(String(repeating: "x", count: 1000)).count == 515)
        #expect(QAPIError.subject("") == "The value")
    }
}
