import Testing

@testable import QAPISchema

struct ConditionAndFeatureTests {
    @Test(
        arguments: [
            ("'A'", .symbol("A")), ("'A_9'", .symbol("A_9")), ("{ 'not': 'A' }", .not(.symbol("A"))),
            ("{ 'all': [ 'A' ] }", .all([.symbol("A")])),
            ("{ 'any': [ 'A', 'B' ] }", .any([.symbol("A"), .symbol("B")])),
            (
                "{ 'all': [ { 'any': [ 'A', { 'not': { 'all': [ 'B' ] } } ] }, 'C' ] }",
                .all([.any([.symbol("A"), .not(.all([.symbol("B")]))]), .symbol("C")])
            ),
        ] as [(String, Condition)])
    func `a condition is made of symbols`(text: String, expected: Condition) throws {
        #expect(try onlyDefinition("{ 'struct': 'Foo', 'data': {}, 'if': \(text) }").condition == expected)
    }

    private static func conditional(_ condition: String, naming: String) -> Refusal {
        Refusal("\n{ 'struct': 'Foo', 'data': {}, 'if': \(condition) }", line: 2, naming: naming)
    }

    @Test(arguments: [
        conditional("''", naming: "''"), conditional("'a'", naming: "'a'"), conditional("'9A'", naming: "'9A'"),
        conditional("'_A'", naming: "'_A'"), conditional("'A-B'", naming: "'A-B'"),
        conditional("'A B'", naming: "'A B'"),
        conditional("true", naming: "true"), conditional("[ 'A' ]", naming: "an array"),
        conditional("{}", naming: "exactly one"),
        conditional("{ 'all': [ 'A' ], 'any': [ 'A' ] }", naming: "exactly one"),
        conditional("{ 'alll': [] }", naming: "'all'"),
        conditional("{ 'all': 'A' }", naming: "'all'"), conditional("{ 'any': { 'not': 'A' } }", naming: "'any'"),
        conditional("{ 'all': [] }", naming: "'all'"), conditional("{ 'any': [] }", naming: "'any'"),
        conditional("{ 'not': [ 'A' ] }", naming: "an array"),
        conditional("{ 'not': { 'any': [ 'A', 'b' ] } }", naming: "'b'"),
    ])
    func `a condition's parts are checked`(refusal: Refusal) { refusal.check() }

    @Test func `features are names, each with a condition of its own`() throws {
        let text = "{ 'event': 'WENT', 'features': [ 'a', { 'name': 'x-b' }, { 'name': 'c-9', 'if': 'C' } ] }"
        #expect(
            try onlyDefinition(text).features == [
                .init(name: "a", condition: nil), .init(name: "x-b", condition: nil),
                .init(name: "c-9", condition: .symbol("C")),
            ])
        #expect(try onlyDefinition("{ 'command': 'go', 'features': [] }").features.isEmpty)
    }

    private static func featured(_ features: String, naming: String) -> Refusal {
        Refusal("{ 'command': 'go', 'features': \(features) }", naming: naming)
    }

    @Test(arguments: [
        featured("'a'", naming: "'a'"), featured("{}", naming: "an object"), featured("[ true ]", naming: "true"),
        featured("[ [ 'a' ] ]", naming: "an array"), featured("[ {} ]", naming: "'name'"),
        featured("[ { 'name': [] } ]", naming: "an array"),
        featured("[ { 'name': 'a', 'type': 'b' } ]", naming: "'type'"),
        featured("[ 'A' ]", naming: "'A'"), featured("[ 'a_b' ]", naming: "'a-b'"), featured("[ '' ]", naming: "''"),
        featured("[ { 'name': 'a', 'if': 'b' } ]", naming: "'b'"),
    ])
    func `a feature's parts are checked`(refusal: Refusal) { refusal.check() }
}
