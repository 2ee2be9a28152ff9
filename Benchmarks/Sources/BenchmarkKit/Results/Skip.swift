/// A contender or scenario that was left out.
public struct Skip: Sendable, Equatable, Codable {
    /// What was left out, as figures would name it.
    public var name: String
    /// Why.
    public var reason: String

    /// Creates a note.
    public init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }
}
