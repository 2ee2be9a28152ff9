import Testing

@testable import QAPISchema

struct SwiftDocumentationTests {
    @Test(arguments: [
        ("see @pr-manager.", "see `pr-manager`."), ("a ``literal`` word", "a `literal` word"),
        ("mail a@b stays", "mail a@b stays"), ("One.  Two.", "One. Two."), ("@", "@"), ("end @x", "end `x`"),
    ])
    func `markup becomes Markdown`(text: String, expected: String) {
        #expect(SwiftDocumentation.markup(text) == expected)
    }

    @Test(arguments: [
        ("the path", "The path."), ("`aio=native` needs it", "`aio=native` needs it."), ("Done?", "Done?"), ("", ""),
        ("two\nlines\n", "Two\nlines."),
    ])
    func `a phrase becomes a sentence`(text: String, expected: String) {
        #expect(SwiftDocumentation.sentence(text) == expected)
    }
}
