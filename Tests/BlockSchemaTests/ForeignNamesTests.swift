import BlockSchema
import Foundation
import Testing

@Suite("Names that only QEMU has")
struct ForeignNamesTests {
    /// The quoted names of an enumeration in the text of a schema file.
    private func values(of enumeration: String, in file: String) throws -> Set<String> {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let path = tests.appending(path: "../../Sources/BlockSchema/Schemas/\(file)")
        let text = try String(contentsOf: path, encoding: .utf8)
        let definition = try #require(text.components(separatedBy: "'enum': '\(enumeration)'").last)
        let list = try #require(definition.components(separatedBy: "]").first)
        return Set(list.components(separatedBy: "'").enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
            .subtracting(["data"])
    }

    @Test("cover, together with ours, all 47 drivers of QEMU 10.0")
    func driversAreComplete() throws {
        let ours = try values(of: "BlockdevDriver", in: "block-core.json")
        #expect(ours.contains("file"))
        #expect(ours.isDisjoint(with: ForeignNames.drivers.keys))
        #expect(ours.count + ForeignNames.drivers.count == 47)
    }

    @Test("cover, together with ours, all object types of QEMU 10.0")
    func objectTypesAreComplete() throws {
        let ours = try values(of: "ObjectType", in: "qom.json")
        #expect(ours.contains("pr-manager-helper"))
        #expect(ours.isDisjoint(with: ForeignNames.objectTypes.keys))
        let own: Set = ["pr-manager-flock", "pr-manager-ioctl", "pr-manager-multipath", "pr-manager-sqlite"]
        #expect(ours.subtracting(own).count + ForeignNames.objectTypes.count == 49)
    }

    @Test(
        "say what to use instead, in a sentence that goes on",
        arguments: Set(ForeignNames.drivers.values).union(ForeignNames.objectTypes.values).sorted())
    func adviceIsOneClause(_ advice: String) {
        #expect(advice.count > 20)
        #expect(!advice.hasSuffix("."))
        #expect(!advice.contains("\n"))
    }
}
