/// The one value of the schema's `null`.
public struct QAPINull: QAPIValue, Hashable {
    /// Creates the null.
    public init() {}

    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        try visitor.null(name)
    }

    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.null(name)
    }
}
