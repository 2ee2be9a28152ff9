import BlockSchema
import QAPI
import Synchronization
import Sys
import Testing

@testable import Holdfast

struct StatisticsTests {
    private let folder: TemporaryFolder
    private let backend: Backend
    private let node: Node
    private let one: OneRequest
    private let handle: NodeHandle

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        let path = try folder.file(size: 1 << 20)
        node = try backend.addNode(
            "driver=raw,node-name=disk,discard=unmap,offset=8192,file.driver=file,file.discard=unmap,"
                + "file.filename=\(path)")
        one = try OneRequest(backend)
        handle = try one.attach(node)
    }

    // MARK: - Histograms

    @Test func `a histogram counts from when it is set`() throws {
        #expect(try one.read(handle).result == 4096)
        try backend.setLatencyHistograms(of: "disk", boundaries: [10, 1_000_000_000_000], flush: [1])
        for _ in 0..<3 { #expect(try one.read(handle).result == 4096) }
        #expect(try one.write(handle, 1) == 4096)
        #expect(try one.flush(handle) == 0)
        let stats = node.blockStatistics.stats
        #expect(stats.rdLatencyHistogram == .init(boundaries: [10, 1_000_000_000_000], bins: [0, 3, 0]))
        #expect(stats.wrLatencyHistogram?.bins == [0, 1, 0])
        #expect(stats.zoneAppendLatencyHistogram?.bins == [0, 0, 0])
        #expect(stats.flushLatencyHistogram == .init(boundaries: [1], bins: [0, 1]))
        // The same boundaries begin anew; the others stay.
        try backend.setLatencyHistograms(of: "disk", read: [10, 1_000_000_000_000])
        #expect(node.blockStatistics.stats.rdLatencyHistogram?.bins == [0, 0, 0])
        #expect(node.blockStatistics.stats.wrLatencyHistogram?.bins == [0, 1, 0])
        try backend.setLatencyHistograms(of: "disk")
        #expect(node.blockStatistics.stats.rdLatencyHistogram == nil)
        #expect(node.blockStatistics.stats.flushLatencyHistogram == nil)
    }

    @Test(arguments: [[], [0], [0, 5], [5, 5], [6, 5], [1, 3, 2]] as [[UInt64]])
    func `boundaries that don't rise are refused and change nothing`(boundaries: [UInt64]) throws {
        try backend.setLatencyHistograms(of: "disk", boundaries: [7])
        for parameter in ["boundaries", "boundaries-read", "boundaries-write", "boundaries-zap", "boundaries-flush"] {
            let error = try #require(throws: QAPIError.self) {
                try backend.setLatencyHistograms(
                    of: "disk", boundaries: parameter == "boundaries" ? boundaries : [9],
                    read: parameter == "boundaries-read" ? boundaries : nil,
                    write: parameter == "boundaries-write" ? boundaries : nil,
                    zoneAppend: parameter == "boundaries-zap" ? boundaries : nil,
                    flush: parameter == "boundaries-flush" ? boundaries : nil)
            }
            #expect(error.parameter == parameter)
        }
        #expect(node.blockStatistics.stats.rdLatencyHistogram?.boundaries == [7])
        #expect(throws: QAPIError.self) { try backend.setLatencyHistograms(of: "nobody", boundaries: [1]) }
    }

    // MARK: - Intervals

    @Test func `a window reports between half an interval and all of it`() {
        func sum(_ reads: UInt64) -> Statistics {
            let plan = PlanStatistics()
            for _ in 0..<reads { plan.count(.read, nanoseconds: 1_000_000_000) }
            return plan.current
        }
        var window = StatisticsWindow(interval: 10, sum(1), now: 100)
        func reads(_ total: UInt64, _ now: UInt64) -> [UInt64] {
            let figures = window.figures(sum(total), now: now)
            return [figures.statistics[.read].operations, figures.elapsed]
        }
        #expect(reads(3, 1100) == [2, 1000])
        window.slide(sum(4), now: 5100)
        #expect(reads(5, 6100) == [4, 6000])
        window.slide(sum(8), now: 10_100)
        #expect(reads(9, 10_200) == [5, 5100])
        window.slide(sum(9), now: 15_100)
        #expect(reads(9, 15_100) == [1, 5000])
        // Two seconds of requests within two seconds: one at a time.
        let figures = StatisticsWindow(interval: 1, sum(0), now: 0).figures(sum(2), now: 2_000_000_000)
        #expect(figures.queueDepth(of: .read) == 1 && figures.queueDepth(of: .write) == 0)
        #expect(StatisticsWindow(interval: 1, sum(0), now: 5).figures(sum(2), now: 5).queueDepth(of: .read) == 0)
    }

    @Test func `intervals are kept in their order, with percentiles`() throws {
        #expect(node.intervalStatistics.isEmpty)
        #expect(try one.read(handle).result == 4096)
        try backend.setStatisticsIntervals([60, 10], of: "disk")
        #expect(try one.read(handle).result == 4096)
        #expect(try one.write(handle, 1) == 4096)
        let figures = node.intervalStatistics
        #expect(figures.map(\.interval) == [60, 10])
        for figure in figures {
            #expect(figure.elapsed > 0 && figure.queueDepth(of: .read) > 0)
            #expect(figure.statistics[.read].operations == 1 && figure.statistics[.write].bytes == 4096)
            #expect(figure.statistics.latency(of: .read, quantile: 0.99) != nil)
            #expect(figure.statistics.latency(of: .flush, quantile: 0.99) == nil)
        }
        let timed = node.blockStatistics.stats.timedStats
        #expect(timed.map(\.intervalLength) == [60, 10])
        #expect(timed[0].minRdLatencyNs > 0 && timed[0].maxRdLatencyNs >= timed[0].avgRdLatencyNs)
        #expect(timed[0].minFlushLatencyNs == 0 && timed[0].avgRdQueueDepth > 0)
        try backend.setStatisticsIntervals([], of: "disk")
        #expect(node.intervalStatistics.isEmpty)
    }

    @Test func `an interval that is kept goes on when others come`() throws {
        try backend.setStatisticsIntervals([60], of: "disk")
        #expect(try one.read(handle).result == 4096)
        try backend.setStatisticsIntervals([5, 60], of: "disk")
        #expect(node.intervalStatistics.map { $0.statistics[.read].operations } == [0, 1])
    }

    @Test(arguments: [[0], [-1], [1 << 32], [5, 5], Array(1...17)])
    func `intervals that make no sense are refused and change nothing`(seconds: [Int]) throws {
        try backend.setStatisticsIntervals([7], of: "disk")
        #expect(throws: QAPIError.self) { try backend.setStatisticsIntervals(seconds, of: "disk") }
        #expect(node.intervalStatistics.map(\.interval) == [7])
        #expect(throws: QAPIError.self) { try backend.setStatisticsIntervals([1], of: "nobody") }
    }

    // MARK: - Everything

    @Test func `the figures are those of query-blockstats, for the node and those below`() async throws {
        #expect(node.blockStatistics.stats.idleTimeNs == nil)
        let begin = System.monotonicNanoseconds
        #expect(try one.write(handle, 1, at: 4096) == 4096)
        #expect(try one.read(handle, at: 1 << 21).result == Errno.ioError.result)
        try one.queue.detach(handle)
        try await node.discard(at: 0, count: 8192)
        let whole = node.blockStatistics
        #expect(whole.nodeName == "disk" && whole.driverSpecific == nil)
        #expect(whole.stats.wrOperations == 1 && whole.stats.wrBytes == 4096 && whole.stats.wrTotalTimeNs > 0)
        #expect(whole.stats.wrHighestOffset == 8192)
        #expect(whole.stats.failedRdOperations == 1 && whole.stats.rdOperations == 0)
        #expect(whole.stats.unmapOperations == 1 && whole.stats.unmapBytes == 8192)
        #expect(try #require(whole.stats.idleTimeNs) < System.monotonicNanoseconds - begin)
        let below = try #require(whole.parent?.value)
        #expect(below.stats.wrHighestOffset == 16384 && below.parent == nil)
        let file = BlockStatsSpecificFile(discardNbOk: 1, discardNbFailed: 0, discardBytesOk: 8192)
        #expect(below.driverSpecific == BlockStatsSpecific(branch: .file(file)))
    }

    // MARK: - Timers

    @Test func `the control thread repeats what it is asked to until the timer goes`() {
        let count = Locked(0)
        let semaphore = Condition()
        var timer: ControlTimer? = ControlTimer(backend.control, every: 1_000_000) {
            count.withLock { $0 += 1 }
            semaphore.withLock { semaphore.announce() }
        }
        semaphore.withLock {
            while count.withLock({ $0 }) < 3 { semaphore.wait(nanoseconds: 1_000_000_000) }
        }
        #expect(timer != nil)
        timer = nil
        // After a call, whatever was due has been done.
        backend.control.run {}
        let last = count.withLock { $0 }
        for _ in 0..<20 { backend.control.run {} }
        #expect(count.withLock { $0 } == last)
    }

    @Test func `timers are due in time, and what was missed is not made up for`() {
        var timers = ControlTimers()
        #expect(timers.delay(now: 0) == nil)
        let first = timers.add(every: 10, now: 0) {}
        _ = timers.add(every: 15, now: 0) {}
        #expect(timers.delay(now: 4) == 6)
        #expect(timers.takeDue(now: 9).isEmpty)
        #expect(timers.takeDue(now: 100).count == 2)
        #expect(timers.delay(now: 100) == 10)
        #expect(timers.remove(first) != nil && timers.remove(first) == nil)
        #expect(timers.delay(now: 100) == 15)
        #expect(timers.delay(now: 200) == 0)
    }
}
