import FoundationEssentials

/// The one table of performance goals, read from `goals.json`.
public struct GoalTable: Sendable, Codable {
    /// The goals, in the order of the file.
    public var goals: [Goal]

    /// Reads the table.
    public init(path: String) throws {
        do {
            self = try JSONDecoder().decode(GoalTable.self, from: Data(TextFile.bytes(path)))
        } catch {
            throw BenchmarkError("\(path): \(error)")
        }
    }

    /// Creates a table.
    public init(goals: [Goal]) { self.goals = goals }

    /// The lines of a run: each figure with its goal, then the goals that found no figure.
    ///
    /// A goal that found none is skipped, unless `required` says that it may not be missing.
    public func lines(for figures: [Figure], considering covered: [Goal], required: Bool) -> [Line] {
        var lines = figures.map { figure in Line(figure, goal: goals.first { $0.covers(figure.name) }) }
        for goal in covered where !figures.contains(where: { goal.covers($0.name) }) {
            lines.append(Line(missing: goal, verdict: required ? .fail : .skip))
        }
        return lines
    }
}
