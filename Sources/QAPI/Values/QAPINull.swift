/// The one value of the schema's `null`.
public struct QAPINull: QAPIValue, Hashable {
    /// Creates the null.
    public init() {}

    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        try visitor.null(name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.null(name)
    }
}
