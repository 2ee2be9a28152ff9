internal import Block
internal import QAPI
internal import Sys

/// Holds the requests of several nodes up while something is changed.
enum GraphDrain {
    /// Runs `body` while no request of any queue is under way at these nodes; all plans are compiled again afterwards.
    ///
    /// Drains nest: a node that is drained already stays so. New requests wait, whatever node of the chain they go to:
    /// the end of a chain is drained for all above it.
    ///
    /// - Throws: `QAPIError` when requests don't end in time, because their queue isn't polled or their device hangs.
    static func run(
        _ ends: [any BottomDriver], _ body: () throws(QAPIError) -> Void
    ) throws(QAPIError) {
        var drained: [any BottomDriver] = []
        defer {
            for end in drained {
                end.control.invalidatePlans()
                end.control.endDrain()
            }
        }
        // All begin before the first is waited for: none fills up while another one empties.
        for end in ends where !drained.contains(where: { $0 === end }) {
            end.control.beginDrain()
            drained.append(end)
        }
        let deadline = System.monotonicNanoseconds &+ Backend.drainLimit
        for end in drained {
            let now = System.monotonicNanoseconds
            guard end.control.waitDrained(timeoutNanoseconds: deadline > now ? deadline - now : 0) else {
                throw QAPIError(
                    "The node '\(end.name)' has requests in flight that don't end",
                    hint: "The queues of these requests must be polled.", errorNumber: Errno.busy.rawValue)
            }
        }
        try body()
    }
}
