import Testing

@testable import QAPISchema

struct CommandAndEventTests {
    private static let argument = Definition.Member(
        name: "a", isOptional: false, type: .init(name: "int", isArray: false), features: [])

    @Test(
        arguments: [
            ("", .init(data: .none)),
            ("'data': {}", .init(data: .none)),
            ("'data': { 'a': 'int' }", .init(data: .members([argument]))),
            ("'data': 'Foo'", .init(data: .named("Foo"))),
            ("'data': 'Foo', 'boxed': true", .init(data: .named("Foo"), boxed: true)),
            ("'returns': 'Foo'", .init(data: .none, returns: .init(name: "Foo", isArray: false))),
            ("'returns': [ 'Foo' ]", .init(data: .none, returns: .init(name: "Foo", isArray: true))),
            ("'gen': false", .init(data: .none, generated: false)),
            ("'success-response': false", .init(data: .none, successResponse: false)),
            ("'allow-oob': true", .init(data: .none, allowOOB: true)),
            ("'allow-preconfig': true", .init(data: .none, allowPreconfig: true)),
            ("'coroutine': true", .init(data: .none, coroutine: true)),
        ] as [(String, Definition.CommandBody)])
    func `a command has arguments, a result and flags`(keys: String, expected: Definition.CommandBody) throws {
        let definition = try onlyDefinition("{ 'command': 'go'\(keys.isEmpty ? "" : ", ")\(keys) }")
        #expect(definition.kind == .command(expected))
    }

    @Test(
        arguments: [
            ("", .none, false), ("'data': {}", .none, false), ("'data': { 'a': 'int' }", .members([argument]), false),
            ("'data': 'Foo'", .named("Foo"), false), ("'data': 'Foo', 'boxed': true", .named("Foo"), true),
        ] as [(String, Definition.Payload, Bool)])
    func `an event has data`(keys: String, data: Definition.Payload, boxed: Bool) throws {
        let definition = try onlyDefinition("{ 'event': 'WENT'\(keys.isEmpty ? "" : ", ")\(keys) }")
        #expect(definition.kind == .event(data: data, boxed: boxed))
    }

    @Test(arguments: [
        Refusal("{ 'command': 'go', 'data': [] }", naming: "'data'"),
        Refusal("{ 'command': 'go', 'data': true }", naming: "'data'"),
        Refusal("{ 'command': 'go', 'data': [ 'Foo' ] }", naming: "'data'"),
        Refusal("{ 'command': 'go', 'data': { 'A': 'int' } }", naming: "'A'"),
        Refusal("{ 'command': 'go', 'returns': {} }", naming: "'returns'"),
        Refusal("{ 'command': 'go', 'returns': [] }", naming: "'returns'"),
        Refusal("{ 'command': 'go', 'boxed': true }", naming: "'data'"),
        Refusal("{ 'command': 'go', 'boxed': true, 'data': {} }", naming: "an object"),
        Refusal("{ 'command': 'go', 'boxed': true, 'data': [ 'Foo' ] }", naming: "an array"),
        Refusal("{ 'command': 'go', 'boxed': 'yes' }", naming: "'data'"),
        Refusal("{ 'command': 'go', 'boxed': 'yes', 'data': 'Foo' }", naming: "'yes'"),
        Refusal("{ 'command': 'go', 'boxed': false }", naming: "false"),
        Refusal("{ 'command': 'go', 'boxed': false, 'data': [] }", naming: "'data'"),
        Refusal("{ 'command': 'go', 'gen': true }", naming: "'gen'"),
        Refusal("{ 'command': 'go', 'gen': 'no' }", naming: "'no'"),
        Refusal("{ 'command': 'go', 'success-response': true }", naming: "'success-response'"),
        Refusal("{ 'command': 'go', 'allow-oob': false }", naming: "'allow-oob'"),
        Refusal("{ 'command': 'go', 'allow-preconfig': [] }", naming: "'allow-preconfig'"),
        Refusal("{ 'command': 'go', 'coroutine': false }", naming: "'coroutine'"),
        Refusal("{ 'command': 'go', 'coroutine': true, 'allow-oob': true }", naming: "'coroutine'"),
        Refusal("{ 'command': 'go', 'coroutine': false, 'allow-oob': true }", naming: "false"),
        Refusal("{ 'event': 'WENT', 'data': [] }", naming: "'data'"),
        Refusal("{ 'event': 'WENT', 'data': { 'a': false } }", naming: "'a'"),
        Refusal("{ 'event': 'WENT', 'boxed': true }", naming: "'data'"),
        Refusal("{ 'event': 'WENT', 'boxed': true, 'data': {} }", naming: "an object"),
        Refusal("{ 'event': 'WENT', 'boxed': false, 'data': {} }", naming: "false"),
    ])
    func `the parts of commands and events are checked`(refusal: Refusal) { refusal.check() }
}
