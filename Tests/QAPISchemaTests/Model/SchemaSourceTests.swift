import Testing

@testable import QAPISchema

/// The model without a front end: sources made by hand.
@Suite struct SchemaSourceTests {
    private let file = "main.json"

    private func source(_ definitions: [(String, Definition.Kind)]) -> SchemaSource {
        SchemaSource(
            modules: [SchemaSource.Module(file: file, name: "main", freeForm: [])],
            definitions: definitions.enumerated().map { line, definition in
                Definition(
                    location: SourceLocation(file: file, line: line + 1), module: 0, name: definition.0,
                    kind: definition.1, features: [])
            },
            pragmas: SchemaSource.Pragmas())
    }

    private func member(_ name: String, _ type: String, isArray: Bool = false) -> Definition.Member {
        Definition.Member(
            name: name, isOptional: false, type: TypeReference(name: type, isArray: isArray), features: [])
    }

    @Test func anEmptySourceHasTheLanguagesTypesAlone() throws {
        let schema = try Schema(source([]))
        #expect(schema.types.count == 2 * Schema.BuiltinType.allCases.count + 2)
        #expect(schema.entities.count == schema.types.count)
        #expect(schema.modules[0].definitions.isEmpty)
        #expect(schema.types.map(\.name).prefix(4) == ["str", "strList", "number", "numberList"])
        #expect(schema[schema.emptyObject].name == "q_empty")
        #expect(schema.featureNames == ["deprecated", "unstable"])
        guard case .enumeration(let kinds) = schema.type(named: "QType") else {
            Issue.record("QType is not an enumeration")
            return
        }
        #expect(kinds.values.map(\.name) == ["none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool"])
    }

    @Test func aDefinitionComesAfterTheTypesItNeeds() throws {
        let schema = try Schema(
            source([
                ("go", .command(.init(data: .members([member("a", "Foo", isArray: true)]), returns: nil))),
                ("Foo", .structure(base: nil, members: [member("next", "Foo")])),
            ]))
        let names = schema.entities.suffix(4).map { schema.declaration(of: $0).name }
        #expect(names == ["FooList", "q_obj_go-arg", "go", "Foo"])
        #expect(schema.modules[0].definitions.map { schema.declaration(of: $0).name } == ["go", "Foo"])
    }

    @Test func theSecondOfTwoDefinitionsIsWrong() {
        let error = #expect(throws: SchemaError.self) {
            try Schema(source([("Foo", .structure(base: nil, members: [])), ("Foo", .alternate(branches: []))]))
        }
        #expect(error?.location.line == 2)
        #expect(error?.related?.location.line == 1)
    }
}
