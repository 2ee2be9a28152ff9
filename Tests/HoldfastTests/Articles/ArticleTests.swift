import Foundation
import Testing

/// The Swift in articles is that of files here, which the compiler and their tests have seen.
struct ArticleTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test(arguments: [
        ("Sources/Holdfast/Holdfast.docc/GettingStarted.md", "GettingStarted.swift"),
        ("docs/embedding-swift.md", "EmbeddingSwift.swift"),
    ])
    func `an article's code, block after block, is a file of the tests`(_ article: String, _ source: String) throws {
        let article = try String(contentsOf: Self.root.appending(path: article), encoding: .utf8)
        let source = try String(
            contentsOf: Self.root.appending(path: "Tests/HoldfastTests/Articles/\(source)"), encoding: .utf8)
        #expect(Self.code(of: article).joined(separator: "\n") == source)
    }

    @Test func `only blocks of Swift are taken, each whole`() {
        let text = "a\n```swift\nlet a = 1\n\nlet b = 2\n```\n```\nno\n```\nb\n```swift\nlet c = 3\n```\n"
        #expect(Self.code(of: text) == ["let a = 1\n\nlet b = 2\n", "let c = 3\n"])
    }

    /// The blocks of Swift in a text, each ended by a new line.
    private static func code(of text: String) -> [String] {
        text.components(separatedBy: "```swift\n").dropFirst().map { rest in
            rest.components(separatedBy: "```\n")[0]
        }
    }
}
