import Testing

@testable import BenchmarkKit

struct GoalTests {
    static func goal(_ comparison: Goal.Comparison, _ bound: Double, of subject: Goal.Subject, name: String = "a")
        -> Goal
    {
        Goal(name: name, unit: "u", comparison: comparison, goal: bound, of: subject, gate: .bench, compares: "")
    }

    @Test(arguments: [
        (Goal.Comparison.atMost, 250.0, 249.0, Goal.Verdict.pass), (.atMost, 250, 250, .pass),
        (.atMost, 250, 250.01, .fail), (.atLeast, 0.95, 0.95, .pass), (.atLeast, 0.95, 0.94, .fail),
        (.atLeast, 3, 3.5, .pass), (.atMost, 0, 0, .pass), (.atMost, 0, 0.001, .fail),
    ])
    func `a number is held against the bound`(
        comparison: Goal.Comparison, bound: Double, number: Double, verdict: Goal.Verdict
    ) {
        let value = Figure(name: "a", value: Spread(exact: number), unit: "u")
        #expect(Self.goal(comparison, bound, of: .value).judge(value) == verdict)
        let ratio = Figure(name: "a", value: Spread(exact: -1), unit: "u", ratio: Spread(exact: number))
        #expect(Self.goal(comparison, bound, of: .ratio).judge(ratio) == verdict)
        #expect(Self.goal(comparison, bound, of: .ratio).judge(value) == .skip)
    }

    @Test(arguments: [
        ("a.b", "a.b", true), ("a.b", "a.bc", false), ("a.b", "xa.b", false),
        ("nop.*.queue/c-uring", "nop.qd1.queue/c-uring", true),
        ("nop.*.queue/c-uring", "nop.qd1.queue.cpu/c-uring", false), ("nop.*", "nop", false), ("*", "", true),
        ("a*a", "a", false), ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXcYb", false), ("a**c", "ac", true),
    ])
    func `a star stands for any text`(pattern: String, text: String, matches: Bool) {
        #expect(Pattern(pattern).matches(text) == matches)
    }

    @Test func `a line has six words`() {
        let goal = Self.goal(.atLeast, 0.95, of: .ratio)
        let figure = Figure(
            name: "a", value: Spread(exact: 803.4), unit: "kIOPS", ratio: Spread(exact: 1.0123))
        #expect(Line(figure, goal: goal).words == ["a", "803", "kIOPS", "1.01", ">=0.95x", "pass"])
        #expect(Line(figure, goal: nil).words == ["a", "803", "kIOPS", "1.01", "-", "-"])
        #expect(Line(missing: goal, verdict: .skip).words == ["a", "-", "u", "-", ">=0.95x", "skip"])
    }

    @Test func `a required goal without a figure fails`() {
        let table = GoalTable(goals: [
            Self.goal(.atMost, 1, of: .value, name: "s.x"), Self.goal(.atMost, 1, of: .value, name: "s.y"),
        ])
        let figures = [Figure(name: "s.x", value: Spread(exact: 0), unit: "u")]
        let required = table.lines(for: figures, considering: table.goals, required: true)
        #expect(required.map(\.verdict) == [.pass, .fail])
        let optional = table.lines(for: figures, considering: table.goals, required: false)
        #expect(optional.map(\.verdict) == [.pass, .skip])
    }

    @Test(arguments: [
        (250.0, "250"), (0.0, "0"), (1234.56, "1235"), (12.345, "12.3"), (0.951, "0.95"), (0.01234, "0.0123"),
    ])
    func `numbers are printed as short as they are meant`(value: Double, text: String) {
        #expect(Line.format(value) == text)
    }

    @Test func `the table of goals is sound`() throws {
        let path = String(#filePath.prefix(upTo: try #require(#filePath.firstRange(of: "Tests/")?.lowerBound)))
        let table = try GoalTable(path: path + "goals.json")
        #expect(Set(table.goals.map(\.name)).count == table.goals.count)
        let scenarios = Set(ScenarioTable.all.map(\.name))
        let exact = Set(ScenarioTable.all.filter(\.isExact).map(\.name))
        for goal in table.goals {
            let scenario = String(goal.name.prefix { $0 != "." })
            #expect(scenarios.contains(scenario), "\(goal.name)")
            // Only what does not depend on the machine's load may gate continuous integration.
            #expect((goal.gate == .ci) == exact.contains(scenario), "\(goal.name)")
            #expect(!goal.compares.isEmpty)
        }
    }
}
