public import BlockSchema

extension Node {
    /// What there is to know about the node as an image, with the nodes below: what `holdfast img info` shows.
    public var information: BlockGraphInfo {
        BlockGraphInfo(
            filename: filename ?? "\(driver)://", format: driver, dirtyFlag: false,
            actualSize: allocatedSize.map { Int64(clamping: $0) }, virtualSize: Int64(clamping: length),
            children: children.map { BlockChildInfo(name: $0.role, info: $0.node.information) })
    }
}
