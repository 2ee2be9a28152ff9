import Testing

@testable import QAPISchema

struct RoundTripTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `what is written is what is read`(seed: UInt64) throws {
        var schema = RandomSchema(seed: seed)
        var printer = SchemaPrinter(seed: ~seed)
        let written = (0..<40).map { _ in printer.print(schema.definition()) }
        let source = try SchemaReader.read(text: printer.text)
        try #require(source.definitions.count == written.count)
        for (read, written) in zip(source.definitions, written) {
            #expect(read == written)
        }
    }

    @Test func `no prefix of a schema does any harm`() {
        var schema = RandomSchema(seed: 7)
        var printer = SchemaPrinter(seed: 7)
        for _ in 0..<5 { _ = printer.print(schema.definition()) }
        let bytes = Array(printer.text.utf8)
        var accepted = 0
        for end in bytes.indices {
            var files = MemorySchemaFiles()
            files.set("a", to: Array(bytes[..<end]))
            do {
                _ = try SchemaReader.read("a", files: files)
                accepted += 1
            } catch {
                #expect(error.location.line >= 1)
                #expect(Diagnostic.render(error, files: files).hasPrefix("a:\(error.location.line):"))
            }
        }
        #expect(accepted > 0 && accepted < bytes.count / 2)
    }
}
