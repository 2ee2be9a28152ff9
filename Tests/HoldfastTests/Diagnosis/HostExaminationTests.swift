import Block
import Glibc
import Sys
import Testing

@testable import Holdfast

struct HostExaminationTests {
    private func examine(_ files: [String: String]) throws -> [String: Finding] {
        let folder = try TemporaryFolder()
        for (path, text) in files {
            var parent = folder.path
            for part in path.split(separator: "/").dropLast() {
                parent += "/\(part)"
                mkdir(parent, 0o700)
            }
            let file = try System.open("\(folder.path)/\(path)", [.writeOnly, .create])
            _ = try Array("\(text)\n".utf8).withUnsafeBytes { try System.write(file.rawValue, $0) }
        }
        let examination = HostExamination(environment: BlockEnvironment(), proc: Sysfs(root: folder.path))
        return Dictionary(uniqueKeysWithValues: examination.findings.map { ($0.subject, $0) })
    }

    @Test(arguments: [
        ("Seccomp:\t0", Finding.Verdict.ok), ("Seccomp:\t2", .ok), ("Seccomp:\t1", .missing), ("Name:\tx", .limited),
    ])
    func `filters are told from the process's status`(line: String, verdict: Finding.Verdict) throws {
        let findings = try examine(["self/status": "Name:\tx\n\(line)\nSeccomp_filters:\t1"])
        #expect(findings["seccomp"]?.verdict == verdict)
    }

    @Test func `a process that sees nothing of itself is examined all the same`() throws {
        let findings = try examine([:])
        #expect(findings["seccomp"]?.verdict == .limited && findings["seccomp"]?.fix == "Mount /proc.")
        #expect(findings["aio=threads"]?.verdict == .ok)
    }

    @Test(arguments: [("0 0 4294967295", false), ("0 1000 1", true)])
    func `a user namespace is told from its map`(map: String, isMapped: Bool) throws {
        let findings = try examine(["self/uid_map": "         \(map)"])
        #expect(findings["user"]?.detail.contains("namespace") == isMapped)
    }

    @Test func `every finding that is not ok says what to do`() throws {
        let findings = try examine([:])
        #expect(findings.count == 11)
        #expect(findings.values.allSatisfy { ($0.verdict == .ok) == ($0.fix == nil) })
    }
}
