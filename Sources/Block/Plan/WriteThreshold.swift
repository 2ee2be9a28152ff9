internal import Synchronization

/// Tells once when a write ends beyond an offset of a node; costs the others nothing.
///
/// What ends before the offset takes the fast path. The first request beyond it takes the slow one, disarms the threshold
/// and goes on like any other.
package final class WriteThreshold: Sendable {
    private let armed = Atomic<UInt64>(0)
    private let exceeded: @Sendable (_ threshold: UInt64, _ excess: UInt64) -> Void

    /// Begins disarmed; `exceeded` is called on the thread of the queue.
    package init(exceeded: @escaping @Sendable (_ threshold: UInt64, _ excess: UInt64) -> Void) {
        self.exceeded = exceeded
    }

    /// The offset; 0 when disarmed.
    package var offset: UInt64 { armed.load(ordering: .acquiring) }

    /// Arms it, or disarms it with 0; the plans have to be compiled again.
    package func set(_ offset: UInt64) { armed.store(offset, ordering: .releasing) }

    /// Watches the writes of a plan while it is armed.
    package func lower(into plan: inout Plan) {
        let offset = offset
        if offset > 0 { plan.watchWrites(by: self, beyond: offset) }
    }
}

extension WriteThreshold: RequestFilter {
    var seesReads: Bool { false }

    func examine(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict {
        switch request.operation {
        case .write, .writeZeroes, .copy: check(end: request.offset &+ request.length)
        case .read, .flush, .discard, .passThrough, .nop, .blockStatus: break
        }
        return .pass
    }

    func retry(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict { .pass }

    private func check(end: UInt64) {
        let offset = offset
        // Of several queues one tells of it.
        guard offset > 0, end > offset,
            armed.compareExchange(expected: offset, desired: 0, ordering: .acquiringAndReleasing).exchanged
        else { return }
        exceeded(offset, end - offset)
    }
}
