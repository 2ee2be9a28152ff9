internal import Block
internal import BlockSchema
internal import QAPI

/// The `null-co` and `null-aio` drivers: every request succeeds and goes nowhere.
enum NullDriver {
    static func open(_ options: BlockdevOptionsNull, _ opening: inout NodeOpening) throws(QAPIError) -> OpenedNode {
        let node = NullNode(
            name: opening.name, size: try NodeOpening.size(options.size, opening.parameter("size")) ?? 1 << 30,
            latency: options.latencyNs ?? 0, readsZeroes: options.readZeroes ?? true,
            isReadOnly: opening.common.readOnly)
        return OpenedNode(
            block: node,
            engine: Node.Engine(name: "none", reason: "the driver answers by itself"),
            alignment: Node.Alignment(request: 1, memory: 1), filename: nil)
    }
}
