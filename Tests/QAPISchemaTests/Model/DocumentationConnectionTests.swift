import Testing

@testable import QAPISchema

struct DocumentationConnectionTests {
    private static func documented(_ lines: [String], _ definition: String) -> String {
        (["##"] + lines.map { $0.isEmpty ? "#" : "# " + $0 } + ["##", definition]).joined(separator: "\n")
    }

    @Test func `descriptions reach what they describe`() throws {
        let schema = try schema(
            [
                Self.documented(
                    ["@Kind:", "", "@a: first", "", "@b: second", "    more", "", "Features:", "@old: aged"],
                    "{ 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'features': [ 'old' ] } ] }"),
                Self.documented(["@Foo:", "", "@x: an x"], "{ 'struct': 'Foo', 'data': { '*x': 'int' } }"),
                Self.documented(
                    ["@Uni:", "", "@k: the kind"],
                    "{ 'union': 'Uni', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { 'a': 'Foo' } }"),
                Self.documented(["@Alt:", "", "@i: a number"], "{ 'alternate': 'Alt', 'data': { 'i': 'int' } }"),
                Self.documented(["@go:", "", "@arg: an argument"], "{ 'command': 'go', 'data': { 'arg': 'int' } }"),
                Self.documented(["@GO:", "", "@info: a fact"], "{ 'event': 'GO', 'data': { 'info': 'int' } }"),
                "{ 'struct': 'Bare', 'data': { 'x': 'int' } }",
            ].joined(separator: "\n\n"))
        #expect(try schema.enumeration("Kind").values.map(\.documentation) == ["first", "second\nmore"])
        #expect(try schema.object("Foo").members[0].documentation == "an x")
        #expect(try schema.object("Uni").members[0].documentation == "the kind")
        #expect(try schema.alternate("Alt").branches[0].documentation == "a number")
        #expect(try schema.object("q_obj_go-arg").members[0].documentation == "an argument")
        #expect(try schema.object("q_obj_GO-arg").members[0].documentation == "a fact")
        #expect(try schema.object("Bare").members[0].documentation == nil)
        #expect(try schema.object("Bare").documentation == nil)
        #expect(try schema.object("Foo").documentation?.symbol == "Foo")
        #expect(try schema.object("q_obj_go-arg").documentation == nil)
    }

    @Test(arguments: [
        Fault(documented(["@Foo:"], "{ 'struct': 'Foo', 'data': { 'x': 'int' } }"), line: 4, naming: "member 'x'"),
        Fault(documented(["@Foo:"], "{ 'enum': 'Foo', 'data': [ 'x' ] }"), line: 4, naming: "value 'x'"),
        Fault(documented(["@Foo:"], "{ 'alternate': 'Foo', 'data': { 'x': 'int' } }"), line: 4, naming: "branch 'x'"),
        Fault(documented(["@go:"], "{ 'command': 'go', 'data': { 'x': 'int' } }"), line: 4, naming: "argument 'x'"),
        Fault(documented(["@GO:"], "{ 'event': 'GO', 'data': { 'x': 'int' } }"), line: 4, naming: "argument 'x'"),
        Fault(
            documented(["@Foo:"], "{ 'union': 'Foo', 'base': { 'k': 'QType' }, 'discriminator': 'k', 'data': {} }"),
            line: 4, naming: "common member 'k'"),
    ])
    func `everything that is written in a documented definition is described`(fault: Fault) throws { try fault.check() }

    @Test(arguments: [
        Fault(
            documented(["@Foo:"], "{ 'struct': 'Foo', 'data': {}, 'features': [ 'new' ] }"), line: 4,
            naming: "feature 'new'"),
        Fault(documented(["@go:"], "{ 'command': 'go', 'features': [ 'new' ] }"), line: 4, naming: "feature 'new'"),
        Fault(documented(["@GO:"], "{ 'event': 'GO', 'features': [ 'new' ] }"), line: 4, naming: "feature 'new'"),
        Fault(
            documented(
                ["@Foo:", "", "@x: an x"], "{ 'enum': 'Foo', 'data': [ { 'name': 'x', 'features': [ 'new' ] } ] }"),
            line: 6, naming: "feature 'new'"),
        Fault(
            documented(
                ["@Foo:", "", "@x: an x"],
                "{ 'struct': 'Foo', 'data': { 'x': { 'type': 'int', 'features': [ 'new' ] } } }"),
            line: 6, naming: "feature 'new'"),
        // A pragma does not excuse features.
        Fault(
            "{ 'pragma': { 'documentation-exceptions': [ 'Foo' ] } }\n"
                + documented(["@Foo:"], "{ 'struct': 'Foo', 'data': {}, 'features': [ 'new' ] }"),
            line: 5, naming: "feature 'new'"),
        // The definition's own features come first.
        Fault(
            documented(["@Foo:"], "{ 'struct': 'Foo', 'data': { 'x': 'int' }, 'features': [ 'new' ] }"), line: 4,
            naming: "feature 'new'"),
    ])
    func `features of a documented definition are described`(fault: Fault) throws { try fault.check() }

    @Test func `a pragma excuses members`() throws {
        let text =
            "{ 'pragma': { 'documentation-exceptions': [ 'Foo', 'go' ] } }\n"
            + Self.documented(["@Foo:", "", "@x: an x"], "{ 'struct': 'Foo', 'data': { 'x': 'int', 'y': 'int' } }")
            + "\n"
            + Self.documented(["@go:"], "{ 'command': 'go', 'data': { 'z': 'int' } }")
        let schema = try schema(text)
        #expect(try schema.object("Foo").members.map(\.documentation) == ["an x", nil])
    }

    @Test(arguments: [
        Fault(documented(["@Foo:", "", "@y: a y"], "{ 'struct': 'Foo', 'data': {} }"), line: 4, naming: "member 'y'"),
        Fault(
            documented(["@Foo:", "", "Features:", "@y: a y"], "{ 'struct': 'Foo', 'data': {} }"), line: 5,
            naming: "feature 'y'"),
        Fault(documented(["@go:", "", "@y: a y"], "{ 'command': 'go' }"), line: 4, naming: "member 'y'"),
        Fault(
            documented(["@go:", "", "@x: an x"], "{ 'command': 'go', 'data': 'Foo' }")
                + "\n{ 'struct': 'Foo', 'data': { 'x': 'int' } }",
            line: 4, naming: "member 'x'"),
        Fault(
            documented(["@Foo:", "", "@x: an x"], "{ 'struct': 'Foo', 'base': 'Bar', 'data': {} }")
                + "\n{ 'struct': 'Bar', 'data': { 'x': 'int' } }", line: 4, naming: "member 'x'"),
        // Branches of a union are the tag's values and described there.
        Fault(
            documented(
                ["@Foo:", "", "@k: a k", "", "@none: nothing"],
                "{ 'union': 'Foo', 'base': { 'k': 'QType' }, 'discriminator': 'k', 'data': { 'none': 'Bar' } }")
                + "\n{ 'struct': 'Bar', 'data': {} }", line: 6, naming: "member 'none'"),
    ])
    func `what is described exists`(fault: Fault) throws { try fault.check() }

    @Test func `descriptions of nothing are found last`() throws {
        try Fault(
            Self.documented(["@Foo:", "", "@y: a y"], "{ 'struct': 'Foo', 'data': {} }")
                + "\n{ 'struct': 'Bar', 'data': { 'x': 'None' } }", line: 7, naming: "'None'"
        ).check()
    }

    @Test func `documentation is connected before the next definition is checked`() throws {
        try Fault(
            Self.documented(["@Foo:"], "{ 'struct': 'Foo', 'data': { 'x': 'int' } }")
                + "\n{ 'struct': 'Bar', 'data': { 'x': 'None' } }", line: 4, naming: "member 'x'"
        ).check()
    }
}
