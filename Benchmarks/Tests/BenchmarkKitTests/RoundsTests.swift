import Testing

@testable import BenchmarkKit

struct RoundsTests {
    @Test func `contenders take turns and the first round does not count`() throws {
        var order = ""
        func entrant(_ name: String) -> Rounds.Entrant {
            Rounds.Entrant(name: name, most: 1) { operations in
                order += name
                return Sample(operations: operations, seconds: 1, cpuSeconds: 1)
            }
        }
        let series = try Rounds(count: 3, seconds: 1).measure([entrant("A"), entrant("B"), entrant("C")])
        #expect(order == "ABCABCABCABC")
        #expect(series.samples.mapValues(\.count) == ["A": 3, "B": 3, "C": 3])
    }

    @Test(arguments: [(1e-6, 500_000), (1e-3, 500), (1.0, 10), (1e-12, 2_000_000)])
    func `a run gets as many operations as fill the time`(each: Double, expected: Int) throws {
        var asked: [Int] = []
        let entrant = Rounds.Entrant(name: "A", least: 10, most: 2_000_000) { operations in
            asked.append(operations)
            return Sample(operations: operations, seconds: Double(operations) * each, cpuSeconds: 0)
        }
        _ = try Rounds(count: 1, seconds: 0.5).measure([entrant])
        #expect(asked.last == expected)
        #expect(asked.first == 10)
    }
}
