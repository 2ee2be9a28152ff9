// The integers of the schema language: all are fetched with 64 bits and then narrowed.

/// The schema's `int` and `int64`.
extension Int64: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.int64(name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.int64(self, name)
    }
}

extension Int32: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.narrow(visitor.int64(name), name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.int64(Int64(self), name)
    }
}

extension Int16: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.narrow(visitor.int64(name), name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.int64(Int64(self), name)
    }
}

extension Int8: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.narrow(visitor.int64(name), name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.int64(Int64(self), name)
    }
}

/// The schema's `uint64`; a `size` is a ``ByteSize``.
extension UInt64: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.uint64(name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.uint64(self, name)
    }
}

extension UInt32: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.narrow(visitor.uint64(name), name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.uint64(UInt64(self), name)
    }
}

extension UInt16: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.narrow(visitor.uint64(name), name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.uint64(UInt64(self), name)
    }
}

extension UInt8: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.narrow(visitor.uint64(name), name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.uint64(UInt64(self), name)
    }
}
