import Testing

@testable import QAPISchema

struct AlternateTests {
    private static let prelude = """
        { 'enum': 'Plain', 'data': [ 'one', 'two' ] }
        { 'enum': 'Switch', 'data': [ 'auto', 'on' ] }
        { 'enum': 'Count', 'data': [ 'auto', '1' ] }
        { 'struct': 'Part', 'data': {} }
        { 'alternate': 'Other', 'data': { 'a': 'int' } }

        """

    private static func alternate(_ branches: String) -> String {
        prelude + "{ 'alternate': 'Alt', 'data': { \(branches) } }"
    }

    @Test(arguments: [
        "'a': 'int'", "'a': 'str', 'b': 'null', 'c': 'Part', 'd': [ 'int' ]",
        "'a': 'bool', 'b': 'number', 'c': 'Plain'",
        "'a': 'Switch', 'b': 'int'", "'a': 'Count', 'b': 'bool'", "'a': 'QType', 'b': 'int', 'c': 'bool'",
    ])
    func `distinct kinds of value make an alternate`(branches: String) throws {
        let schema = try schema(Self.alternate(branches))
        let names = branches.split(separator: ", ").map { String($0.dropFirst().prefix { $0 != "'" }) }
        #expect(try schema.alternate("Alt").branches.map(\.name) == names)
    }

    @Test(arguments: [
        Fault(alternate("'a': 'None'"), line: 6, naming: "branch 'a'", "'None'"),
        Fault(alternate("'a': 'any'"), line: 6, naming: "branch 'a'", "'any'"),
        Fault(alternate("'a': 'Other'"), line: 6, naming: "alternate type 'Other'"),
        Fault(alternate("'a': 'int', 'b': 'number'"), line: 6, naming: "'a'", "'b'", "number"),
        Fault(alternate("'a': 'size', 'b': 'int8'"), line: 6, naming: "number"),
        Fault(alternate("'a': 'str', 'b': 'Plain'"), line: 6, naming: "string"),
        Fault(alternate("'a': 'str', 'b': 'int'"), line: 6, naming: "number"),
        Fault(alternate("'a': 'bool', 'b': 'str'"), line: 6, naming: "boolean"),
        Fault(alternate("'a': 'Switch', 'b': 'bool'"), line: 6, naming: "boolean"),
        Fault(alternate("'a': 'number', 'b': 'Count'"), line: 6, naming: "number"),
        Fault(alternate("'a': [ 'int' ], 'b': [ 'Part' ]"), line: 6, naming: "array"),
        Fault(alternate("'a': 'Part', 'b': 'Part'"), line: 6, naming: "object"),
        Fault(alternate("'a': 'null', 'b': 'null'"), line: 6, naming: "null"),
        // Every type is looked up before kinds are compared.
        Fault(alternate("'a': 'int', 'b': 'int', 'c': 'None'"), line: 6, naming: "'None'"),
    ])
    func `branches are told apart by the kind of value`(fault: Fault) throws { try fault.check() }

    @Test(arguments: ["+1", "-1", ".5", "0"])
    func `a value that looks like a number is one on a command line`(value: String) throws {
        let source = SchemaSource(
            modules: [],
            definitions: [
                Definition(
                    location: SourceLocation(file: "", line: 1), module: 0, name: "Count",
                    kind: .enumeration(.init(values: [.init(name: value, features: [])])), features: []),
                Definition(
                    location: SourceLocation(file: "", line: 2), module: 0, name: "Alt",
                    kind: .alternate(
                        branches: ["Count", "int"].map {
                            .init(
                                name: $0.lowercased(), isOptional: false, type: .init(name: $0, isArray: false),
                                features: [])
                        }), features: []),
            ], pragmas: .init())
        let error = #expect(throws: SchemaError.self) { _ = try Schema(source) }
        #expect(error?.location.line == 2)
    }
}
