public import Block
public import QAPI

extension BlockQueue {
    /// Attaches a node; it can't be removed until `detach(_:)`, or until the queue goes.
    ///
    /// - Throws: `QAPIError` when the node has been removed or the queue can't carry its requests.
    public func attach(_ node: Node) throws(QAPIError) -> NodeHandle {
        guard let attached = node.attached(by: "a queue") else {
            throw QAPIError("The node '\(node.name)' has been removed")
        }
        do throws(BlockError) {
            return try attach(attached)
        } catch {
            throw QAPIError(error)
        }
    }
}
