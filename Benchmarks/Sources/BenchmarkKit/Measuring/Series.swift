/// The samples of all contenders, one per round.
struct Series: Sendable {
    /// Samples in the order of the rounds, by the contender's name.
    var samples: [String: [Sample]]

    /// One property over the rounds of one contender.
    func spread(of name: String, _ property: (Sample) -> Double) -> Spread? {
        Spread((samples[name] ?? []).map(property))
    }

    /// One property of `name` divided by that of `base`, taken in each round.
    func ratio(of name: String, to base: String, _ property: (Sample) -> Double) -> Spread? {
        guard let own = samples[name], let other = samples[base] else { return nil }
        return Spread(zip(own, other).map { property($0) / property($1) })
    }
}
