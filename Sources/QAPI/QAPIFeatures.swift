/// The special features that a compatibility policy looks at.
public struct QAPIFeatures: OptionSet, Sendable, Hashable {
    /// The set as bits.
    public let rawValue: UInt8

    /// Creates a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Will go away; `deprecated` in the schema.
    public static let deprecated = QAPIFeatures(rawValue: 1)
    /// May change without notice; `unstable` in the schema.
    public static let unstable = QAPIFeatures(rawValue: 2)
}
