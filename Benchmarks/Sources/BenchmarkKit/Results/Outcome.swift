/// What a scenario brought.
public struct Outcome: Sendable, Equatable, Codable {
    /// What was measured.
    public var figures: [Figure] = []
    /// What was left out.
    public var skipped: [Skip] = []

    /// Creates an empty outcome.
    public init() {}

    mutating func append(_ other: Outcome) {
        figures += other.figures
        skipped += other.skipped
    }
}
