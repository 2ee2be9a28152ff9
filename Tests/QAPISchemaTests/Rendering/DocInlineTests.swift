import Testing

@testable import QAPISchema

struct DocInlineTests {
    @Test(arguments: [
        ("some ``code`` here", "some `code` here"), ("``a``, ``b``", "`a`, `b`"), ("`plain`", "`plain`"),
        ("@name", "`name`"), ("the @node-name's", "the `node-name`'s"), ("(@a_b)", "(`a_b`)"),
        ("user@host", "user@host"),
        ("an @ alone", "an @ alone"), ("@", "@"),
        ("see :doc:`The title </a/b>`.", "see The title."), (":ref:`label`", "label"), ("a:b:`c`", "a:b:`c`"),
        (":term:`a`", "a"), ("time 10:20", "time 10:20"), (":", ":"), ("::`x`", "::`x`"),
        ("`Text <https://example.org/>`_", "[Text](https://example.org/)"),
        ("`Text <https://x.org>`__ on", "[Text](https://x.org) on"),
        ("`Label`_", "Label"), ("a <b> c", "a \\<b> c"), ("# no heading", "\\# no heading"), ("a # b", "a # b"),
        ("one\n# two", "one\n\\# two"), ("``a < b``", "`a < b`"), ("``open", "``open"), ("`open", "`open"),
        ("````", "````"),
        ("``tick ` tick``", "``tick ` tick``"), ("*emphasis* and **strong**", "*emphasis* and **strong**"),
        ("ü ``ß``", "ü `ß`"),
    ])
    func `inline markup becomes Markdown`(text: String, expected: String) {
        #expect(DocInline.markdown(text) == expected)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["`", ":a:`", "#", "@", "``a", "<"])
    func `starts without ends cost no more than their number`(start: String) {
        let text = String(repeating: start, count: 100_000)
        #expect(DocInline.markdown(text).utf8.count >= text.utf8.count / 4)
    }
}
