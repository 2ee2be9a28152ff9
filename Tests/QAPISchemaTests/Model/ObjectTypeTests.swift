import Testing

@testable import QAPISchema

struct ObjectTypeTests {
    @Test(arguments: [
        Fault("{ 'struct': 'Foo', 'data': { 'a': 'Bar' } }", line: 1, naming: "member 'a'", "'Bar'"),
        Fault("{ 'struct': 'Foo', 'data': { 'a': [ 'Bar' ] } }", line: 1, naming: "'Bar'"),
        Fault("{ 'struct': 'Foo', 'data': { 'a': 'Foe' } }", line: 1, naming: "did you mean 'Foo'"),
        Fault("{ 'struct': 'Foo', 'data': { 'a': 'go' } }\n{ 'command': 'go' }", line: 1, naming: "'go'"),
        Fault("{ 'struct': 'Foo', 'data': { 'a': [ 'intList' ] } }", line: 1, naming: "array"),
        Fault("{ 'event': 'GO', 'data': { 'a': 'Bar' } }", line: 1, naming: "argument 'a'", "'Bar'"),
    ])
    func `a member's type is known`(fault: Fault) throws { try fault.check() }

    @Test(
        arguments: [
            Fault("{ 'struct': 'Foo', 'data': {}, 'base': 'Bar' }", line: 1, naming: "'base'", "'Bar'"),
            Fault("{ 'struct': 'Foo', 'data': {}, 'base': 'int' }", line: 1, naming: "built-in type 'int'"),
            Fault("{ 'struct': 'Foo', 'data': {}, 'base': 'intList' }", line: 1, naming: "array type ['int']"),
            Fault(
                "{ 'enum': 'Ee', 'data': [] }\n{ 'struct': 'Foo', 'data': {}, 'base': 'Ee' }", line: 2,
                naming: "enum type"),
            Fault(
                "{ 'alternate': 'Alt', 'data': { 'a': 'int' } }\n{ 'struct': 'Foo', 'data': {}, 'base': 'Alt' }",
                line: 2,
                naming: "alternate type 'Alt'"),
            Fault(
                """
                { 'enum': 'Kind', 'data': [ 'a' ] }
                { 'union': 'Uni', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': {} }
                { 'struct': 'Foo', 'data': {}, 'base': 'Uni' }
                """, line: 3, naming: "union type 'Uni'"),
        ])
    func `a base is a struct`(fault: Fault) throws { try fault.check() }

    @Test(arguments: [
        Fault("{ 'struct': 'Foo', 'data': {}, 'base': 'Foo' }", line: 1, naming: "'Foo'", "contains itself"),
        Fault(
            "{ 'struct': 'Foo', 'data': {}, 'base': 'Bar' }\n{ 'struct': 'Bar', 'data': {}, 'base': 'Foo' }", line: 1,
            naming: "'Foo'"),
        Fault(
            """
            { 'enum': 'Kind', 'data': [ 'a' ] }
            { 'union': 'Uni', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { 'a': 'Uni' } }
            """, line: 2, naming: "'Uni'", "contains itself"),
    ])
    func `a type does not contain itself`(fault: Fault) throws { try fault.check() }

    @Test func `a type may have itself as a member`() throws {
        let schema = try schema(
            "{ 'struct': 'Foo', 'data': { '*next': 'Foo', 'all': [ 'Bar' ] } }\n{ 'struct': 'Bar', 'data': { 'up': 'Foo' } }"
        )
        #expect(try schema.object("Foo").members.map { schema[$0.type].name } == ["Foo", "BarList"])
    }

    @Test func `members come from base to derived`() throws {
        let schema = try schema(
            """
            { 'struct': 'Leaf', 'base': 'Middle', 'data': { 'c': 'int', '*d': 'str' } }
            { 'struct': 'Middle', 'base': 'Root', 'data': { 'b': { 'type': 'int', 'if': 'HAVE_B' } } }
            { 'struct': 'Root', 'data': { 'a': 'int' } }
            """)
        let leaf = try schema.object("Leaf")
        #expect(leaf.members.map(\.name) == ["a", "b", "c", "d"])
        #expect(leaf.members.map { schema[$0.definedIn].name } == ["Root", "Middle", "Leaf", "Leaf"])
        #expect(leaf.members.map(\.isOptional) == [false, false, false, true])
        #expect(leaf.ownMembers.map(\.name) == ["c", "d"])
        #expect(schema.spelling(leaf.base) == "Middle")
        #expect(leaf.hasConditionalMembers)
        #expect(try !schema.object("Root").hasConditionalMembers)
        #expect(try schema.object("q_empty").isEmpty)
        #expect(!leaf.isEmpty)
    }

    @Test(arguments: [
        Fault(
            "{ 'pragma': { 'member-name-exceptions': [ 'Foo' ] } }\n{ 'struct': 'Foo', 'data': { 'a-b': 'int', 'a_b': 'int' } }",
            line: 2, naming: "'a_b'", "'a-b'"),
        Fault("{ 'struct': 'Foo', 'data': { 'a': 'int', '*a': 'int' } }", line: 1, naming: "'a'"),
        Fault(
            "{ 'struct': 'Foo', 'base': 'Bar', 'data': { 'a': 'int' } }\n{ 'struct': 'Bar', 'data': { 'a': 'int' } }",
            line: 1, naming: "'a'", "'Bar'"),
        Fault(
            """
            { 'struct': 'Foo', 'base': 'Bar', 'data': { 'a': 'int' } }
            { 'struct': 'Bar', 'base': 'Top', 'data': {} }
            { 'struct': 'Top', 'data': { '*a': 'str' } }
            """, line: 1, naming: "'a'", "'Top'"),
    ])
    func `members do not clash`(fault: Fault) throws { try fault.check() }

    @Test(arguments: [
        Fault("{ 'struct': 'Foo', 'data': {}, 'features': [ 'deprecated' ] }", line: 1, naming: "'deprecated'"),
        Fault("{ 'enum': 'Foo', 'data': [], 'features': [ 'a', 'unstable' ] }", line: 1, naming: "'unstable'"),
        Fault(
            "{ 'alternate': 'Foo', 'data': { 'a': 'int' }, 'features': [ 'unstable' ] }", line: 1, naming: "'unstable'"),
        Fault("{ 'struct': 'Foo', 'data': {}, 'features': [ 'a', 'b', 'a' ] }", line: 1, naming: "'a'"),
        Fault(
            "{ 'struct': 'Foo', 'data': { 'm': { 'type': 'int', 'features': [ 'a', 'a' ] } } }", line: 1, naming: "'a'"),
        Fault("{ 'command': 'go', 'features': [ 'a', 'a' ] }", line: 1, naming: "'a'"),
        Fault("{ 'event': 'GO', 'features': [ 'a', 'a' ] }", line: 1, naming: "'a'"),
        Fault("{ 'enum': 'Foo', 'data': [], 'features': [ 'a', 'a' ] }", line: 1, naming: "'a'"),
        Fault("{ 'alternate': 'Foo', 'data': { 'a': 'int' }, 'features': [ 'b', 'b' ] }", line: 1, naming: "'b'"),
    ])
    func `features differ and special ones are not for types`(fault: Fault) throws { try fault.check() }

    @Test func `special features are for commands, events, members and values`() throws {
        let schema = try schema(
            """
            { 'command': 'go', 'features': [ 'deprecated' ] }
            { 'event': 'GO', 'features': [ 'unstable' ] }
            { 'struct': 'Foo', 'data': { 'a': { 'type': 'int', 'features': [ 'unstable' ] } } }
            { 'enum': 'Bar', 'data': [ { 'name': 'a', 'features': [ 'deprecated' ] } ] }
            """)
        #expect(schema.commands[0].isDeprecated)
        #expect(!schema.commands[0].isUnstable)
        #expect(schema.events[0].isUnstable)
        #expect(try schema.object("Foo").members[0].features.map(\.name) == ["unstable"])
        #expect(try schema.enumeration("Bar").values[0].features.map(\.name) == ["deprecated"])
    }
}
