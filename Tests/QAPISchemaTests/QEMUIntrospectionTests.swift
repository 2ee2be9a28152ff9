import Foundation
import JSON
import Testing

@testable import QAPISchema

/// Compares the description of whole schemas with what QEMU's own generator makes of them.
@Suite(
    .enabled(
        if: QEMUTree.root != nil && QEMUGenerator.isThere,
        "HOLDFAST_QEMU_SOURCE does not name a QEMU source tree, or Python 3 is missing"))
struct QEMUIntrospectionTests {
    /// The files, definitions and commands of each program's schema in QEMU 10.0.
    private static let counts = ["qapi": (43, 994, 240), "storage-daemon/qapi": (14, 452, 76), "qga": (1, 91, 44)]

    @Test(arguments: QEMUTree.programs)
    func `modules and commands are as many as QEMU has`(program: QEMUTree.Schema) throws {
        let schema = try schema(of: program)
        let listing = SchemaListing(schema)
        let folder = String(program.folder.dropFirst((QEMUTree.root ?? "").count + 1))
        let expected = try #require(Self.counts[folder])
        #expect(schema.modules.count == expected.0)
        #expect(listing.entries.count == expected.1)
        #expect(listing.entries.count { $0.kind == "command" } == expected.2)
        #expect(listing.text.split(separator: "\n").count == expected.1)
    }

    @Test(arguments: QEMUTree.programs, [false, true])
    func `the description is the generator's, element by element`(program: QEMUTree.Schema, unmasked: Bool) throws {
        let schema = try schema(of: program)
        let all = symbols(in: schema).sorted()
        #expect(all.count >= 9)
        let sets = [[], all, ["CONFIG_LINUX", "CONFIG_POSIX"], all.filter { $0.utf8.count.isMultiple(of: 2) }]
        let expected = try QEMUGenerator.describe(program, defining: sets, unmasked: unmasked)
        #expect(expected.count == sets.count)
        for (symbols, expected) in zip(sets, expected) {
            let ours = SchemaIntrospection(schema, defining: Set(symbols), unmasked: unmasked).entries
            #expect(ours.count == expected.count, "\(symbols)")
            for (ours, expected) in zip(ours, expected) { try #require(ours == expected, "\(symbols)") }
        }
    }

    @Test(arguments: QEMUTree.programs)
    func `every definition is documented`(program: QEMUTree.Schema) throws {
        let schema = try schema(of: program)
        let document = SchemaDocument(schema).markdown
        for entry in SchemaListing(schema).entries {
            #expect(document.contains("#### \(entry.kind) `\(entry.name)`\n"), "\(entry.name)")
        }
        #expect(!document.contains(".. note::") && !document.contains(".. qmp-example::"))
    }

    private func schema(of program: QEMUTree.Schema) throws -> Schema {
        try Schema(SchemaReader.read(program.name, files: QEMUTree.Files(workingFolder: program.folder)))
    }

    /// Every symbol that some condition of the schema asks for.
    private func symbols(in schema: Schema) -> Set<String> {
        var symbols: Set<String> = []
        func take(_ condition: Condition?) {
            switch condition {
            case .symbol(let name): symbols.insert(name)
            case .all(let conditions), .any(let conditions): conditions.forEach(take)
            case .not(let condition): take(condition)
            case nil: break
            }
        }
        for entity in schema.entities { take(schema.declaration(of: entity).condition) }
        for type in schema.types {
            switch type {
            case .enumeration(let type): type.values.forEach { take($0.condition) }
            case .object(let type): type.ownMembers.forEach { take($0.condition) }
            default: break
            }
        }
        return symbols
    }
}

/// QEMU's generator, driven so that it gives values instead of C.
enum QEMUGenerator {
    static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    /// Takes the tree that the generator would print and evaluates its conditions.
    private static let driver = """
        import json, sys
        root, path, unmask, sets = sys.argv[1], sys.argv[2], sys.argv[3] == '1', json.loads(sys.argv[4])
        sys.path.insert(0, root + '/scripts')
        from qapi import introspect
        from qapi.schema import QAPISchema
        trees = []
        introspect._tree_to_qlit = lambda tree, *rest: trees.extend(tree) or ''
        QAPISchema(path).visit(introspect.QAPISchemaGenIntrospectVisitor('', unmask))
        def holds(cond, have):
            if not cond or isinstance(cond, str):
                return not cond or cond in have
            (key, value), = cond.items()
            if key == 'not':
                return not holds(value, have)
            return (all if key == 'all' else any)([holds(one, have) for one in value])
        def value(tree, have):
            if isinstance(tree, introspect.Annotated):
                return value(tree.value, have)
            if isinstance(tree, list):
                return [value(one, have) for one in tree
                        if not isinstance(one, introspect.Annotated) or holds(one.ifcond.ifcond, have)]
            return {key: value(one, have) for key, one in tree.items()} if isinstance(tree, dict) else tree
        json.dump([value(trees, have) for have in sets], sys.stdout)
        """

    /// The answers of a program's monitor, one for each set of symbols.
    static func describe(
        _ program: QEMUTree.Schema, defining sets: [[String]], unmasked: Bool
    ) throws -> [[JSONValue]] {
        let argument = JSONWriter().string(.array(sets.map { .array($0.map { .string($0) }) }))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c", driver, QEMUTree.root ?? "", "\(program.folder)/\(program.name)", unmasked ? "1" : "0", argument,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard case .array(let answers) = try JSONParser.parse(Array(output)) else { return [] }
        return answers.map { if case .array(let entries) = $0 { entries } else { [] } }
    }
}
