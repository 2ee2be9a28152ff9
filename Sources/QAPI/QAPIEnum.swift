/// An enumeration of a schema; the raw value is the name in the schema.
public protocol QAPIEnum: QAPIValue, RawRepresentable, CaseIterable, Hashable where RawValue == String {
    /// The enumeration's name in the schema.
    static var typeName: String { get }
    /// The special features of this value.
    var features: QAPIFeatures { get }
    /// What a user should know about a name that is no value here, such as a driver that QEMU has and this build
    /// has not; `nil` when there is nothing to say.
    static func explain(unknown name: String) -> String?
}

extension QAPIEnum {
    /// The special features of this value.
    public var features: QAPIFeatures { [] }

    /// What a user should know about a name that is no value here.
    public static func explain(unknown name: String) -> String? { nil }

    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        let text = try visitor.string(name)
        guard let value = Self(rawValue: text) else {
            throw .unknownValue(
                visitor.path(name), value: text, accepted: Self.allCases.map(\.rawValue),
                explanation: Self.explain(unknown: text))
        }
        let features = value.features
        if !features.isEmpty { try visitor.policy.admit(value: text, of: visitor.path(name), features: features) }
        self = value
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.string(rawValue, name)
    }
}
