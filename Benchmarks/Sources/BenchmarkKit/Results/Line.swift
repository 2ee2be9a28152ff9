/// The line that is printed for a figure: `name value unit ratio goal pass|fail`.
public struct Line: Sendable {
    /// Whether the goal was met; `nil` where there is none.
    public var verdict: Goal.Verdict?
    /// The six words.
    public var words: [String]

    /// The line of a measured figure, held against its goal.
    public init(_ figure: Figure, goal: Goal?) {
        verdict = goal.map { $0.judge(figure) }
        words = [
            figure.name, Self.format(figure.value.median), figure.unit,
            figure.ratio.map { Self.format($0.median) } ?? "-", goal?.text ?? "-", verdict?.rawValue ?? "-",
        ]
    }

    /// The line of a goal whose figure is missing.
    public init(missing goal: Goal, verdict: Goal.Verdict) {
        self.verdict = verdict
        words = [goal.name, "-", goal.unit, "-", goal.text, verdict.rawValue]
    }

    /// The words in columns.
    public var text: String {
        let widths = [44, 10, 10, 7, 9, 0]
        return zip(words, widths).map { word, width in
            word + String(repeating: " ", count: max(width - word.count, 0))
        }.joined(separator: " ")
    }

    /// Three significant digits below a hundred, whole numbers above.
    public static func format(_ value: Double) -> String {
        let size = value.magnitude
        if value == value.rounded(), size < 1e15 { return String(Int(value)) }
        if size >= 100 { return String(Int(value.rounded())) }
        let decimals = size >= 10 ? 10.0 : size >= 0.1 ? 100.0 : 10000.0
        return String((value * decimals).rounded() / decimals)
    }
}
