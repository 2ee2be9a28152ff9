import ArgumentParser
import Holdfast
import JSON
import QAPI

/// `holdfast doctor`: says what works here, and what to do about the rest.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Examine what storage can rely on here, as this user in this container.",
        discussion: """
            Each line has a subject, a verdict (ok, limited or missing) and what was seen; what can be done about it stands \
            below. Nodes are opened and examined as well; nothing is written. The exit status is 1 if anything is missing.
            """)

    @Option(help: ArgumentHelp("Add an object, such as a pr-manager; before the nodes.", valueName: "option"))
    var object: [String] = []

    @Option(help: ArgumentHelp("Examine this block node too.", valueName: "option"))
    var blockdev: [String] = []

    @Flag(help: "Print a JSON array of findings.")
    var json = false

    func run() throws {
        let backend = try Backend()
        var groups = [("host", backend.examineHost())]
        for option in object { try backend.addObject(option) }
        for option in blockdev {
            do throws(QAPIError) {
                groups.append((option, backend.examine(try backend.addNode(option))))
            } catch {
                groups.append((option, [Finding("open", .missing, error.message, fix: error.hint)]))
            }
        }
        if json {
            Output.standard.print(JSONWriter(.pretty).string(.array(groups.flatMap { Self.json($0.1, of: $0.0) })))
        } else {
            Output.standard.write(groups.map { Self.text($0.1, of: $0.0) }.joined(separator: "\n"))
        }
        if groups.contains(where: { $0.1.contains { $0.verdict == .missing } }) { throw ExitCode.failure }
    }

    /// The findings for people, one a line.
    static func text(_ findings: [Finding], of group: String) -> String {
        let width = findings.map(\.subject.count).max() ?? 0
        var text = "\(group)\n"
        for finding in findings {
            let subject = finding.subject + String(repeating: " ", count: width - finding.subject.count)
            let verdict = finding.verdict.rawValue
            let gap = String(repeating: " ", count: 7 - verdict.count)
            text += "  \(subject)  \(verdict)\(gap)  \(finding.detail)\n"
            if let fix = finding.fix { text += "  \(String(repeating: " ", count: width))  fix:     \(fix)\n" }
        }
        return text
    }

    private static func json(_ findings: [Finding], of group: String) -> [JSONValue] {
        findings.map { finding in
            var object = JSONObject()
            object["group"] = .string(group)
            object["subject"] = .string(finding.subject)
            object["verdict"] = .string(finding.verdict.rawValue)
            object["detail"] = .string(finding.detail)
            if let fix = finding.fix { object["fix"] = .string(fix) }
            return .object(object)
        }
    }
}
