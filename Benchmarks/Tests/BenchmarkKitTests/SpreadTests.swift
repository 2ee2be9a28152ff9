import Testing

@testable import BenchmarkKit

struct SpreadTests {
    @Test(arguments: [
        ([5.0], 5.0), ([3.0, 1.0], 2.0), ([9.0, 1.0, 2.0], 2.0), ([4.0, 1.0, 3.0, 2.0], 2.5),
    ])
    func `the median is the middle, or the mean of the two middle values`(values: [Double], median: Double) {
        #expect(Spread(values)?.median == median)
        #expect(Spread(values)?.low == values.min())
        #expect(Spread(values)?.high == values.max())
    }

    @Test func `nothing has no spread`() {
        #expect(Spread([]) == nil)
    }

    @Test func `ratios are paired inside a round`() {
        // The machine is half as fast in the second round and a tenth as fast in the third; the ratio does not move.
        func sample(_ seconds: Double) -> Sample { Sample(operations: 1000, seconds: seconds, cpuSeconds: seconds / 2) }
        let series = Series(samples: [
            "ours": [sample(2), sample(4), sample(20)], "theirs": [sample(1), sample(2), sample(10)],
        ])
        #expect(series.ratio(of: "ours", to: "theirs", \.rate) == Spread(exact: 0.5))
        #expect(series.ratio(of: "ours", to: "theirs", \.cpuNanoseconds) == Spread(exact: 2))
        #expect(series.ratio(of: "ours", to: "nobody", \.rate) == nil)
    }
}
