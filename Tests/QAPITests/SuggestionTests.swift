import Testing

@testable import QAPI

@Suite struct SuggestionTests {
    static let names = ["filename", "pr-manager", "read-only", "node-name", "a"]

    static let nearest: [(String, String?)] = [
        ("filname", "filename"), ("filenmae", "filename"), ("Read_Only", "read-only"), ("readonly", "read-only"),
        ("pr-mgr", nil), ("pr_manager", "pr-manager"), ("xyz", nil), ("", nil), ("b", "a"), ("ab", "a"),
        (String(repeating: "a", count: 100), nil),
    ]

    @Test(arguments: SuggestionTests.nearest)
    func `the nearest name is suggested when it is near`(name: String, suggestion: String?) {
        #expect(Suggestion.nearest(to: name, among: Self.names) == suggestion)
    }

    @Test func `a long list is cut and the work is bounded`() throws {
        let many = (0..<5000).map { "name\($0)" }
        let hint = try #require(Suggestion.hint(for: "x", among: many, heading: "Accepted"))
        #expect(hint.hasSuffix("name99 and 4900 more"))
        #expect(Suggestion.nearest(to: "name4999x", among: many) != "name4999")
        #expect(Suggestion.hint(for: "x", among: [], heading: "Accepted") == nil)
    }

    @Test func `a user's text is shown without control characters and not without end`() {
        #expect(QAPIError.shown("a\u{1b}[31m\n") == "a\\u{1b}[31m\\u{a}")
        #expect(QAPIError.shown(String(repeating: "x", count: 1000)).count == 515)
        #expect(QAPIError.subject("") == "The value")
    }
}
