import Foundation
import JSON
import Testing

struct DoctorCommandTests {
    let folder: Tool.Folder

    init() throws { folder = try Tool.Folder() }

    private func findings(_ result: Tool.Result) throws -> [[String: String]] {
        let data = Data(result.output.utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: String]])
    }

    @Test func `the host is examined line by line`() throws {
        let result = try Tool.run(["doctor"])
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.output)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.first == "host")
        for subject in [
            "user", "kernel", "aio=io_uring", "aio=native", "aio=threads", "seccomp", "membarrier", "locks",
        ] {
            #expect(lines.contains { $0.hasPrefix("  \(subject) ") }, "\(subject)")
        }
    }

    @Test func `a node is opened and examined, and nothing is written`() throws {
        let image = try folder.write("disk.img", String(repeating: "x", count: 8192))
        let result = try Tool.run([
            "doctor", "--json", "--blockdev", "file,node-name=disk,filename=\(image),cache.direct=on",
        ])
        #expect(result.status == 0, "\(result.output)")
        let node = try findings(result).filter { $0["group"] != "host" }
        #expect(
            node.compactMap { $0["subject"] } == [
                "disk", "engine", "direct I/O", "transport", "image locks", "discard", "reservations",
            ])
        #expect(node.allSatisfy { $0["verdict"] == "ok" }, "\(node)")
        #expect(try String(contentsOfFile: image, encoding: .utf8) == String(repeating: "x", count: 8192))
    }

    @Test func `a node that can't be opened is missing, and the others are examined`() throws {
        let image = try folder.write("disk.img", String(repeating: "x", count: 512))
        let result = try Tool.run([
            "doctor", "--json", "--blockdev", "file,node-name=a,filename=\(folder.path)/none", "--blockdev",
            "file,node-name=b,filename=\(image),locking=off",
        ])
        #expect(result.status == 1)
        let all = try findings(result)
        let missing = all.filter { $0["verdict"] == "missing" }
        #expect(missing.count == 1 && missing.first?["detail"]?.contains("none") == true)
        let locks = all.first { $0["subject"] == "image locks" }
        #expect(locks?["verdict"] == "limited" && locks?["fix"] == "locking=auto")
    }

    @Test func `a null node has no file to examine`() throws {
        let result = try Tool.run(["doctor", "--json", "--blockdev", "null-co,node-name=n"])
        #expect(result.status == 0)
        #expect(try findings(result).filter { $0["group"] != "host" }.map { $0["subject"] } == ["n"])
    }
}
