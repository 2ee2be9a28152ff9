import Foundation
import QAPISchema
import SchemaDisk
import Testing

@Suite("The schemas")
struct SchemaConventionsTests {
    @Test("can be read, and have every module that a block backend serves")
    func modules() throws {
        let schema = try Self.read()
        #expect(
            Set(schema.modules.map(\.name)) == [
                "holdfast", "pragma", "error", "common", "sockets", "run-state", "job", "block-core", "block",
                "reservations", "block-export", "char", "transaction", "trace", "control", "introspect", "qom", "misc",
            ])
    }

    @Test("say since when each definition exists and what each command returns")
    func sections() throws {
        let schema = try Self.read()
        for entity in schema.entities where !schema.isImplicit(entity) {
            let declaration = schema.declaration(of: entity)
            let sections = try #require(declaration.documentation).sections.map(\.kind)
            #expect(sections.contains(.since), "\(declaration.name)")
            if case .command(let index) = entity, schema.commands[index].returns != nil {
                #expect(sections.contains(.returns), "\(declaration.name)")
            }
        }
    }

    @Test("give each member known markers only, each at most once")
    func markersAreKnown() throws {
        for member in try Self.read().describedMembers {
            let names = member.markers.map(\.name)
            #expect(names.count == Set(names).count, "\(member.path)")
            #expect(!member.text.contains("(default") || names.contains("default"), "\(member.path)")
            #expect(!member.text.contains("(absent") || names.contains("absent if"), "\(member.path)")
        }
    }

    @Test("give each optional option a default, and each optional part of an answer the reason of its absence")
    func optionalMembers() throws {
        let members = try Self.read().describedMembers
        #expect(members.count > 400)
        for member in members {
            let names = Set(member.markers.map(\.name))
            let wanted: Set = member.isOptional ? [member.isAnswer ? "absent if" : "default"] : []
            #expect(names.intersection(["default", "absent if"]) == wanted, "\(member.path)")
            #expect(!member.isAnswer || names.isDisjoint(with: ["run time", "reopen"]), "\(member.path)")
        }
    }

    @Test("write constant defaults as an option string would")
    func constantDefaults() throws {
        let schema = try Self.read()
        var constants = 0
        for member in schema.describedMembers {
            guard let marker = member.markers.first(where: { $0.name == "default" }) else { continue }
            let parts = marker.value.components(separatedBy: "; QEMU: ")
            #expect(parts.count <= 2, "\(member.path)")
            #expect(parts.count == 1 || parts.first != parts.last, "\(member.path)")
            let value = try #require(parts.first)
            #expect(!value.isEmpty, "\(member.path)")
            guard !value.contains(" ") else { continue }
            constants += 1
            #expect(schema.accepts(value, as: member.type), "\(member.path): \(value)")
        }
        #expect(constants > 80)
    }

    @Test(
        "hold the defaults that differ from QEMU's",
        arguments: [
            ("BlockdevOptionsFile.aio", "auto; QEMU: threads"),
            ("BlockdevOptionsNull.read-zeroes", "on; QEMU: off"),
            ("PrManagerHelperProperties.timeout", "30; QEMU: no limit"),
        ])
    func differingDefaults(path: String, value: String) throws {
        let member = try #require(try Self.read().describedMembers.first { $0.path == path })
        #expect(member.markers.contains { $0 == Marker(name: "default", value: value) })
    }

    @Test("let exactly these properties of managers be changed at run time")
    func runTimeProperties() throws {
        let settable = try Self.read().describedMembers.filter {
            $0.path.hasPrefix("PrManager") && $0.markers.contains { $0.name == "run time" }
        }
        #expect(
            Set(settable.map(\.path)) == [
                "PrManagerHelperProperties.timeout", "PrManagerSoftwareProperties.on-stuck",
                "PrManagerSoftwareProperties.stuck-timeout", "PrManagerSoftwareProperties.audit",
            ])
    }

    /// Holdfast's own schema, read anew.
    static func read() throws -> Schema {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/BlockSchema")
        let path = folder.appending(path: "Schemas/holdfast.json").standardized.path
        return try Schema(SchemaReader.read(path, files: DiskSchemaFiles()))
    }
}

/// A marker of a comment, such as `(unit: bytes)`.
private struct Marker: Equatable {
    var name: String
    var value: String
}

/// A member with its description in one line.
private struct DescribedMember {
    var path: String
    var type: Schema.TypeID
    var isOptional: Bool
    /// Whether it is part of what a command returns, or of an event.
    var isAnswer: Bool
    var text: String

    var markers: [Marker] {
        text.matches(of: /\((default|absent if|unit|range|needs|run time|reopen)(?::? ([^()]*))?\)/).map {
            Marker(name: String($0.output.1), value: String($0.output.2 ?? ""))
        }
    }
}

extension Schema {
    fileprivate func isImplicit(_ entity: Entity) -> Bool {
        guard case .type(let id) = entity else { return false }
        return self[id].isImplicit
    }

    private var typeIDs: [TypeID] {
        entities.compactMap { entity in
            guard case .type(let id) = entity else { return nil }
            return id
        }
    }

    /// The object types that answers and events are made of.
    private var answerTypes: Set<TypeID> {
        var waiting = commands.compactMap(\.returns) + events.compactMap(\.data)
        // The results of tools, which no command returns.
        waiting += typeIDs.filter {
            ["BlockGraphInfo", "MapEntry", "BlockMeasureInfo"].contains(self[$0].name)
        }
        var found: Set<TypeID> = []
        while let id = waiting.popLast() {
            guard found.insert(id).inserted else { continue }
            switch self[id] {
            case .array(let array): waiting.append(array.element)
            case .object(let object):
                waiting += object.ownMembers.map(\.type) + [object.base].compactMap(\.self)
                waiting += object.union?.writtenBranches.map(\.type) ?? []
            case .alternate(let alternate): waiting += alternate.branches.map(\.type)
            case .builtin, .enumeration: break
            }
        }
        return found
    }

    fileprivate var describedMembers: [DescribedMember] {
        let answers = answerTypes
        return typeIDs.flatMap { id -> [DescribedMember] in
            guard let object = object(id) else { return [] }
            return object.ownMembers.map {
                let text = ($0.documentation ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
                return DescribedMember(
                    path: "\(object.name).\($0.name)", type: $0.type, isOptional: $0.isOptional,
                    isAnswer: answers.contains(id), text: text)
            }
        }
    }

    /// Whether `value` is a constant of the type, as an option string has it.
    fileprivate func accepts(_ value: String, as type: TypeID) -> Bool {
        switch self[type] {
        case .enumeration(let enumeration): enumeration.values.contains { $0.name == value }
        case .builtin(.bool): value == "on" || value == "off"
        case .builtin(.str): true
        case .builtin(.number): Double(value) != nil
        case .builtin(let type) where type.jsonType == .int: UInt64(value) != nil
        case .builtin, .object, .array, .alternate: false
        }
    }
}
