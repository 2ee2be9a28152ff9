internal import Block
public import QAPI

extension Backend {
    /// Asks for one `BlockWriteThresholdEvent` when a write ends beyond an offset of a node: `block-set-write-threshold`.
    ///
    /// The first write, zeroing or copy that does, to the node itself or to one above it, posts the event and disarms the
    /// threshold; who wants to hear of the next sets it again. 0 disarms it. Requests that end before the offset cost
    /// nothing more.
    ///
    /// - Throws: `QAPIError` when there is no such node.
    public func setWriteThreshold(_ threshold: UInt64, of name: String) throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in
            guard let shell = try graph.node(name).shell else { return }
            shell.threshold.set(threshold)
            shell.bottom.control.invalidatePlans()
        }
    }
}

extension Backend {
    /// Begins, changes or ends the counting of a node's requests by latency: `block-latency-histogram-set`.
    ///
    /// `boundaries`, in nanoseconds, are for all kinds that have none of their own; kinds without any stay as they are.
    /// Setting them begins anew, and without any boundaries all counting ends. A histogram is made of what is counted of
    /// every request anyway, in steps of a quarter of an octave: a boundary within a step divides its requests in
    /// proportion.
    ///
    /// - Throws: `QAPIError` when there is no such node, or a list is empty or doesn't rise; nothing has changed then.
    public func setLatencyHistograms(
        of name: String, boundaries: [UInt64]? = nil, read: [UInt64]? = nil, write: [UInt64]? = nil,
        zoneAppend: [UInt64]? = nil, flush: [UInt64]? = nil
    ) throws(QAPIError) {
        let node = try node(name)
        let given: [(NodeAccounting.Kind, [UInt64]?, String)] = [
            (.read, read, "boundaries-read"), (.write, write, "boundaries-write"),
            (.zoneAppend, zoneAppend, "boundaries-zap"), (.flush, flush, "boundaries-flush"),
        ]
        if let boundaries { try Backend.check(boundaries, "boundaries") }
        var chosen: [NodeAccounting.Kind: [UInt64]] = [:]
        for (kind, own, parameter) in given {
            if let own { try Backend.check(own, parameter) }
            chosen[kind] = own ?? boundaries
        }
        if chosen.isEmpty { node.accounting.clearHistograms() } else { node.accounting.setHistograms(chosen) }
    }

    private static func check(_ boundaries: [UInt64], _ parameter: String) throws(QAPIError) {
        let rises = zip(boundaries, boundaries.dropFirst()).allSatisfy { $0 < $1 }
        guard rises, let first = boundaries.first, first > 0 else {
            throw QAPIError(
                "The boundaries '\(parameter)' must be at least one number above 0, and rise", parameter: parameter)
        }
    }

    /// The most intervals of one node.
    public static let mostStatisticsIntervals = 16

    /// Keeps figures of a node's last seconds, for each interval: `stats-intervals`.
    ///
    /// An empty list ends that. `Node.intervalStatistics` has them, with percentiles. The control thread looks at the node's figures twice an
    /// interval; requests cost the same.
    ///
    /// - Throws: `QAPIError` when there is no such node, or an interval isn't 1 to 4294967295 seconds; nothing has
    ///   changed then.
    public func setStatisticsIntervals(_ seconds: [Int], of name: String) throws(QAPIError) {
        let node = try node(name)
        guard seconds.count <= Backend.mostStatisticsIntervals, Set(seconds).count == seconds.count,
            seconds.allSatisfy({ (1...Int(UInt32.max)).contains($0) })
        else {
            throw QAPIError(
                "The intervals must be up to \(Backend.mostStatisticsIntervals) different numbers of seconds, each 1 to "
                    + "\(UInt32.max)", parameter: "stats-intervals")
        }
        node.accounting.setIntervals(seconds, control: control)
    }
}
