public import Block
public import QAPI

extension BlockQueue {
    /// Attaches a node; it can't be removed until `detach(_:)`, or until the queue goes.
    ///
    /// Its user needs `consistent-read`, and `write` unless the access is read-only; others may not write meanwhile,
    /// neither here nor, by the image locks, in other processes. `sharesWrites` lets them (the property `share-rw` of
    /// QEMU's devices): for guests that coordinate their writes by themselves. Queues that name the same device are one
    /// user together.
    ///
    /// - Throws: `QAPIError` when the node has been removed, another user excludes this one (both are named), the file
    ///   can't be opened for writing, or the queue can't carry the requests.
    public func attach(
        _ node: Node, access: NodeAccess = .automatic, sharesWrites: Bool = false, for device: String? = nil
    ) throws(QAPIError) -> NodeHandle {
        let attached = try node.attached(access: access, sharesWrites: sharesWrites, device: device)
        do throws(BlockError) {
            return try attach(attached)
        } catch {
            throw QAPIError(error)
        }
    }
}
