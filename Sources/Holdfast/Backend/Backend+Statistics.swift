internal import Block
public import QAPI

extension Backend {
    /// Asks for one `BlockWriteThresholdEvent` when a write ends beyond an offset of a node: `block-set-write-threshold`.
    ///
    /// The first write, zeroing or copy that does, to the node itself or to one above it, posts the event and disarms the
    /// threshold; who wants to hear of the next sets it again. 0 disarms it. Requests that end before the offset cost
    /// nothing more.
    ///
    /// - Throws: `QAPIError` when there is no such node.
    public func setWriteThreshold(_ threshold: UInt64, of name: String) throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in
            guard let shell = try graph.node(name).shell else { return }
            shell.threshold.set(threshold)
            shell.bottom.control.invalidatePlans()
        }
    }
}
