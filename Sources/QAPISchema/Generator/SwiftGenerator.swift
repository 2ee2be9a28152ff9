/// Makes Swift from a schema: value types with visit functions, a protocol of commands, events, introspection data.
///
/// The same schema always gives the same bytes. Parts whose build condition does not hold for the defined symbols are
/// left out.
public struct SwiftGenerator {
    /// One generated file.
    public struct File: Sendable, Hashable {
        /// The file's name, without folder.
        public let name: String
        /// The contents.
        public let text: String
    }

    /// What cannot be written in Swift.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong, in one sentence.
        public let description: String
    }

    let schema: Schema
    let symbols: Set<String>
    let cycles: ValueCycles
    /// What the command protocol and the namespaces of generated data are called after.
    let prefix: String

    /// Creates a generator; `prefix` begins the names that no definition gives, such as `BlockCommands`.
    public init(_ schema: Schema, prefix: String, defining symbols: Set<String> = []) {
        self.schema = schema
        self.prefix = prefix
        self.symbols = symbols
        cycles = ValueCycles(schema)
    }

    /// The files, in order of modules; a module without types, commands and events has none.
    public func files() throws(Failure) -> [File] {
        try checkNames()
        var files: [File] = []
        for module in schema.modules {
            let body = contents(of: module)
            guard !body.isEmpty else { continue }
            let text = header(from: module.name + ".json", using: body) + body
            files.append(File(name: SwiftName.type(module.name) + ".swift", text: text))
        }
        files.append(File(name: prefix + "Commands.swift", text: commands()))
        files.append(File(name: prefix + "Introspection.swift", text: introspection()))
        files.append(File(name: prefix + "Catalog.swift", text: catalog()))
        return files
    }

    /// The types and events of a module; empty when it has none.
    private func contents(of module: Schema.Module) -> String {
        var writer = SwiftWriter()
        for entity in module.definitions where schema.declaration(of: entity).condition.holds(defining: symbols) {
            definition(entity, &writer)
        }
        return writer.text
    }

    /// The head of a file: where it comes from, and the imports that its `body` needs.
    func header(from source: String, using body: String) -> String {
        var writer = SwiftWriter()
        writer.line("// Generated from \(source) by `make generate`; do not edit.")
        writer.line("// swift-format-ignore-file")
        writer.line()
        if body.contains("JSONValue") { writer.line("public import JSON") }
        if body.contains("QAPI") { writer.line("public import QAPI") }
        return writer.text
    }

    /// Writes one type or event; commands stand together in a file of their own.
    private func definition(_ entity: Schema.Entity, _ writer: inout SwiftWriter) {
        switch entity {
        case .command: break
        case .event(let index):
            writer.line()
            event(schema.events[index], &writer)
        case .type(let id):
            guard !schema[id].isImplicit else { return }
            writer.line()
            switch schema[id] {
            case .builtin, .array: break
            case .enumeration(let type): enumeration(type, &writer)
            case .alternate(let type): alternate(type, id, &writer)
            case .object(let type):
                if let union = type.union {
                    self.union(type, union, id, &writer)
                } else {
                    structure(type, id, &writer)
                }
            }
        }
    }

    /// Refuses what would not compile: two members of a type or two cases with one Swift name.
    private func checkNames() throws(Failure) {
        for type in schema.types {
            let names: [String] =
                switch type {
                case .enumeration(let type): type.values.map(\.name)
                case .object(let type): type.members.map(\.name) + (type.isUnion ? ["branch"] : [])
                case .alternate(let type): type.branches.map(\.name)
                case .builtin, .array: []
                }
            var seen: [String: String] = [:]
            for name in names {
                if let other = seen.updateValue(name, forKey: SwiftName.member(name)) {
                    throw Failure(description: "'\(other)' and '\(name)' of '\(type.name)' have one Swift name")
                }
            }
        }
    }
}

extension SwiftGenerator {
    /// The Swift type of a schema's type.
    func typeName(_ id: Schema.TypeID) -> String {
        switch schema[id] {
        case .builtin(let type): Self.builtinName(type)
        case .array(let type): "[\(typeName(type.element))]"
        case .enumeration(let type): type.name
        case .object(let type): type.isEmpty && type.isImplicit ? "QAPIEmpty" : type.name
        case .alternate(let type): type.name
        }
    }

    /// The Swift type of a member, boxed where the struct would contain itself.
    func typeName(of member: Schema.Member, in id: Schema.TypeID) -> String {
        let name = typeName(member.type)
        return cycles.needsBox(member.type, in: id) ? "Boxed<\(name)>" : name
    }

    /// The members that exist in this build.
    func present(_ members: [Schema.Member]) -> [Schema.Member] {
        members.filter { $0.condition.holds(defining: symbols) }
    }

    /// `, features: …` for what the compatibility policy looks at; nothing where there is nothing to look at.
    func featureArgument(_ features: [Definition.Feature]) -> String {
        let special = specialFeatures(features)
        return special.isEmpty ? "" : ", features: \(special)"
    }

    /// The special features as a Swift expression; empty when there are none.
    func specialFeatures(_ features: [Definition.Feature]) -> String {
        let special = features.filter { $0.condition.holds(defining: symbols) }.map(\.name)
            .filter { $0 == "deprecated" || $0 == "unstable" }
        return switch special.count {
        case 0: ""
        case 1: ".\(special[0])"
        default: "[.deprecated, .unstable]"
        }
    }

    private static func builtinName(_ type: Schema.BuiltinType) -> String {
        switch type {
        case .str: "String"
        case .number: "Double"
        case .int, .int64: "Int64"
        case .int8: "Int8"
        case .int16: "Int16"
        case .int32: "Int32"
        case .uint8: "UInt8"
        case .uint16: "UInt16"
        case .uint32: "UInt32"
        case .uint64: "UInt64"
        case .size: "ByteSize"
        case .bool: "Bool"
        case .any: "JSONValue"
        case .null: "QAPINull"
        }
    }
}
