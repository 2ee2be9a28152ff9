import Testing

@testable import Block

struct StatisticsLatencyTests {
    /// Figures of reads that took these times.
    private func statistics(_ latencies: [UInt64], of operation: Operation = .read) -> Statistics {
        let block = StatisticsBlock.allocate()
        defer { block.deallocate() }
        for latency in latencies { block.succeeded(operation.rawValue, bytes: 1, nanoseconds: latency) }
        return Statistics(block)
    }

    @Test func `boundaries on the edges of buckets divide exactly`() {
        let figures = statistics([5, 1000, 1023, 1024, 2000, 2047, 2048, 1 << 30])
        #expect(figures.histogram(of: .read, boundaries: [1024]) == [3, 5])
        #expect(figures.histogram(of: .read, boundaries: [1024, 2048]) == [3, 3, 2])
        #expect(figures.histogram(of: .read, boundaries: [5, 1 << 31]) == [0, 8, 0])
        #expect(figures.histogram(of: .write, boundaries: [1024]) == [0, 0])
    }

    @Test(arguments: [1, 3, 4, 5, 1000, 10_000, 1_000_000, 1 << 43, UInt64.max])
    func `no request is lost or counted twice, wherever the boundary is`(boundary: UInt64) {
        let figures = statistics((0..<1000).map { $0 * 37 + 4 })
        let bins = figures.histogram(of: .read, boundaries: [boundary])
        #expect(bins.count == 2 && bins.reduce(0, +) == 1000)
    }

    @Test func `a boundary within a bucket divides it in proportion`() {
        // Evenly between 8192 and 10239, one bucket.
        let figures = statistics((0..<2048).map { 8192 + $0 })
        let bins = figures.histogram(of: .read, boundaries: [8192 + 512, 8192 + 1024])
        #expect(bins == [512, 512, 1024])
    }

    @Test func `boundaries that fall give no bin less than nothing`() {
        let bins = statistics([100, 1000, 10_000]).histogram(of: .read, boundaries: [8192, 512, 1 << 20])
        #expect(bins.reduce(0, +) == 3)
    }

    @Test func `flushes are counted apart from the rest`() {
        let flushes = statistics([1000], of: .flush)
        #expect(flushes.histogram(of: .flush, boundaries: [512]) == [0, 1])
        #expect(flushes.histogram(of: .discard, boundaries: [512]) == [0, 0])
        #expect(statistics([1000], of: .discard).histogram(of: .writeZeroes, boundaries: [512]) == [0, 1])
    }

    @Test func `the ends and the average`() throws {
        let figures = statistics([1000, 2000, 6000])
        #expect(figures.averageLatency(of: .read) == 3000)
        let shortest = try #require(figures.shortestLatency(of: .read))
        let longest = try #require(figures.longestLatency(of: .read))
        #expect((800...1000).contains(shortest) && (6000...7500).contains(longest))
        let none = statistics([])
        #expect(none.averageLatency(of: .read) == nil && none.shortestLatency(of: .read) == nil)
        #expect(none.longestLatency(of: .read) == nil)
    }

    @Test func `what was added since is the difference`() {
        let block = StatisticsBlock.allocate()
        defer { block.deallocate() }
        block.succeeded(Operation.read.rawValue, bytes: 10, nanoseconds: 100)
        block.add(StatisticsBlock.bounced, 3)
        let before = Statistics(block)
        block.succeeded(Operation.read.rawValue, bytes: 20, nanoseconds: 1000)
        block.failed(Operation.write.rawValue)
        block.add(StatisticsBlock.bounced, 2)
        let since = Statistics(block).since(before)
        #expect(since[.read] == .init(operations: 1, bytes: 20, nanoseconds: 1000, failed: 0))
        #expect(since[.write].failed == 1 && since.bounced == 2)
        #expect(since.histogram(of: .read, boundaries: [512]) == [0, 1])
        #expect(Statistics(block).since(Statistics(block)).histogram(of: .read, boundaries: [512]) == [0, 0])
    }
}
