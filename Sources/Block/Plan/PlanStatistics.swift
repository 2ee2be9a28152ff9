/// The counters of one attachment of a node to a queue; lives as long as anybody reads them.
package final class PlanStatistics: Sendable {
    let block = StatisticsBlock.allocate()

    deinit { block.deallocate() }

    /// The figures now; any thread.
    package var current: Statistics { Statistics(block) }
}
