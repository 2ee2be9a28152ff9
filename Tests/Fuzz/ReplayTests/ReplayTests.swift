import Foundation
import FuzzTargets
import Testing

@Suite struct ReplayTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Corpus")

    /// The files of a folder of the corpus, or its folders; none when it does not exist.
    private static func entries(of name: String = "") -> [String] {
        let path = name.isEmpty ? corpus.path : corpus.appending(path: name).path
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    @Test(arguments: FuzzTarget.all.map(\.name))
    func `every input of a target's corpus keeps its properties`(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let inputs = Self.entries(of: name)
        #expect(!inputs.isEmpty, "a target has a corpus of its own")
        for input in inputs {
            let bytes = try Data(contentsOf: Self.corpus.appending(path: name).appending(path: input))
            bytes.withUnsafeBytes { target.run($0) }
        }
    }

    @Test func `every folder of the corpus belongs to a target`() {
        #expect(Self.entries() == FuzzTarget.all.map(\.name).sorted())
    }

    @Test func `names of targets differ`() {
        #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count)
    }
}
