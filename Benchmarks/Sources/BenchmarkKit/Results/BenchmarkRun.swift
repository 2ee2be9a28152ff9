/// Runs scenarios and holds what they bring against the goals.
public struct BenchmarkRun: Sendable {
    /// The scenarios.
    public var scenarios: [any Scenario]
    /// The goals.
    public var goals: GoalTable
    /// How to run.
    public var session: Session

    /// Creates a run.
    public init(scenarios: [any Scenario], goals: GoalTable, session: Session) {
        self.scenarios = scenarios
        self.goals = goals
        self.session = session
    }

    /// Runs everything; returns what was measured and all lines.
    ///
    /// - Parameter emit: Gets each line as soon as it is known.
    public func run(emit: (Line) -> Void) throws -> (outcome: Outcome, lines: [Line]) {
        var outcome = Outcome()
        var lines: [Line] = []
        for scenario in scenarios {
            let part = try scenario.measure(in: session)
            for skip in part.skipped { session.log("skipped \(skip.name): \(skip.reason)") }
            let covered = goals.goals.filter { $0.name.hasPrefix("\(scenario.name).") }
            // An exact scenario has no excuse: a gate that quietly stops measuring is no gate.
            let added = goals.lines(for: part.figures, considering: covered, required: scenario.isExact)
            added.forEach(emit)
            lines += added
            outcome.append(part)
        }
        return (outcome, lines)
    }
}
