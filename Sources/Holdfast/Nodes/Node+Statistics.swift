internal import Block
public import BlockSchema
internal import QAPI
internal import Sys

/// What requests came to. The figures cost requests the same, whether anybody looks at them or not.
extension Node {
    /// The figures of the last seconds, one for each interval that `Backend.setStatisticsIntervals(_:of:)` has set.
    public var intervalStatistics: [IntervalStatistics] { accounting.intervals }

    /// The node as `query-blockstats` shows it, with those below as its parents.
    ///
    /// Failed requests don't count in the times, reservation conflicts not as failures, and malformed ones as failed.
    public var blockStatistics: BlockStats {
        BlockStats(
            nodeName: name, stats: deviceStatistics, driverSpecific: driverStatistics,
            parent: children.first.map { Boxed($0.node.blockStatistics) })
    }

    private var deviceStatistics: BlockDeviceStats {
        let sum = statistics
        func count(_ value: UInt64) -> Int64 { Int64(clamping: value) }
        let (reads, writes, flushes, discards) = (sum[.read], sum[.write], sum[.flush], sum[.discard])
        let now = System.monotonicNanoseconds
        return BlockDeviceStats(
            rdBytes: count(reads.bytes), wrBytes: count(writes.bytes), zoneAppendBytes: 0,
            unmapBytes: count(discards.bytes), rdOperations: count(reads.operations),
            wrOperations: count(writes.operations), zoneAppendOperations: 0,
            flushOperations: count(flushes.operations), unmapOperations: count(discards.operations),
            rdTotalTimeNs: count(reads.nanoseconds), wrTotalTimeNs: count(writes.nanoseconds),
            zoneAppendTotalTimeNs: 0, flushTotalTimeNs: count(flushes.nanoseconds),
            unmapTotalTimeNs: count(discards.nanoseconds), wrHighestOffset: count(sum.highestWriteEnd), rdMerged: 0,
            wrMerged: 0, zoneAppendMerged: 0, unmapMerged: 0,
            idleTimeNs: sum.lastCompletion > 0 ? count(now > sum.lastCompletion ? now - sum.lastCompletion : 0) : nil,
            failedRdOperations: count(reads.failed), failedWrOperations: count(writes.failed),
            failedZoneAppendOperations: 0, failedFlushOperations: count(flushes.failed),
            failedUnmapOperations: count(discards.failed), invalidRdOperations: 0, invalidWrOperations: 0,
            invalidZoneAppendOperations: 0, invalidFlushOperations: 0, invalidUnmapOperations: 0,
            accountInvalid: true, accountFailed: false, timedStats: intervalStatistics.map(BlockDeviceTimedStats.init),
            rdLatencyHistogram: accounting.histogram(.read), wrLatencyHistogram: accounting.histogram(.write),
            zoneAppendLatencyHistogram: accounting.histogram(.zoneAppend),
            flushLatencyHistogram: accounting.histogram(.flush))
    }

    private var driverStatistics: BlockStatsSpecific? {
        let discards = statistics[.discard]
        let file = BlockStatsSpecificFile(
            discardNbOk: discards.operations, discardNbFailed: discards.failed, discardBytesOk: discards.bytes)
        return switch BlockdevDriver(rawValue: driver) {
        case .file: BlockStatsSpecific(branch: .file(file))
        case .hostDevice: BlockStatsSpecific(branch: .hostDevice(file))
        default: nil
        }
    }
}

extension BlockDeviceTimedStats {
    fileprivate init(_ figures: IntervalStatistics) {
        let statistics = figures.statistics
        func nanoseconds(_ value: UInt64?) -> Int64 { Int64(clamping: value ?? 0) }
        self.init(
            intervalLength: Int64(figures.interval),
            minRdLatencyNs: nanoseconds(statistics.shortestLatency(of: .read)),
            maxRdLatencyNs: nanoseconds(statistics.longestLatency(of: .read)),
            avgRdLatencyNs: nanoseconds(statistics.averageLatency(of: .read)),
            minWrLatencyNs: nanoseconds(statistics.shortestLatency(of: .write)),
            maxWrLatencyNs: nanoseconds(statistics.longestLatency(of: .write)),
            avgWrLatencyNs: nanoseconds(statistics.averageLatency(of: .write)),
            minZoneAppendLatencyNs: 0, maxZoneAppendLatencyNs: 0, avgZoneAppendLatencyNs: 0,
            minFlushLatencyNs: nanoseconds(statistics.shortestLatency(of: .flush)),
            maxFlushLatencyNs: nanoseconds(statistics.longestLatency(of: .flush)),
            avgFlushLatencyNs: nanoseconds(statistics.averageLatency(of: .flush)),
            avgRdQueueDepth: figures.queueDepth(of: .read), avgWrQueueDepth: figures.queueDepth(of: .write),
            avgZoneAppendQueueDepth: 0)
    }
}
