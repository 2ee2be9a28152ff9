public import JSON

/// The schema's `any`.
extension JSONValue: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self = try visitor.any(name)
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.any(self, name)
    }
}

/// An object whose members no schema describes: the arguments of a command that checks them itself.
extension JSONObject: QAPIValue {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        let value = try visitor.any(name)
        guard case .object(let object) = value else {
            throw .wrongKind(visitor.path(name), expected: "an object", found: AlternateKind(value))
        }
        self = object
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.any(.object(self), name)
    }
}
