// The built-in types of the schema language, except the integers.

extension Bool: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.bool(name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.bool(self, name)
    }
}

extension String: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.string(name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.string(self, name)
    }
}

/// The schema's `number`.
extension Double: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.number(name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.number(self, name)
    }
}

/// An array of any schema type.
extension Array: QAPIValue where Element: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = []
        try visitor.startList(name)
        while try visitor.nextElement() {
            append(try Element(from: &visitor, name: nil))
        }
        try visitor.checkList()
        visitor.endList()
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.startList(name)
        for element in self { try element.visit(&visitor, name: nil) }
        visitor.endList()
    }
}
