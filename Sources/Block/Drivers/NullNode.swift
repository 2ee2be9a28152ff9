/// The `null-co` and `null-aio` drivers: every request succeeds and goes nowhere.
package final class NullNode: BottomDriver {
    package let name: String
    package let length: UInt64
    package let control = NodeControl()
    private let behaviour: NullBehaviour
    private let isReadOnly: Bool

    /// Makes a node of `size` bytes whose requests take `latency` nanoseconds.
    package init(
        name: String, size: UInt64 = 1 << 30, latency: UInt64 = 0, readsZeroes: Bool = true, isReadOnly: Bool = false
    ) {
        self.name = name
        length = size
        behaviour = NullBehaviour(latency: latency, readsZeroes: readsZeroes)
        self.isReadOnly = isReadOnly
    }

    package func lower(into plan: inout Plan) throws(BlockError) {
        plan.engine = .null
        plan.null = behaviour
        plan.limit = length
        plan.isReadOnly = isReadOnly
        plan.discards = true
    }
}
