import Testing

@testable import QAPISchema

struct EnumTypeTests {
    @Test(arguments: [
        Fault("{ 'enum': 'Foo', 'data': [ 'a', 'b', 'a' ] }", line: 1, naming: "'a'"),
        Fault(
            "{ 'pragma': { 'member-name-exceptions': [ 'Foo' ] } }\n{ 'enum': 'Foo', 'data': [ 'a-b', 'a_b' ] }",
            line: 2,
            naming: "'a_b'", "'a-b'"),
    ])
    func `values do not clash`(fault: Fault) throws { try fault.check() }

    @Test func `an enumeration keeps what was written`() throws {
        let schema = try schema(
            "{ 'enum': 'Foo', 'prefix': 'FOO_X', 'data': [ '1a', { 'name': 'b', 'if': 'HAVE_B' } ], 'if': 'HAVE_FOO' }")
        let type = try schema.enumeration("Foo")
        #expect(type.values.map(\.name) == ["1a", "b"])
        #expect(type.values.map(\.condition) == [nil, .symbol("HAVE_B")])
        #expect(type.prefix == "FOO_X")
        #expect(type.condition == .symbol("HAVE_FOO"))
        #expect(type.location?.line == 1)
    }

    @Test func `upper and lower case differ`() throws {
        let schema = try schema(
            "{ 'pragma': { 'member-name-exceptions': [ 'Foo' ] } }\n{ 'enum': 'Foo', 'data': [ 'a', 'A' ] }")
        #expect(try schema.enumeration("Foo").values.count == 2)
    }
}
