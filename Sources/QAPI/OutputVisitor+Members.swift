/// What the generated types write their members with.
extension OutputVisitor {
    /// Writes the mandatory member `name`, unless the compatibility policy hides its `features`.
    public mutating func required(
        _ value: some QAPIValue, _ name: String, features: QAPIFeatures = []
    ) throws(QAPIError) {
        if shows(features) { try value.visit(&self, name: name) }
    }

    /// Writes the optional member `name` if it is there, unless the compatibility policy hides its `features`.
    public mutating func optional(
        _ value: (some QAPIValue)?, _ name: String, features: QAPIFeatures = []
    ) throws(QAPIError) {
        guard let value, shows(features) else { return }
        try value.visit(&self, name: name)
    }

    /// Whether the compatibility policy lets a member or value with these features be shown.
    public func shows(_ features: QAPIFeatures) -> Bool {
        policy.shows(features)
    }
}
