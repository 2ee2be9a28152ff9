import Testing

@testable import BenchmarkKit

struct ReportTests {
    static let results: Results = {
        var outcome = Outcome()
        outcome.figures = [
            Figure(name: "cached-read.qd32.c-uring", value: Spread(exact: 750), unit: "kIOPS"),
            Figure(name: "cached-read.qd32.queue", value: Spread(exact: 740), unit: "kIOPS"),
            Figure(name: "cached-read.qd32.c-uring.cpu", value: Spread(exact: 1250), unit: "ns/op"),
            Figure(name: "cached-read.qd32.queue.cpu", value: Spread(exact: 1260), unit: "ns/op"),
            Figure(
                name: "cached-read.qd32.queue/c-uring", value: Spread(exact: 740), unit: "kIOPS",
                ratio: Spread([0.9, 0.98, 1.1])),
        ]
        outcome.skipped = [Skip(name: "cached-read.fio", reason: "fio is not installed")]
        return Results(machine: Machine(directory: "/"), outcome: outcome)
    }()

    @Test func `a report has a row a figure and names what was left out`() {
        let goal = GoalTests.goal(.atLeast, 0.95, of: .ratio, name: "cached-read.*.queue/c-uring")
        let text = MarkdownReport(results: Self.results, goals: GoalTable(goals: [goal])).text
        #expect(
            text.contains("| `cached-read.qd32.queue/c-uring` | 740 |  | kIOPS | 0.98 | 0.9–1.1 | >=0.95x | pass |"))
        #expect(text.contains("| `cached-read.qd32.c-uring` |"))
        #expect(text.contains("- `cached-read.fio`: fio is not installed"))
        let short = MarkdownReport(results: Self.results, goals: GoalTable(goals: [goal]), goalsOnly: true).text
        #expect(short.contains("| `cached-read.qd32.queue/c-uring` |"))
        #expect(!short.contains("| `cached-read.qd32.c-uring` |"))
    }

    @Test func `a chart has a bar for each contender`() throws {
        let chart = try #require(BarChart(results: Self.results, scenario: "cached-read"))
        #expect(chart.svg.split(separator: "<rect").count == 4)
        #expect(chart.svg.contains(">QD 32</text>"))
        #expect(BarChart(results: Self.results, scenario: "nop") == nil)
    }
}
