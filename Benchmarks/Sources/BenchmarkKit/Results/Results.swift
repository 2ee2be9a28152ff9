/// Everything that one run brought; stored as JSON for `report` and `chart`.
public struct Results: Sendable, Equatable, Codable {
    /// What the numbers were measured on.
    public var machine: Machine
    /// The numbers of all scenarios.
    public var outcome: Outcome

    /// Creates results.
    public init(machine: Machine, outcome: Outcome) {
        self.machine = machine
        self.outcome = outcome
    }
}
