internal import Block
internal import BlockSchema
internal import Sys

/// What somebody wants counted of a node besides what is always counted: histograms, and the last seconds.
///
/// It reads the figures that requests go into; requests know nothing of it.
final class NodeAccounting: Sendable {
    /// What histograms are kept of.
    enum Kind: CaseIterable, Sendable {
        case read, write, zoneAppend, flush

        /// The operation that is counted; nil for what no node does.
        var operation: Operation? {
            switch self {
            case .read: .read
            case .write: .write
            case .zoneAppend: nil
            case .flush: .flush
            }
        }
    }

    private struct Histogram: Sendable {
        let boundaries: [UInt64]
        /// The figures when the counting began.
        let start: Statistics
    }

    private struct Window: Sendable {
        var window: StatisticsWindow
        let timer: ControlTimer
    }

    private struct State: Sendable {
        var histograms: [Kind: Histogram] = [:]
        var windows: [Window] = []
    }

    private let figures: NodeStatistics
    private let state = Locked(State())

    init(_ figures: NodeStatistics) { self.figures = figures }

    // MARK: - Histograms

    /// Begins to count some kinds of requests by new boundaries.
    func setHistograms(_ boundaries: [Kind: [UInt64]]) {
        let start = figures.sum
        state.withLock { state in
            for (kind, boundaries) in boundaries {
                state.histograms[kind] = Histogram(boundaries: boundaries, start: start)
            }
        }
    }

    /// Ends all counting by latency.
    func clearHistograms() { state.withLock { $0.histograms = [:] } }

    /// The counts of a kind since they began; nil when it isn't counted.
    func histogram(_ kind: Kind) -> BlockLatencyHistogramInfo? {
        guard let histogram = state.withLock({ $0.histograms[kind] }) else { return nil }
        let bins =
            kind.operation.map {
                figures.sum.since(histogram.start).histogram(of: $0, boundaries: histogram.boundaries)
            } ?? Array(repeating: 0, count: histogram.boundaries.count + 1)
        return BlockLatencyHistogramInfo(boundaries: histogram.boundaries, bins: bins)
    }

    // MARK: - Intervals

    /// Keeps figures of the last seconds, of as many lengths as there are; those of lengths that were kept before go on.
    func setIntervals(_ intervals: [Int], control: ControlThread) {
        let now = System.monotonicNanoseconds
        let kept = state.withLock { state in state.windows }
        let windows = intervals.map { interval in
            kept.first { $0.window.interval == interval }
                ?? Window(
                    window: StatisticsWindow(interval: interval, figures.sum, now: now),
                    timer: ControlTimer(control, every: StatisticsWindow.step(interval)) { [weak self] in
                        self?.slide(interval, now: System.monotonicNanoseconds)
                    })
        }
        // The timers that go take the control thread's lock.
        state.withLock { $0.windows = windows }
        withExtendedLifetime(kept) {}
    }

    /// Half an interval has passed.
    func slide(_ interval: Int, now: UInt64) {
        let sum = figures.sum
        state.withLock { state in
            guard let index = state.windows.firstIndex(where: { $0.window.interval == interval }) else { return }
            state.windows[index].window.slide(sum, now: now)
        }
    }

    /// The figures of the last seconds, in the order in which their intervals were given.
    var intervals: [IntervalStatistics] {
        let (sum, now) = (figures.sum, System.monotonicNanoseconds)
        return state.withLock { $0.windows.map { $0.window.figures(sum, now: now) } }
    }
}
