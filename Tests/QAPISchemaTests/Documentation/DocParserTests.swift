import Testing

@testable import QAPISchema

struct DocParserTests {
    /// A schema with one comment of these lines, which starts on line 1, and a command after it.
    private static func command(_ lines: String...) -> String {
        "##\n" + lines.map { "\($0)\n" }.joined() + "##\n{ 'command': 'go', 'returns': 'Foo' }\n"
    }

    @Test(arguments: [
        Refusal("##x\n##\n", column: 1, naming: "starts with"),
        Refusal("## \n##\n", column: 1, naming: "starts with"),
        Refusal("##\n##x\n", line: 2, column: 1, naming: "ends with"),
        Refusal("##\n## \n", line: 2, column: 1, naming: "ends with"),
        Refusal("##\n# a", line: 2, column: 4, naming: "the end of the file"),
        Refusal("##\n# a\n{ }", line: 3, column: 1, naming: "'{'"),
        Refusal("##\n# a\n  'b'", line: 3, column: 3, naming: "the string 'b'"),
        Refusal("##\n#a\n##", line: 2, column: 1, naming: "blank"),
        Refusal("##\n  #\ta\n##", line: 2, column: 3, naming: "blank"),
    ])
    func `a comment is a block between lines of two hashes`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        Refusal(command("# @go"), line: 2, column: 1, naming: "':'"),
        Refusal(command("# @go: x"), line: 2, column: 1, naming: "':'"),
        Refusal(command("# @:"), line: 2, column: 1, naming: "'@' and ':'"),
        Refusal(command("# @go:", "# @: x"), line: 3, naming: "'@' and ':'"),
        Refusal(command("# @go:", "# @a: x", "# @b: y", "# @a: z"), line: 5, naming: "'a'"),
        Refusal(command("# @go:", "# Features:", "# @a: x", "# @a: z"), line: 5, naming: "'a'"),
        Refusal(command("# @go:", "# @a: x", "#", "# text", "#", "# @b: y"), line: 7, column: 1, naming: "'@b:'"),
        Refusal(command("# @go:", "# Since: 1", "#", "# @b: y"), line: 5, column: 1, naming: "'@b:'"),
        Refusal(
            command("# @go:", "# Features:", "# @a: x", "#", "# Returns: a", "# @b: y"), line: 7, column: 1,
            naming: "'@b:'"),
        Refusal(command("# @go:", "# Features:", "#", "# text"), line: 5, column: 1, naming: "'Features:'"),
        Refusal(command("# @go:", "# Features:"), line: 4, column: 1, naming: "'Features:'"),
        Refusal(command("# @go:", "# Features:", "# @a: x", "#", "# Features:"), line: 6, column: 1, naming: "second"),
        Refusal(command("# @go:", "# Returns: x", "#", "# Returns: y"), line: 5, naming: "'Returns:'"),
        Refusal(command("# @go:", "# Errors: x", "#", "# Errors: y"), line: 5, naming: "'Errors:'"),
        Refusal(command("# @go:", "# Since: x", "# Since: y"), line: 4, naming: "'Since:'"),
        Refusal(command("# @go:", "# Note: x"), line: 3, column: 1, naming: "'Note:'"),
        Refusal(command("# @go:", "# Notes: x"), line: 3, column: 1, naming: ".. note::"),
        Refusal(command("# @go:", "# Example: x"), line: 3, column: 1, naming: "'Example:'"),
        Refusal(command("# @go:", "# Examples: x"), line: 3, column: 1, naming: ".. qmp-example::"),
        Refusal(command("# @go:", "# = Heading"), line: 3, column: 1, naming: "'='"),
        Refusal(command("# @go:", "# @a: x", "#   more", "#  less"), line: 5, column: 1, naming: "2 blanks"),
        Refusal(command("# @go:", "# Since:", "#", "#   1", "# 2"), line: 6, column: 1, naming: "2 blanks"),
        Refusal(command("# @go:", "# @a:"), line: 3, naming: "'@a:'"),
        Refusal(command("# @go:", "# @a: x", "# @b:", "#"), line: 4, naming: "'@b:'"),
        Refusal(command("# @go:", "# Features:", "# @a:"), line: 4, naming: "'@a:'"),
        Refusal(command("# @go:", "# Errors:", "#", "# text"), line: 3, naming: "'Errors:'"),
        Refusal(command("# @go:", "# TODO:"), line: 3, naming: "'TODO:'"),
        Refusal("##\n# @go:\n# Since:\n##\n;", line: 5, column: 1, naming: "';'"),
    ])
    func `the documentation of a definition has sections`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        Refusal("##\n# text\n# @a: b\n##", line: 3, column: 1, naming: "'@a:'"),
        Refusal("##\n#\n# @a: b\n##", line: 3, column: 1, naming: "'@a:'"),
        Refusal("##\n# text\n# = Heading\n##", line: 3, column: 1, naming: "'='"),
        Refusal("##\n#\n# = Heading\n##", line: 3, column: 1, naming: "'='"),
    ])
    func `free-form documentation has no sections`(refusal: Refusal) { refusal.check() }

    private func documentation(_ text: String) throws -> DocComment {
        try #require(try onlyDefinition(text).documentation)
    }

    @Test func `all sections are taken apart`() throws {
        let comment = try documentation(
            """
            # an ordinary comment
            ##
            # @go:
            #
            # The body,
            # two lines.
            #
            # Second paragraph::
            #
            #     indented
            #
            # @a: one
            #
            # @b:
            #     two
            #       deeper
            #
            #     three
            # @*c c: x
            #
            # Features:
            #
            # @f: first
            # @g:
            #   second
            #
            # Plain text
            # after features.
            #
            # Returns: what
            #     comes back
            #
            # Errors:
            #     - one
            #     - two
            # TODO: a
            #
            # TODO: b
            #
            # Since: 1.0
            #
            # Last text.
            ##
            { 'command': 'go', 'returns': 'Foo' }
            """)
        #expect(comment.location == SourceLocation(file: "schema.json", line: 2))
        #expect(comment.symbol == "go")
        #expect(comment.body == "The body,\ntwo lines.\n\nSecond paragraph::\n\n    indented")
        #expect(comment.members.map(\.name) == ["a", "b", "*c c"])
        #expect(comment.members.map(\.text) == ["one", "two\n  deeper\n\nthree", "x"])
        #expect(comment.members.map(\.location.line) == [12, 14, 19])
        #expect(comment.features.map(\.name) == ["f", "g"])
        #expect(comment.features.map(\.text) == ["first", "second"])
        #expect(comment.features.map(\.location.line) == [23, 24])
        #expect(comment.sections.map(\.kind) == [.plain, .returns, .errors, .todo, .todo, .since, .plain])
        #expect(
            comment.sections.map(\.text) == [
                "Plain text\nafter features.", "what\ncomes back", "- one\n- two", "a", "b", "1.0", "Last text.",
            ])
        #expect(comment.sections.map(\.location.line) == [27, 30, 33, 36, 38, 40, 42])
    }

    @Test(arguments: [
        // A tag counts only at the start of a paragraph, with one colon and without a blank before the colon.
        ("# text\n# Returns: no", "text\nReturns: no"), ("# Returns:: no", "Returns:: no"),
        ("# Since : no", "Since : no"),
        ("# Sinces: no", "Sinces: no"), ("# since: no", "since: no"), ("#  Since: no", " Since: no"),
        ("# a @b: c", "a @b: c"),
        ("# text\n# @b: c", "text\n@b: c"), ("# text\n# = no", "text\n= no"), ("#  = no", " = no"),
        ("# Features: ", ""),
        ("# Features: no", "Features: no"), ("#\n#\n# a\n#\n#\n# b\n#", "a\n\nb"), ("# a \t\u{A0}\n#", "a"), ("", ""),
        ("\n\n    # indented\n", "indented"), ("# @b", "@b"),
    ])
    func `text that only looks like a section is text`(lines: String, body: String) throws {
        guard lines != "# Features: " else {
            Refusal("##\n# @Foo:\n# Features: \n##", line: 4, column: 1, naming: "'Features:'").check()
            return
        }
        let comment = try documentation("##\n# @Foo:\n\(lines)\n##\n{ 'struct': 'Foo', 'data': {} }")
        #expect(comment.body == body)
        #expect(comment.members.isEmpty && comment.features.isEmpty && comment.sections.isEmpty)
    }

    @Test func `text that is indented less ends a section`() throws {
        let comment = try documentation(
            """
            ##
            # @Foo:
            #
            # @a: one
            #     two
            #     three
            # four
            #
            # Since: 1
            # five
            #
            # six
            ##
            { 'struct': 'Foo', 'data': {} }
            """)
        #expect(comment.members.map(\.text) == ["one\ntwo\nthree"])
        #expect(comment.sections.map(\.text) == ["four", "1", "five\n\nsix"])
        #expect(comment.sections.map(\.kind) == [.plain, .since, .plain])
    }

    @Test func `a paragraph may stand between the body and the members`() throws {
        let comment = try documentation("##\n# @Foo:\n# a\n#\n# @b: c\n#\n##\n{ 'struct': 'Foo', 'data': {} }")
        #expect(comment.body == "a")
        #expect(comment.members.map(\.text) == ["c"])
    }

    @Test func `free-form documentation is all body`() throws {
        let text = "##\n# = Heading\n#\n#   a\n# Since: 1\n# Features:\n#\n##\n"
        let comment = try #require(try SchemaReader.read(text: text).modules.first?.freeForm.first)
        #expect(comment.symbol == nil)
        #expect(comment.body == "= Heading\n\n  a\nSince: 1\nFeatures:")
        #expect(comment.members.isEmpty && comment.features.isEmpty && comment.sections.isEmpty)
    }

    @Test func `ten thousand lines are read`() throws {
        let count = 10_000
        let members = (0..<count).map { "# @m\($0): text\n" }.joined()
        let comment = try documentation("##\n# @Foo:\n\(members)##\n{ 'struct': 'Foo', 'data': {} }")
        #expect(comment.members.count == count)
    }
}
