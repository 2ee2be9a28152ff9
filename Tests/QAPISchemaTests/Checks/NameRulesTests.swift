import Testing

@testable import QAPISchema

struct NameRulesTests {
    @Test(
        arguments: [
            ("a", "a"), ("a-b_c9", "a-b_c9"), ("x-a", "a"), ("X-a", "a"), ("x-", "x-"), ("x-1", "x-1"), ("x--", "x--"),
            ("xa", "xa"),
            ("x-x-a", "x-a"), ("__org.example_a", "a"), ("__a-b.C_x-d", "d"), ("__0_a_b", "a_b"), ("__._Q", "Q"),
            ("", nil), ("1a", nil), ("-a", nil), ("_a", nil), ("a.b", nil), ("a b", nil), ("*a", nil), ("__a", nil),
            ("__a_", nil),
            ("___a", nil), ("__a_1", nil), ("__a!_b", nil), ("__a__b", nil), ("x-a.b", nil), ("__", nil), ("a\\b", nil),
            ("[a]", nil),
        ] as [(String, String?)])
    func `a stem follows the prefixes`(name: String, stem: String?) {
        let start = NameRules.startOfStem(in: name.utf8.span)
        #expect(start.map { String(decoding: name.utf8.dropFirst($0), as: UTF8.self) } == stem)
    }

    @Test(arguments: [("a-b.c_d", "a_b_c_d"), ("__a.b-c", "__a_b_c"), ("", ""), ("Az09", "Az09")])
    func `a mangled name is a C identifier`(name: String, mangled: String) {
        #expect(name.mangled == mangled)
    }

    private static let lower = NameRules.Rule.lower(allowingUpper: false, allowingUnderscore: false)
    private static let value = NameRules.Rule.value(allowingUpper: false, allowingUnderscore: false)

    @Test(
        arguments: [
            (.upper, "EVENT_9"), (.upper, "x-EVENT"), (.upper, "__org.example-x_EVENT"), (lower, "go-9"),
            (lower, "__Com_x-go"),
            (.lower(allowingUpper: true, allowingUnderscore: false), "goOn"),
            (.lower(allowingUpper: false, allowingUnderscore: true), "go_on"),
            (.camel, "Foo"), (.camel, "FOOb"), (.camel, "F9o"), (.camel, "x-Foo"), (value, "9"), (value, "2-d"),
            (value, "go"), (lower, "qa"),
            (lower, "x-q-a"), (value, "0q-"), (.upper, "Q_A"),
        ] as [(NameRules.Rule, String)])
    func `a good name has no fault`(rule: NameRules.Rule, name: String) {
        #expect(NameRules.fault(of: name, rule) == nil)
    }

    @Test(
        arguments: [
            (.upper, "EVENt", "'EVENT'"), (.upper, "A-B", "'A_B'"), (.upper, "x-A-b", "'x-A_B'"),
            (.upper, "x-1", "without lower-case"),
            (lower, "Go", "'go'"), (lower, "go_on", "'go-on'"), (lower, "__a.B_x-Go", "'__a.B_x-go'"),
            (lower, "9", "invalid"),
            (.lower(allowingUpper: true, allowingUnderscore: false), "go_on", "'go-on'"),
            (.lower(allowingUpper: false, allowingUnderscore: true), "Go", "without upper-case"),
            (.camel, "foo", "CamelCase"), (.camel, "FOO", "CamelCase"), (.camel, "Foo-Bar", "CamelCase"),
            (.camel, "Foo_Bar", "CamelCase"),
            (.camel, "F", "CamelCase"), (.camel, "9Foo", "invalid"), (value, "9_A", "'9-a'"), (value, "9.5", "invalid"),
            (value, "", "invalid"),
            (lower, "q-a", "reserved"), (lower, "q_", "reserved"), (.upper, "q_A", "reserved"),
            (value, "-9", "invalid"),
        ] as [(NameRules.Rule, String, String)])
    func `a bad name has a fault that says how to do better`(rule: NameRules.Rule, name: String, saying: String) throws
    {
        #expect(try #require(NameRules.fault(of: name, rule)).contains(saying))
    }

    @Test(arguments: [
        Refusal("{ 'struct': 'foo', 'data': {} }", naming: "'foo'"),
        Refusal("{ 'struct': '*Foo', 'data': {} }", naming: "'*Foo'"),
        Refusal("{ 'enum': 'FooList', 'data': [] }", naming: "'FooList'"),
        Refusal("{ 'union': 'AList', 'data': [] }", naming: "'AList'"),
        Refusal("{ 'alternate': 'q-Foo', 'data': {} }", naming: "'q-Foo'"),
        Refusal("{ 'command': 'Go' }", naming: "'Go'"),
        Refusal("{ 'command': 'go_on' }", naming: "'go_on'"),
        Refusal(
            "{ 'pragma': { 'command-name-exceptions': ['GO_ON'] } }\n{ 'command': 'GO_ON' }", line: 2, naming: "'GO_ON'"
        ),
        Refusal("{ 'pragma': { 'member-name-exceptions': ['go_on'] } }{ 'command': 'go_on' }", naming: "'go_on'"),
        Refusal("{ 'event': 'Went' }", naming: "'WENT'"),
        Refusal("{ 'event': 'WENT-ON' }", naming: "'WENT_ON'"),
    ])
    func `definitions are named after their kind`(refusal: Refusal) { refusal.check() }

    @Test(arguments: [
        "{ 'struct': 'List', 'data': {} }", "{ 'struct': 'AListed', 'data': {} }", "{ 'struct': 'x-Foo', 'data': {} }",
        "{ 'command': 'foolist' }", "{ 'command': 'List' }", "{ 'event': 'FOO_LIST' }",
        "{ 'pragma': { 'command-name-exceptions': ['go_on'] } }{ 'command': 'go_on' }",
    ])
    func `List is an ending of type names alone`(text: String) throws {
        guard !text.contains("'List'") else {
            Refusal(text, naming: "'List'").check()
            return
        }
        #expect(try SchemaReader.read(text: text).definitions.count == 1)
    }
}
