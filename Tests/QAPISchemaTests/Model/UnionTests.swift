import Testing

@testable import QAPISchema

struct UnionTests {
    private static let prelude = """
        { 'enum': 'Kind', 'data': [ 'a', 'b', { 'name': 'c', 'if': 'HAVE_C' } ] }
        { 'struct': 'Base', 'data': { 'kind': 'Kind', '*maybe': 'Kind', 'text': 'str' } }
        { 'struct': 'Part', 'data': { 'part': 'int' } }

        """

    private static func union(_ rest: String, base: String = "'Base'", tag: String = "kind", after: String = "")
        -> String
    {
        prelude + "{ 'union': 'Uni', 'base': \(base), 'discriminator': '\(tag)', 'data': { \(rest) } }\n" + after
    }

    @Test func `values without a branch have an empty one`() throws {
        let schema = try schema(Self.union("'b': 'Part'"))
        let uni = try schema.object("Uni")
        let branches = try #require(uni.union).branches
        #expect(branches.map(\.name) == ["b", "a", "c"])
        #expect(branches.map { schema[$0.type].name } == ["Part", "q_empty", "q_empty"])
        #expect(branches.map(\.isImplied) == [false, true, true])
        #expect(branches.map(\.condition) == [nil, nil, .symbol("HAVE_C")])
        #expect(uni.union?.tag.name == "kind")
        #expect(uni.members.map(\.name) == ["kind", "maybe", "text"])
        #expect(uni.ownMembers.isEmpty)
        #expect(uni.isUnion)
    }

    @Test func `common members may stand in place`() throws {
        let schema = try schema(Self.union("", base: "{ 'k': 'Kind', 'x': 'int' }", tag: "k"))
        let uni = try schema.object("Uni")
        #expect(schema.spelling(uni.base) == "q_obj_Uni-base")
        #expect(uni.members.map(\.name) == ["k", "x"])
        #expect(uni.union?.writtenBranches.isEmpty == true)
        #expect(uni.union?.branches.count == 3)
    }

    @Test func `a branch may be a union and branches may share members`() throws {
        let schema = try schema(
            Self.union(
                "'a': 'Inner', 'b': 'Part'",
                after: "{ 'union': 'Inner', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { 'a': 'Part' } }"))
        #expect(try schema.object("Uni").union?.writtenBranches.map { schema[$0.type].name } == ["Inner", "Part"])
    }

    @Test(arguments: [
        Fault(union("", tag: "kin"), line: 4, naming: "'kin'", "did you mean 'kind'"),
        Fault(union("", tag: "*maybe"), line: 4, naming: "'*maybe'"),
        Fault(union("", base: "{}"), line: 4, naming: "'kind'"),
        Fault(union("", tag: "text"), line: 4, naming: "'text'", "enum"),
        Fault(union("", tag: "maybe"), line: 4, naming: "'maybe'", "optional"),
        Fault(union("", base: "{ 'kind': { 'type': 'Kind', 'if': 'HAVE_K' } }"), line: 4, naming: "condition"),
        Fault(union("", base: "{ 'kind': [ 'Kind' ] }"), line: 4, naming: "enum"),
    ])
    func `the discriminator is a mandatory common member of an enum type`(fault: Fault) throws { try fault.check() }

    @Test(arguments: [
        Fault(union("'d': 'Part'"), line: 4, naming: "'d'", "'Kind'"),
        Fault(union("'aa': 'Part'"), line: 4, naming: "did you mean 'a'"),
        Fault(union("'a': 'Port'"), line: 4, naming: "'Port'", "did you mean 'Part'"),
        Fault(union("'a': 'int'"), line: 4, naming: "'a'", "built-in type 'int'"),
        Fault(union("'a': 'Kind'"), line: 4, naming: "enum type 'Kind'"),
        Fault(union("'a': 'intList'"), line: 4, naming: "array type"),
        Fault(
            "{ 'enum': 'Kind', 'data': [] }\n{ 'union': 'Uni', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': {} }",
            line: 2, naming: "no branches"),
        Fault(union("", base: "'Nothing'"), line: 4, naming: "'base'", "'Nothing'"),
        Fault(union("", base: "'Kind'"), line: 4, naming: "enum type 'Kind'"),
        // The name is looked at before the type is.
        Fault(union("'d': 'int'"), line: 4, naming: "not a value"),
        Fault(union("'d': 'None'"), line: 4, naming: "unknown type"),
    ])
    func `a branch is a value of the tag and an object type`(fault: Fault) throws { try fault.check() }

    @Test(arguments: [
        Fault(
            union("'a': 'Other'", after: "{ 'struct': 'Other', 'data': { 'text': 'int' } }"), line: 4, naming: "'text'",
            "branch 'a'"),
        Fault(union("'a': 'Base'"), line: 4, naming: "'kind'"),
        Fault(
            union(
                "'a': 'Top'",
                after: "{ 'struct': 'Top', 'base': 'Low', 'data': {} }\n{ 'struct': 'Low', 'data': { '*text': 'int' } }"
            ),
            line: 4, naming: "'text'"),
        Fault(
            union(
                "'b': 'Inner'",
                after: """
                    { 'union': 'Inner', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { 'c': 'Deep' } }
                    { 'struct': 'Deep', 'data': { 'text': 'str' } }
                    """), line: 4, naming: "'text'", "branch 'b'"),
        Fault(
            "{ 'pragma': { 'member-name-exceptions': [ 'Other' ] } }\n"
                + union(
                    "'a': 'Other'", base: "{ 'kind': 'Kind', 'a-b': 'str' }",
                    after: "{ 'struct': 'Other', 'data': { 'a_b': 'int' } }"),
            line: 5, naming: "'a_b'", "'a-b'"),
    ])
    func `branches do not clash with common members`(fault: Fault) throws { try fault.check() }

    @Test func `branches are checked on demand`() throws {
        // The union stands first, so its branch's own fault is found while the union is checked.
        try Fault(
            """
            { 'union': 'Uni', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { 'a': 'Part', 'z': 'Part' } }
            { 'enum': 'Kind', 'data': [ 'a' ] }
            { 'struct': 'Part', 'data': { 'x': 'None' } }
            """, line: 3, naming: "'None'"
        ).check()
    }
}
