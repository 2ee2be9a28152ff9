import Foundation
import QAPISchema
import Testing

/// What is checked in under `Generated/` and `docs/options.md` is what the schemas give.
struct GeneratedFilesTests {
    private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func `the generated Swift is that of the schemas`() throws {
        let folder = root.appending(path: "Sources/BlockSchema/Generated")
        let files = try SwiftGenerator(SchemaConventionsTests.read(), prefix: "Block").files()
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file.name), encoding: .utf8)
            #expect(text == file.text, "\(file.name) is not what `make generate` writes")
        }
        let present = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(present) == Set(files.map(\.name)))
    }

    @Test func `the options page is that of the schemas`() throws {
        let text = try String(contentsOf: root.appending(path: "docs/options.md"), encoding: .utf8)
        #expect(
            try text == OptionsPage.blockOptions(SchemaConventionsTests.read()),
            "docs/options.md is not what `make generate` writes")
    }
}
