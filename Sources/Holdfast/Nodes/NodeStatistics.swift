internal import Block
internal import Sys

/// The figures of one node: those of every plan that goes through it, now or before.
final class NodeStatistics: Sendable {
    private let plans = Locked(Plans())

    private struct Plans {
        var live: [ObjectIdentifier: Live] = [:]
        /// The sum of those that are gone.
        var ended = Statistics()
    }

    private struct Live {
        let statistics: PlanStatistics
        /// Where the plan's node begins in this one.
        let offset: UInt64

        var figures: Statistics { statistics.current.moved(by: offset) }
    }

    /// Counts a plan in.
    func add(_ statistics: PlanStatistics, offset: UInt64) {
        plans.withLock { $0.live[ObjectIdentifier(statistics)] = Live(statistics: statistics, offset: offset) }
    }

    /// Keeps the figures of a plan that has ended.
    func end(_ statistics: PlanStatistics) {
        plans.withLock { plans in
            guard let live = plans.live.removeValue(forKey: ObjectIdentifier(statistics)) else { return }
            plans.ended += live.figures
        }
    }

    /// The sum.
    var sum: Statistics {
        plans.withLock { plans in
            plans.live.values.reduce(into: plans.ended) { sum, live in sum += live.figures }
        }
    }
}
