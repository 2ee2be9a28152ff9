import Testing

@testable import QAPISchema

/// Commands and events.
struct CallTests {
    private static let prelude = """
        { 'enum': 'Kind', 'data': [ 'a' ] }
        { 'union': 'Uni', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': {} }
        { 'struct': 'Cond', 'data': { 'a': { 'type': 'int', 'if': 'HAVE_A' } } }
        { 'struct': 'Heir', 'base': 'Cond', 'data': {} }
        { 'alternate': 'Alt', 'data': { 'a': 'int' } }
        { 'struct': 'Part', 'data': {} }

        """

    private static func command(_ rest: String) -> String { prelude + "{ 'command': 'go', \(rest) }" }
    private static func event(_ rest: String) -> String { prelude + "{ 'event': 'GO', \(rest) }" }

    @Test func `a command keeps what was written`() throws {
        let schema = try schema(
            Self.command(
                """
                'data': 'Uni', 'boxed': true, 'returns': [ 'Part' ], 'gen': false, 'success-response': false,
                  'allow-oob': true, 'allow-preconfig': true
                """) + "\n{ 'command': 'plain', 'coroutine': true, 'data': { 'a': 'int' } }")
        let go = try schema.command("go")
        #expect(schema.spelling(go.arguments) == "Uni")
        #expect(schema.spelling(go.returns) == "PartList")
        #expect(go.boxed && !go.generated && !go.successResponse && go.allowOOB && go.allowPreconfig && !go.coroutine)
        let plain = try schema.command("plain")
        #expect(schema.spelling(plain.arguments) == "q_obj_plain-arg")
        #expect(plain.returns == nil)
        #expect(!plain.boxed && plain.generated && plain.successResponse && !plain.allowOOB)
        #expect(!plain.allowPreconfig && plain.coroutine)
    }

    @Test func `an event keeps what was written`() throws {
        let schema = try schema(
            Self.event("'data': 'Cond', 'boxed': true") + "\n{ 'event': 'B', 'data': { 'x': 'str' } }")
        #expect(schema.spelling(schema.events[0].data) == "Cond")
        #expect(schema.events[0].boxed)
        #expect(schema.spelling(schema.events[1].data) == "q_obj_B-arg")
        #expect(!schema.events[1].boxed)
    }

    @Test(
        arguments: [command, event].flatMap { call in
            [
                Fault(call("'data': 'None'"), line: 7, naming: "'data'", "'None'"),
                Fault(call("'data': 'int'"), line: 7, naming: "built-in type 'int'"),
                Fault(call("'data': 'Kind'"), line: 7, naming: "enum type 'Kind'"),
                Fault(call("'data': 'Alt', 'boxed': true"), line: 7, naming: "alternate type 'Alt'"),
                Fault(call("'data': 'strList', 'boxed': true"), line: 7, naming: "array type ['str']"),
                Fault(call("'data': 'Uni'"), line: 7, naming: "union type 'Uni'", "boxed"),
                Fault(call("'data': 'Cond'"), line: 7, naming: "conditional", "boxed"),
                Fault(call("'data': 'Heir'"), line: 7, naming: "conditional", "boxed"),
                Fault(call("'data': { 'a': { 'type': 'int', 'if': 'HAVE_A' } }"), line: 7, naming: "conditional"),
                Fault(call("'data': { 'a': 'None' }"), line: 7, naming: "argument 'a'", "'None'"),
            ]
        })
    func `data is an object type`(fault: Fault) throws { try fault.check() }

    @Test(arguments: [
        Fault(command("'returns': 'None'"), line: 7, naming: "'returns'", "'None'"),
        Fault(command("'returns': [ 'None' ]"), line: 7, naming: "'None'"),
        Fault(command("'returns': 'int'"), line: 7, naming: "built-in type 'int'"),
        Fault(command("'returns': [ 'int' ]"), line: 7, naming: "array type ['int']"),
        Fault(command("'returns': 'Kind'"), line: 7, naming: "enum type 'Kind'"),
        Fault(command("'returns': 'Alt'"), line: 7, naming: "alternate type 'Alt'"),
        Fault(command("'returns': 'go'"), line: 7, naming: "'go'"),
        Fault(
            "{ 'command': 'go', 'returns': 'PartList' }\n{ 'enum': 'Kind', 'data': [] }", line: 1, naming: "'PartList'"),
    ])
    func `a result is an object type or an array of one`(fault: Fault) throws { try fault.check() }

    @Test(arguments: ["'int'", "[ 'int' ]", "'Kind'", "'Alt'"])
    func `a pragma excuses a result`(type: String) throws {
        let text = "{ 'pragma': { 'command-returns-exceptions': [ 'go' ] } }\n" + Self.command("'returns': \(type)")
        #expect(try schema(text).command("go").returns != nil)
    }

    @Test func `an array type may be called by its name`() throws {
        let schema = try schema(
            "{ 'command': 'go', 'returns': 'PartList' }\n{ 'command': 'on', 'returns': [ 'Part' ] }\n{ 'struct': 'Part', 'data': {} }"
        )
        #expect(schema.spelling(schema.commands[0].returns) == "PartList")
    }
}
