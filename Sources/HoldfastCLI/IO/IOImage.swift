import Holdfast
import QAPI

/// The image that commands of `holdfast io` work on: a node on a queue of its own.
final class IOImage {
    let node: Node
    let queue: BlockQueue
    let handle: NodeHandle
    /// How it was opened; nil for nodes that were given by options, which can't be opened anew.
    let settings: ImageSettings?
    /// Every write is durable when it completes.
    let writesThrough: Bool

    init(_ node: Node, on backend: Backend, settings: ImageSettings?) throws(QAPIError) {
        self.node = node
        self.settings = settings
        writesThrough = settings.map { !$0.cache.writeback } ?? false
        queue = try backend.makeQueue()
        handle = try queue.attach(node, sharesWrites: true)
    }
}
