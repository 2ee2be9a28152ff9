import Testing

@testable import QAPISchema

struct DocMarkdownTests {
    private func markdown(_ text: String) -> String { DocMarkdown.lines(of: text).joined(separator: "\n") }

    @Test(arguments: [
        ("plain text", "plain text"), ("", ""), ("\n\none\n\n\n\ntwo\n\n", "one\n\ntwo"),
        ("- one\n- two\n  goes on\n\n  in two parts", "- one\n- two\n  goes on\n\n  in two parts"),
        ("#. one\n#. two", "1. one\n1. two"), ("1. one\n2. two", "1. one\n2. two"),
        ("text\n\n    quoted", "text\n\nquoted"),
        ("- item\n\nafter\n\n    quoted", "- item\n\nafter\n\nquoted"),
    ])
    func `paragraphs and lists stay what they are`(text: String, expected: String) {
        #expect(markdown(text) == expected)
    }

    @Test(arguments: [
        ("such as::\n\n    code\n      more\n\nafter", "such as:\n\n```\ncode\n  more\n```\n\nafter"),
        ("such as ::\n\n    code", "such as\n\n```\ncode\n```"),
        ("::\n\n  code\n\n\n  more", "```\ncode\n\n\nmore\n```"),
        ("- item::\n\n      code\n\n- next", "- item:\n\n  ```\n  code\n  ```\n\n- next"),
        ("nothing::\n\nafter", "nothing:\n\nafter"),
        ("::\n\n  a ``` b", "~~~~~~\na ``` b\n~~~~~~"),
    ])
    func `literal blocks become code`(text: String, expected: String) { #expect(markdown(text) == expected) }

    @Test(arguments: [
        (
            ".. note:: Take care\n   of it.\n\n   Always.\n\nafter",
            "> **Note**\n>\n> Take care\n> of it.\n>\n> Always.\n\nafter"
        ),
        (".. warning::\n\n   Hot.", "> **Warning**\n>\n> Hot."), (".. seealso:: that", "> **See also**\n>\n> that"),
        (".. admonition:: A title\n\n   Text.", "> **A title**\n>\n> Text."),
        ("- item\n\n  .. tip:: Inside.", "- item\n\n  > **Tip**\n  >\n  > Inside."),
        (".. note:: One.\n\n   .. tip:: Two.", "> **Note**\n>\n> One.\n>\n> > **Tip**\n> >\n> > Two."),
    ])
    func `admonitions stand out`(text: String, expected: String) { #expect(markdown(text) == expected) }

    @Test(arguments: [
        (".. qmp-example::\n\n    -> { }\n    <- { }\n", "Example:\n\n```\n-> { }\n<- { }\n```"),
        (
            ".. qmp-example::\n    :title: With a name\n\n    -> { }\n\nafter",
            "Example (With a name):\n\n```\n-> { }\n```\n\nafter"
        ),
        (
            ".. qmp-example::\n   :annotated:\n\n   First ``this``::\n\n     -> { }\n\n   Then that.",
            "Example:\n\nFirst `this`:\n\n```\n-> { }\n```\n\nThen that."
        ),
        (".. code-block:: json\n\n   { }", "```json\n{ }\n```"), (".. unknown:: x\n\n   content", "content"),
        (".. a comment\n   goes on\n\ntext", "text"), (".. _label:\n\ntext", "text"), ("..\n  hidden\n\ntext", "text"),
    ])
    func `directives give way to their content`(text: String, expected: String) { #expect(markdown(text) == expected) }

    @Test func `tables stay as they are`() {
        let table = "=== ===\none two\n=== ===\n1   2\n=== ==="
        #expect(markdown("text\n\n\(table)\n\nafter") == "text\n\n```\n\(table)\n```\n\nafter")
        #expect(markdown("+-+-+\n|a|b|\n+-+-+") == "```\n+-+-+\n|a|b|\n+-+-+\n```")
    }

    @Test func `nesting without end is shown as it was written`() {
        let text = (0..<200).map { String(repeating: " ", count: $0 * 3) + ".. note::\n" }.joined(separator: "\n")
        let lines = DocMarkdown.lines(of: text)
        #expect(lines.contains { $0.hasSuffix("> ```") })
        #expect(lines.allSatisfy { $0.prefix { $0 == ">" || $0 == " " }.filter { $0 == ">" }.count <= 16 })
    }
}
