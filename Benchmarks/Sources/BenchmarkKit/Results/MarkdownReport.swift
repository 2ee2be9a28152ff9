/// Results as Markdown, for `docs/performance.md`.
public struct MarkdownReport: Sendable {
    /// The results.
    public var results: Results
    /// The goals that they are held against.
    public var goals: GoalTable
    /// Whether figures without a goal are left out.
    public var goalsOnly: Bool

    /// Creates a report.
    public init(results: Results, goals: GoalTable, goalsOnly: Bool = false) {
        self.results = results
        self.goals = goals
        self.goalsOnly = goalsOnly
    }

    /// The whole report.
    public var text: String {
        let machine = results.machine
        var lines = [
            "Measured \(machine.date) on \(machine.processor), kernel \(machine.kernel), files on \(machine.storage), "
                + "load \(machine.load) at the start; \(machine.programs.joined(separator: ", ")).", "",
            "| figure | median | spread | unit | ratio | spread | goal | |",
            "|---|---:|---:|---|---:|---:|---:|---|",
        ]
        for figure in results.outcome.figures {
            let goal = goals.goals.first { $0.covers(figure.name) }
            guard goal != nil || !goalsOnly else { continue }
            let line = Line(figure, goal: goal)
            let cells = [
                "`\(figure.name)`", line.words[1], Self.range(figure.value), figure.unit, line.words[3],
                figure.ratio.map(Self.range) ?? "", line.words[4], line.words[5],
            ]
            lines.append("| \(cells.map { $0 == "-" ? "" : $0 }.joined(separator: " | ")) |")
        }
        if !results.outcome.skipped.isEmpty {
            lines += ["", "Left out:", ""]
            lines += results.outcome.skipped.map { "- `\($0.name)`: \($0.reason)" }
        }
        return lines.joined(separator: "\n")
    }

    private static func range(_ spread: Spread) -> String {
        spread.low == spread.high ? "" : "\(Line.format(spread.low))–\(Line.format(spread.high))"
    }
}
