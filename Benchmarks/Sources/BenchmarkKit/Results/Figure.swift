/// One measured number, as it is printed and stored.
public struct Figure: Sendable, Equatable, Codable {
    /// What was measured: `scenario.case.contender`, then `.cpu` for processor time, then `/other` where it is compared.
    public var name: String
    /// The number.
    public var value: Spread
    /// The number's unit.
    public var unit: String
    /// The number divided by the other contender's, paired by rounds.
    public var ratio: Spread?

    /// Creates a figure.
    public init(name: String, value: Spread, unit: String, ratio: Spread? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
        self.ratio = ratio
    }
}
