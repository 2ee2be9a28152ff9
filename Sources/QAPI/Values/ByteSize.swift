/// A size in bytes, the schema's `size`: option strings may write it with a suffix, `10G`.
public struct ByteSize: QAPIValue, Hashable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The number of bytes.
    public var bytes: UInt64

    /// Creates a size.
    public init(_ bytes: UInt64) { self.bytes = bytes }

    /// Creates the value of a literal.
    public init(integerLiteral value: UInt64) { bytes = value }

    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        bytes = try visitor.size(name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.size(bytes, name)
    }

    /// Whether the first is smaller.
    public static func < (left: ByteSize, right: ByteSize) -> Bool { left.bytes < right.bytes }

    /// The value as text.
    public var description: String { String(bytes) }
}
