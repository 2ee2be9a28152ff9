import Testing

@testable import QAPISchema

struct ExpressionCheckerTests {
    @Test(arguments: [
        Refusal("{ }", naming: "'enum', 'struct'"),
        Refusal("\n{ 'data': 'a' }", line: 2, naming: "'enum', 'struct'"),
        Refusal("{ 'strcut': 'Foo', 'data': {} }", naming: "did you mean 'struct'"),
        Refusal("{ 'struct': 'Foo', 'event': 'FOO' }", naming: "'event', 'struct'"),
        Refusal("{ 'struct': true, 'data': {} }", naming: "'struct'"),
        Refusal("{ 'command': [ 'go' ] }", naming: "an array"),
        Refusal("{ 'event': { } }", naming: "an object"),
    ])
    func `a definition has one keyword with a name`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        Refusal("{ 'enum': 'Foo' }", naming: "'data'"),
        Refusal("{ 'enum': 'Foo', 'data': [], 'base': 'B' }", naming: "'base'"),
        Refusal("{ 'struct': 'Foo', 'dta': {} }", naming: "'data'"),
        Refusal("{ 'struct': 'Foo', 'data': {}, 'discriminator': 'a' }", naming: "'discriminator'"),
        Refusal("{ 'struct': 'Foo', 'data': {}, 'bas': 'a' }", naming: "did you mean 'base'"),
        Refusal("{ 'struct': 'Foo', 'data': {}, 'z': 'a', 'y': 'b' }", naming: "keys 'y', 'z'"),
        Refusal("{ 'union': 'Foo', 'z': 'a' }", naming: "keys 'base', 'data', 'discriminator'"),
        Refusal("{ 'union': 'Foo', 'data': {}, 'base': {}, 'discriminator': 'a', 'boxed': true }", naming: "'boxed'"),
        Refusal("{ 'alternate': 'Foo', 'data': {}, 'base': 'a' }", naming: "'base'"),
        Refusal("{ 'command': 'go', 'date': {} }", naming: "did you mean 'data'"),
        Refusal("{ 'event': 'WENT', 'returns': 'a' }", naming: "'returns'"),
        Refusal("{ 'event': 'WENT', 'gen': true }", naming: "'gen'"),
    ])
    func `each kind has its keys`(refusal: Refusal) { refusal.check() }

    @Test func `an enumeration has values and a prefix`() throws {
        let definition = try onlyDefinition(
            """
            { 'enum': 'Foo', 'prefix': 'PRE', 'if': 'C1', 'features': [ 'f' ],
              'data': [ 'a', { 'name': '9-b', 'if': { 'not': 'C2' }, 'features': [ { 'name': 'g', 'if': 'C3' } ] } ] }
            """)
        #expect(
            definition.kind
                == .enumeration(
                    .init(
                        values: [
                            .init(name: "a", condition: nil, features: []),
                            .init(
                                name: "9-b", condition: .not(.symbol("C2")),
                                features: [.init(name: "g", condition: .symbol("C3"))]),
                        ], prefix: "PRE")))
        #expect(definition.condition == .symbol("C1"))
        #expect(definition.features == [.init(name: "f", condition: nil)])
        #expect(definition.kind.keyword == "enum")
        #expect(
            try onlyDefinition("{ 'enum': 'Foo', 'data': [] }").kind == .enumeration(.init(values: [], prefix: nil)))
    }

    @Test(arguments: [
        Refusal("{ 'enum': 'Foo', 'data': {} }", naming: "an object"),
        Refusal("{ 'enum': 'Foo', 'data': [], 'prefix': true }", naming: "'prefix'"),
        Refusal("{ 'enum': 'Foo', 'data': [ true ] }", naming: "true"),
        Refusal("{ 'enum': 'Foo', 'data': [ [ 'a' ] ] }", naming: "an array"),
        Refusal("{ 'enum': 'Foo', 'data': [ '' ] }", naming: "''"),
        Refusal("{ 'enum': 'Foo', 'data': [ { } ] }", naming: "'name'"),
        Refusal("{ 'enum': 'Foo', 'data': [ { 'name': true } ] }", naming: "true"),
        Refusal("{ 'enum': 'Foo', 'data': [ { 'name': 'a', 'type': 'b' } ] }", naming: "'type'"),
        Refusal("{ 'enum': 'Foo', 'data': [ 'A' ] }", naming: "'A'"),
        Refusal("{ 'enum': 'Foo', 'data': [ 'a_b' ] }", naming: "'a-b'"),
        Refusal("{ 'enum': 'Foo', 'data': [ 'q_b' ] }", naming: "'q_b'"),
        Refusal("{ 'enum': 'Foo', 'data': [ { 'name': 'a', 'if': 'b' } ] }", naming: "'b'"),
        Refusal("{ 'enum': 'Foo', 'data': [ { 'name': 'a', 'features': 'b' } ] }", naming: "'b'"),
    ])
    func `an enumeration's parts are checked`(refusal: Refusal) { refusal.check() }

    @Test func `a struct has members and a base`() throws {
        let definition = try onlyDefinition(
            """
            { 'struct': 'Foo', 'base': 'Base',
              'data': { 'a': 'int', '*b': [ 'Foo' ], 'c': { 'type': [ 'str' ], 'if': 'C', 'features': [ 'f' ] } } }
            """)
        #expect(
            definition.kind
                == .structure(
                    base: "Base",
                    members: [
                        .init(name: "a", isOptional: false, type: .init(name: "int", isArray: false), features: []),
                        .init(name: "b", isOptional: true, type: .init(name: "Foo", isArray: true), features: []),
                        .init(
                            name: "c", isOptional: false, type: .init(name: "str", isArray: true),
                            condition: .symbol("C"),
                            features: [.init(name: "f", condition: nil)]),
                    ]))
        #expect(try onlyDefinition("{ 'struct': 'Foo', 'data': {} }").kind == .structure(base: nil, members: []))
    }

    @Test(arguments: [
        Refusal("{ 'struct': 'Foo', 'data': 'Bar' }", naming: "'Bar'"),
        Refusal("{ 'struct': 'Foo', 'data': [] }", naming: "an array"),
        Refusal("{ 'struct': 'Foo', 'data': {}, 'base': {} }", naming: "'base'"),
        Refusal("{ 'struct': 'Foo', 'data': {}, 'base': [ 'B' ] }", naming: "'base'"),
        Refusal("{ 'struct': 'Foo', 'data': { '': 'int' } }", naming: "''"),
        Refusal("{ 'struct': 'Foo', 'data': { '*': 'int' } }", naming: "'*'"),
        Refusal("{ 'struct': 'Foo', 'data': { '**a': 'int' } }", naming: "'**a'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a_b': 'int' } }", naming: "'a-b'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'aB': 'int' } }", naming: "'aB'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'q-b': 'int' } }", naming: "'q-b'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'u': 'int' } }", naming: "'u'"),
        Refusal("{ 'struct': 'Foo', 'data': { '*has-b': 'int' } }", naming: "'*has-b'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': true } }", naming: "'a'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': [] } }", naming: "exactly one"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': [ 'b', 'c' ] } }", naming: "exactly one"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': [ [ 'b' ] ] } }", naming: "exactly one"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': { } } }", naming: "'type'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': { 'type': 'b', 'name': 'c' } } }", naming: "'name'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': { 'type': { } } } }", naming: "an object"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': { 'type': 'b', 'if': true } } }", naming: "'a'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': { 'type': 'b', 'features': [ 'C' ] } } }", naming: "'C'"),
    ])
    func `a struct's parts are checked`(refusal: Refusal) { refusal.check() }

    @Test func `exceptions allow other names for the members of types`() throws {
        let pragma = "{ 'pragma': { 'member-name-exceptions': [ 'Foo', 'go', 'WENT' ] } }"
        for text in [
            "{ 'struct': 'Foo', 'data': { 'a_B': 'int' } }", "{ 'enum': 'Foo', 'data': [ 'a_B' ] }",
            "{ 'union': 'Foo', 'base': { 'a_B': 'E' }, 'discriminator': 'a_B', 'data': {} }",
        ] {
            #expect(try SchemaReader.read(text: pragma + text).definitions.count == 1)
        }
        Refusal(pragma + "{ 'struct': 'Foo', 'data': { 'a.b': 'int' } }", naming: "'a.b'").check()
        Refusal(pragma + "{ 'command': 'go', 'data': { 'a_b': 'int' } }", naming: "'a_b'").check()
        Refusal(pragma + "{ 'event': 'WENT', 'data': { 'a_b': 'int' } }", naming: "'a_b'").check()
        Refusal(pragma + "{ 'alternate': 'Foo', 'data': { 'a_b': 'int' } }", naming: "'a_b'").check()
        Refusal(pragma + "{ 'struct': 'Foo', 'data': {}, 'features': [ 'a_b' ] }", naming: "'a_b'").check()
    }

    @Test func `a union has a base, a discriminator and branches`() throws {
        let definition = try onlyDefinition(
            """
            { 'union': 'Foo', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind',
              'data': { 'a': 'A', 'Any_Name': { 'type': 'B', 'if': 'C' } } }
            """)
        #expect(
            definition.kind
                == .union(
                    .init(
                        base: .members([
                            .init(
                                name: "kind", isOptional: false, type: .init(name: "Kind", isArray: false), features: []
                            )
                        ]), discriminator: "kind",
                        branches: [
                            .init(name: "a", isOptional: false, type: .init(name: "A", isArray: false), features: []),
                            .init(
                                name: "Any_Name", isOptional: false, type: .init(name: "B", isArray: false),
                                condition: .symbol("C"), features: []),
                        ])))
        let named = try onlyDefinition("{ 'union': 'Foo', 'base': 'B', 'discriminator': '*k', 'data': {} }")
        #expect(named.kind == .union(.init(base: .named("B"), discriminator: "*k", branches: [])))
        let empty = try onlyDefinition("{ 'union': 'Foo', 'base': {}, 'discriminator': 'k', 'data': {} }")
        #expect(empty.kind == .union(.init(base: .none, discriminator: "k", branches: [])))
    }

    @Test(arguments: [
        Refusal("{ 'union': 'Foo', 'base': [], 'discriminator': 'k', 'data': {} }", naming: "'base'"),
        Refusal("{ 'union': 'Foo', 'base': { 'K': 'a' }, 'discriminator': 'k', 'data': {} }", naming: "'K'"),
        Refusal("{ 'union': 'Foo', 'base': 'B', 'discriminator': {}, 'data': {} }", naming: "'discriminator'"),
        Refusal("{ 'union': 'Foo', 'base': 'B', 'discriminator': 'k', 'data': [] }", naming: "an array"),
        Refusal("{ 'union': 'Foo', 'base': 'B', 'discriminator': 'k', 'data': { 'a': [ 'A' ] } }", naming: "'a'"),
        Refusal("{ 'union': 'Foo', 'base': 'B', 'discriminator': 'k', 'data': { 'a': { } } }", naming: "'type'"),
        Refusal(
            "{ 'union': 'Foo', 'base': 'B', 'discriminator': 'k', 'data': { 'a': { 'type': 'A', 'features': [] } } }",
            naming: "'features'"),
        Refusal(
            "{ 'union': 'Foo', 'base': 'B', 'discriminator': 'k', 'data': { 'a': { 'type': 'A', 'if': 'b' } } }",
            naming: "'b'"),
    ])
    func `a union's parts are checked`(refusal: Refusal) { refusal.check() }

    @Test func `an alternate has branches`() throws {
        let definition = try onlyDefinition(
            "{ 'alternate': 'Foo', 'data': { 'a': 'A', 'b': [ 'B' ], 'c': { 'type': 'C', 'if': 'D' } } }")
        #expect(
            definition.kind
                == .alternate(branches: [
                    .init(name: "a", isOptional: false, type: .init(name: "A", isArray: false), features: []),
                    .init(name: "b", isOptional: false, type: .init(name: "B", isArray: true), features: []),
                    .init(
                        name: "c", isOptional: false, type: .init(name: "C", isArray: false), condition: .symbol("D"),
                        features: []),
                ]))
    }

    @Test(arguments: [
        Refusal("{ 'alternate': 'Foo', 'data': {} }", naming: "at least one"),
        Refusal("{ 'alternate': 'Foo', 'data': [] }", naming: "at least one"),
        Refusal("{ 'alternate': 'Foo', 'data': '' }", naming: "at least one"),
        Refusal("{ 'alternate': 'Foo', 'data': false }", naming: "at least one"),
        Refusal("{ 'alternate': 'Foo', 'data': [ 'a' ] }", naming: "an array"),
        Refusal("{ 'alternate': 'Foo', 'data': { 'A': 'a' } }", naming: "'A'"),
        Refusal("{ 'alternate': 'Foo', 'data': { '*a': 'a' } }", naming: "'*a'"),
        Refusal("{ 'alternate': 'Foo', 'data': { 'a': true } }", naming: "'a'"),
        Refusal("{ 'alternate': 'Foo', 'data': { 'a': { 'type': 'a', 'features': [] } } }", naming: "'features'"),
        Refusal("{ 'alternate': 'Foo', 'data': { 'a': { 'type': 'a', 'if': [] } } }", naming: "an array"),
    ])
    func `an alternate's parts are checked`(refusal: Refusal) { refusal.check() }
}
