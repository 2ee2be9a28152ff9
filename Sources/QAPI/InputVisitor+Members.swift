/// What the generated types read their members with.
extension InputVisitor {
    /// Reads the mandatory member `name`; its `features` are those of the schema.
    public mutating func required<Value: QAPIValue>(
        _ name: String, as type: Value.Type = Value.self, features: QAPIFeatures = []
    ) throws(QAPIError) -> Value {
        if !features.isEmpty, isPresent(name) { try admit(name, features: features) }
        return try Value(from: &self, name: name)
    }

    /// Reads the optional member `name`, `nil` when it is not there; its `features` are those of the schema.
    public mutating func optional<Value: QAPIValue>(
        _ name: String, as type: Value.Type = Value.self, features: QAPIFeatures = []
    ) throws(QAPIError) -> Value? {
        guard isPresent(name) else { return nil }
        try admit(name, features: features)
        return try Value(from: &self, name: name)
    }

    /// Applies the compatibility policy to the member `name`, which is there.
    public func admit(_ name: String?, features: QAPIFeatures) throws(QAPIError) {
        if !features.isEmpty { try policy.admit(path(name), features: features) }
    }

    /// The error for an alternate of the schema type `typeName` none of whose branches takes a value of this `kind`.
    public func noBranch(
        for kind: AlternateKind, _ name: String?, of typeName: String, accepting kinds: [AlternateKind]
    ) -> QAPIError {
        var error = QAPIError.wrongKind(path(name), expected: "a \(typeName)", found: kind)
        error.hint = "A \(typeName) is \(kinds.map(\.noun).joined(separator: " or "))."
        return error
    }

    /// Narrows a 64-bit integer that was just read as `name`.
    func narrow<Wide: FixedWidthInteger, Narrow: FixedWidthInteger>(
        _ value: Wide, _ name: String?
    ) throws(QAPIError) -> Narrow {
        guard let result = Narrow(exactly: value) else {
            throw .invalidValue(path(name), expected: "an integer from \(Narrow.min) to \(Narrow.max)")
        }
        return result
    }
}
