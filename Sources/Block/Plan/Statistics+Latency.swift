/// What the latencies of requests say. They are counted in buckets of a quarter of an octave, for reads, for writes, for
/// flushes, and for all else together.
extension Statistics {
    private func table(_ operation: Operation) -> [UInt64] { latencies[StatisticsBlock.table(operation.rawValue)] }

    /// The latency that this share (0...1) of the requests doesn't exceed, in nanoseconds; nil when there were none.
    ///
    /// Exact to a quarter of an octave.
    public func latency(of operation: Operation, quantile: Double) -> UInt64? {
        let table = table(operation)
        let total = table.reduce(0, &+)
        guard total > 0 else { return nil }
        let wanted = max(1, UInt64((Double(total) * min(max(quantile, 0), 1)).rounded(.up)))
        var seen: UInt64 = 0
        for bucket in table.indices {
            seen &+= table[bucket]
            if seen >= wanted { return StatisticsBlock.lowerBound(ofBucket: bucket + 1) - 1 }
        }
        return nil
    }

    /// The shortest latency, in nanoseconds, or up to a quarter of an octave less; nil when there were no requests.
    public func shortestLatency(of operation: Operation) -> UInt64? {
        table(operation).firstIndex { $0 > 0 }.map { StatisticsBlock.lowerBound(ofBucket: $0) }
    }

    /// The longest latency, in nanoseconds, or up to a quarter of an octave more; nil when there were no requests.
    public func longestLatency(of operation: Operation) -> UInt64? { latency(of: operation, quantile: 1) }

    /// The average latency, in nanoseconds; nil when there were no requests.
    public func averageLatency(of operation: Operation) -> UInt64? {
        let figures = self[operation]
        return figures.operations > 0 ? figures.nanoseconds / figures.operations : nil
    }

    /// How many requests took how long: below the first boundary, from each on, and from the last on.
    ///
    /// The boundaries are nanoseconds and rise. A boundary within a bucket divides its requests in proportion; the bins'
    /// sum is exact.
    public func histogram(of operation: Operation, boundaries: [UInt64]) -> [UInt64] {
        let table = table(operation)
        var bins: [UInt64] = []
        var (bucket, below, taken): (Int, UInt64, UInt64) = (0, 0, 0)
        for boundary in boundaries {
            while bucket < table.count, StatisticsBlock.lowerBound(ofBucket: bucket + 1) <= boundary {
                below &+= table[bucket]
                bucket += 1
            }
            var reached = below
            if bucket < table.count, boundary > StatisticsBlock.lowerBound(ofBucket: bucket) {
                let begin = StatisticsBlock.lowerBound(ofBucket: bucket)
                let share = Double(boundary - begin) / Double(StatisticsBlock.lowerBound(ofBucket: bucket + 1) - begin)
                reached &+= min(table[bucket], UInt64((Double(table[bucket]) * share).rounded()))
            }
            // Never back, whatever order the boundaries are in.
            reached = max(reached, taken)
            bins.append(reached - taken)
            taken = reached
        }
        return bins + [table.reduce(0, &+) &- taken]
    }
}
