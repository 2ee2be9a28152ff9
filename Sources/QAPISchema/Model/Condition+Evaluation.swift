extension Condition {
    /// Whether the condition holds when `symbols` are defined and no others.
    public func holds(defining symbols: Set<String>) -> Bool {
        switch self {
        case .symbol(let name): symbols.contains(name)
        case .all(let conditions): conditions.allSatisfy { $0.holds(defining: symbols) }
        case .any(let conditions): conditions.contains { $0.holds(defining: symbols) }
        case .not(let condition): !condition.holds(defining: symbols)
        }
    }

    /// The condition in words: `A and (B or not C)`.
    public var text: String { words(inner: false) }

    private func words(inner: Bool) -> String {
        let text: String
        switch self {
        case .symbol(let name): return name
        case .not(let condition): return "not " + condition.words(inner: true)
        case .all(let conditions): text = conditions.map { $0.words(inner: true) }.joined(separator: " and ")
        case .any(let conditions): text = conditions.map { $0.words(inner: true) }.joined(separator: " or ")
        }
        return inner ? "(\(text))" : text
    }
}

extension Optional<Condition> {
    /// Whether there is no condition, or it holds when `symbols` are defined and no others.
    func holds(defining symbols: Set<String>) -> Bool { self?.holds(defining: symbols) ?? true }
}
