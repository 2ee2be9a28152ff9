/// The counters of one attachment of a node to a queue; lives as long as anybody reads them.
package final class PlanStatistics: Sendable {
    let block = StatisticsBlock.allocate()

    package init() {}

    deinit { block.deallocate() }

    /// The figures now; any thread.
    package var current: Statistics { Statistics(block) }

    /// Counts one request, for tests of what reads these figures.
    package func count(_ operation: Operation, bytes: UInt64 = 0, nanoseconds: UInt64) {
        block.succeeded(operation.rawValue, bytes: bytes, nanoseconds: nanoseconds)
    }
}
