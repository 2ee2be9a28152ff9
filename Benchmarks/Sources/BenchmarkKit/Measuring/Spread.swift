/// The middle and the extremes of some measurements.
public struct Spread: Sendable, Equatable, Codable {
    /// The median.
    public var median: Double
    /// The smallest value.
    public var low: Double
    /// The largest value.
    public var high: Double

    /// The spread of `values`; `nil` when there are none.
    public init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let low = sorted.first, let high = sorted.last else { return nil }
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        self.low = low
        self.high = high
    }

    /// The spread of one value that does not vary.
    public init(exact value: Double) {
        median = value
        low = value
        high = value
    }
}
