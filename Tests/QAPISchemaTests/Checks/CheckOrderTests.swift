import Testing

@testable import QAPISchema

/// Definitions with several faults: the one that QEMU finds first must be reported.
struct CheckOrderTests {
    @Test(arguments: [
        Refusal("{ 'struct': true, 'z': 'a' }", naming: "takes a name"),
        Refusal("{ 'struct': 'foo', 'z': 'a' }", naming: "CamelCase"),
        Refusal("##\n# @Bar:\n##\n{ 'struct': 'foo', 'z': 'a' }", line: 4, naming: "CamelCase"),
        Refusal("##\n# @Bar:\n##\n{ 'struct': 'Foo', 'z': 'a' }", line: 4, naming: "'Bar'"),
        Refusal("##\n# @Foo:\n# Errors: a\n##\n{ 'struct': 'Foo', 'z': 'a' }", line: 3, naming: "'Errors'"),
        Refusal("{ 'struct': 'Foo', 'z': 'a', 'if': 'b' }", naming: "lacks the key 'data'"),
        Refusal("{ 'struct': 'Foo', 'data': [], 'z': 'a' }", naming: "unknown key 'z'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'A': 'int' }, 'base': [] }", naming: "'A'"),
        Refusal("{ 'struct': 'Foo', 'data': {}, 'base': [], 'if': 'b' }", naming: "'base'"),
        Refusal("{ 'struct': 'Foo', 'data': {}, 'features': 'a', 'if': 'b' }", naming: "'b'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'A': { }, 'b': 'int' } }", naming: "'A'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'u': { } } }", naming: "reserved"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': { 'if': 'b' } } }", naming: "lacks"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': { 'type': {}, 'features': 'c', 'if': 'b' } } }", naming: "'b'"),
        Refusal("{ 'struct': 'Foo', 'data': { 'a': { 'type': {}, 'features': 'c' } } }", naming: "'features'"),
        Refusal("{ 'enum': 'Foo', 'data': {}, 'prefix': [] }", naming: "'data'"),
        Refusal("{ 'enum': 'Foo', 'data': [ 'A' ], 'prefix': [] }", naming: "'prefix'"),
        Refusal("{ 'enum': 'Foo', 'data': [ { 'name': 'A', 'if': 'b' } ] }", naming: "'A'"),
        Refusal("{ 'enum': 'Foo', 'data': [ { 'name': 'a', 'if': 'b', 'features': 'c' } ] }", naming: "'b'"),
        Refusal("{ 'union': 'Foo', 'base': [], 'discriminator': [], 'data': [] }", naming: "'base'"),
        Refusal("{ 'union': 'Foo', 'base': 'B', 'discriminator': [], 'data': [] }", naming: "'discriminator'"),
        Refusal(
            "{ 'union': 'Foo', 'base': 'B', 'discriminator': 'k', 'data': { 'a': { 'type': [], 'if': 'b' } } }",
            naming: "'b'"),
        Refusal("{ 'alternate': 'Foo', 'data': { 'A': {} } }", naming: "'A'"),
        Refusal("{ 'alternate': 'Foo', 'data': { 'a': { 'type': true, 'if': 'b' } } }", naming: "'b'"),
        Refusal("{ 'command': 'go', 'data': [], 'returns': {}, 'if': 'a', 'gen': true }", naming: "'data'"),
        Refusal("{ 'command': 'go', 'returns': {}, 'if': 'a', 'gen': true }", naming: "'returns'"),
        Refusal("{ 'command': 'go', 'if': 'a', 'features': 'b', 'gen': true }", naming: "condition 'a'"),
        Refusal("{ 'command': 'go', 'features': 'b', 'gen': true }", naming: "'features'"),
        Refusal("{ 'command': 'go', 'coroutine': false, 'success-response': true }", naming: "'success-response'"),
        Refusal("{ 'command': 'GO' }\n{ 'command': 'ON' }", naming: "'GO'"),
    ])
    func `the first fault is reported`(refusal: Refusal) { refusal.check() }
}
