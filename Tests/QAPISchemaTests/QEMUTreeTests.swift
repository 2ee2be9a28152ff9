import Testing

@testable import QAPISchema

/// Compares with QEMU: the same schemas are accepted, the others refused at the same place.
@Suite(.enabled(if: QEMUTree.root != nil, "HOLDFAST_QEMU_SOURCE does not name a QEMU source tree"))
struct QEMUTreeTests {
    @Test func `the tree holds the schema tests`() {
        #expect(QEMUTree.tests.count > 200)
        #expect(QEMUTree.tests.count { $0.refusal != nil } > 150)
    }

    @Test(arguments: QEMUTree.tests)
    func `a schema test has the outcome that QEMU expects`(test: QEMUTree.Schema) {
        do {
            let source = try SchemaReader.read(test.name, files: QEMUTree.Files(workingFolder: test.folder))
            _ = try Schema(source)
            #expect(test.refusal == nil)
        } catch {
            #expect(QEMUTree.Refusal(error.location) == test.refusal, "\(error.message)")
        }
    }

    @Test(arguments: QEMUTree.programs)
    func `every definition of a program's schema is read`(program: QEMUTree.Schema) throws {
        let files = QEMUTree.Files(workingFolder: program.folder)
        let source = try SchemaReader.read(program.name, files: files)
        var written = 0
        for module in source.modules {
            let text = String(decoding: try files.read(module.file), as: UTF8.self)
            written += text.matches(of: #/(?m)^ *\{\s*'(enum|struct|union|alternate|command|event)'/#).count
        }
        #expect(source.definitions.count == written)
        #expect(source.definitions.allSatisfy { $0.documentation?.symbol == $0.name })
    }
}
