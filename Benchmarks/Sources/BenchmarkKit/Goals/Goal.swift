/// One promise about speed: a line of `goals.json`.
public struct Goal: Sendable, Equatable, Codable {
    /// Which side of the goal is good.
    public enum Comparison: String, Sendable, Codable {
        /// Small numbers are good.
        case atMost = "<="
        /// Large numbers are good.
        case atLeast = ">="
    }

    /// Which of a figure's numbers is held against the goal.
    public enum Subject: String, Sendable, Codable {
        /// The number itself.
        case value
        /// How it compares with the other contender.
        case ratio
    }

    /// Where the goal is enforced.
    public enum Gate: String, Sendable, Codable {
        /// In continuous integration: the figure is exact and does not depend on the machine's load.
        case ci
        /// By who runs the benchmarks and knows how quiet the machine is.
        case bench
    }

    /// What came out.
    public enum Verdict: String, Sendable {
        /// The goal is met.
        case pass
        /// The goal is missed.
        case fail
        /// There was nothing to compare.
        case skip
    }

    /// The figures that the goal is about; `*` stands for any text.
    public var name: String
    /// The figure's unit.
    public var unit: String
    /// Which side is good.
    public var comparison: Comparison
    /// The bound.
    public var goal: Double
    /// Whether the bound is for the number or for its ratio.
    public var of: Subject
    /// Where it is enforced.
    public var gate: Gate
    /// What is compared with what, in a sentence.
    public var compares: String

    /// The bound as printed: `<=250`, and with an `x` where it is for a ratio.
    public var text: String { comparison.rawValue + Line.format(goal) + (of == .ratio ? "x" : "") }

    /// Holds `figure` against the goal.
    public func judge(_ figure: Figure) -> Verdict {
        let number = of == .value ? figure.value.median : figure.ratio?.median
        guard let number else { return .skip }
        switch comparison {
        case .atMost: return number <= goal ? .pass : .fail
        case .atLeast: return number >= goal ? .pass : .fail
        }
    }

    /// Whether the goal is about the figure of that name.
    public func covers(_ figure: String) -> Bool { Pattern(name).matches(figure) }
}
