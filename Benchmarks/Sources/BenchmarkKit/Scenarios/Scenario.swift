/// One subject of measurement.
public protocol Scenario: Sendable {
    /// The first part of its figures' names.
    var name: String { get }
    /// What is measured, in a sentence.
    var summary: String { get }
    /// Whether its figures are exact, whatever else the machine does; such a scenario may gate continuous integration.
    var isExact: Bool { get }
    /// Measures.
    func measure(in session: Session) throws -> Outcome
}
