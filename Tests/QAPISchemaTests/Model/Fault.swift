import Testing

@testable import QAPISchema

/// A schema that reads well and is wrong as a whole: where, and what the message must name.
struct Fault: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let related: Int?
    let naming: [String]

    var testDescription: String { text }

    init(_ text: String, line: Int, related: Int? = nil, naming: String...) {
        self.text = text
        self.line = line
        self.related = related
        self.naming = naming
    }

    /// Expects that the front end accepts the schema and the model refuses it so.
    func check(_ place: Testing.SourceLocation = #_sourceLocation) throws {
        let source = try SchemaReader.read(text: text)
        let error = #expect(throws: SchemaError.self, sourceLocation: place) { _ = try Schema(source) }
        guard let error else { return }
        #expect(error.location.line == line, "\(error.message)", sourceLocation: place)
        #expect(error.location.file == "schema.json", sourceLocation: place)
        #expect(error.related?.location.line == related, "\(error.message)", sourceLocation: place)
        #expect(!error.message.hasSuffix("."), sourceLocation: place)
        for name in naming { #expect(error.message.contains(name), "\(error.message)", sourceLocation: place) }
    }
}

/// The schema of a text, checked.
func schema(_ text: String) throws -> Schema { try Schema(SchemaReader.read(text: text)) }

extension Schema {
    /// The object type named `name`.
    func object(_ name: String) throws -> ObjectType {
        guard case .object(let type) = type(named: name) else { throw MissingEntity(name: name) }
        return type
    }

    /// The enumeration named `name`.
    func enumeration(_ name: String) throws -> EnumType {
        guard case .enumeration(let type) = type(named: name) else { throw MissingEntity(name: name) }
        return type
    }

    /// The alternate named `name`.
    func alternate(_ name: String) throws -> AlternateType {
        guard case .alternate(let type) = type(named: name) else { throw MissingEntity(name: name) }
        return type
    }

    /// The command named `name`.
    func command(_ name: String) throws -> Command {
        try commands.first { $0.name == name } ?? { throw MissingEntity(name: name) }()
    }

    /// The name of a type as it is written.
    func spelling(_ id: TypeID?) -> String? { id.map { self[$0].name } }
}

/// A schema lacks what a test looks for.
struct MissingEntity: Error {
    let name: String
}
