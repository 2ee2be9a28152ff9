/// Option strings of disks, from text to the checked typed value.
struct OptionsScenario: Scenario {
    var name: String { "options" }
    var summary: String { "a -blockdev argument from text to its checked typed value" }
    var isExact: Bool { false }

    private static let documents = ["short", "nested", "json"]

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        if let reason = ParseContender.obstacle {
            outcome.skipped.append(Skip(name: name, reason: reason))
            return outcome
        }
        session.log("\(name): \(Self.documents.joined(separator: " "))")
        let entrants = Self.documents.map { ParseContender(subject: "option", document: $0).entrant(named: $0) }
        let series = try session.plan.measure(entrants)
        for document in Self.documents {
            guard let value = series.spread(of: document, { $0.cpuNanoseconds / 1000 }) else { continue }
            outcome.figures.append(Figure(name: "\(name).\(document)", value: value, unit: "us/op"))
        }
        return outcome
    }
}
