import Testing

@testable import QAPISchema

struct SourceTextTests {
    @Test(arguments: [
        ("", "\n"), ("a", "a\n"), ("a\n", "a\n"), ("a\r\nb\r\n", "a\nb\n"), ("a\rb", "a\nb\n"), ("\r\r\n\n", "\n\n\n"),
    ])
    func `every line ends with one line feed`(raw: String, expected: String) throws {
        let text = try SourceText(Array(raw.utf8), file: "a", includedFrom: [])
        #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    }

    @Test(
        arguments: [
            ([0x80], 1, 1), (Array("# \u{E9}\n# ab".utf8) + [0xC3], 2, 5),
            (Array("#\r\n".utf8) + [0xED, 0xA0, 0x80], 2, 1),
            ([0x23, 0xF5], 1, 2), ([0x23, 0xC0, 0xAF], 1, 2),
        ] as [([UInt8], Int, Int)])
    func `bytes that are not UTF-8 are refused where they stand`(bytes: [UInt8], line: Int, column: Int) {
        var files = MemorySchemaFiles()
        files.set("a", to: bytes)
        let error = #expect(throws: SchemaError.self) { try SchemaReader.read("a", files: files) }
        #expect(error?.location.line == line)
        #expect(error?.location.column == column)
        #expect(error?.message.contains("not UTF-8") == true)
    }

    @Test func `lines are found by number`() {
        let bytes = Array("one\r\ntwo\rthree".utf8)
        #expect((0...4).map { SourceText.line($0, of: bytes) } == [nil, "one", "two", "three", nil])
    }
}
