/// Processor time per request of each contender at each queue depth, as a picture.
///
/// Not requests per second: those say more about what else the machine did.
public struct BarChart: Sendable {
    private struct Bar {
        var contender: String
        var cost: Spread
    }
    private struct Group {
        var label: String
        var bars: [Bar]
    }

    private var title: String
    private var note: String
    private var groups: [Group]

    /// The chart of one scenario; `nil` when the results have no figures of it.
    public init?(results: Results, scenario: String) {
        var groups: [Group] = []
        for figure in results.outcome.figures where figure.unit == "ns/op" && !figure.name.contains("/") {
            let parts = figure.name.split(separator: ".")
            guard parts.count == 4, parts[0] == scenario, parts[1].hasPrefix("qd") else { continue }
            let label = "QD \(parts[1].dropFirst(2))"
            if groups.last?.label != label { groups.append(Group(label: label, bars: [])) }
            groups[groups.count - 1].bars.append(Bar(contender: String(parts[2]), cost: figure.value))
        }
        guard !groups.isEmpty else { return nil }
        self.groups = groups
        title = ScenarioTable.all.first { $0.name == scenario }?.summary ?? scenario
        note = "processor time per request in ns, median and range: less is better; \(results.machine.processor)"
    }

    /// The picture.
    public var svg: String {
        let (left, width, row, gap) = (110.0, 520.0, 18.0, 14.0)
        let most = groups.flatMap(\.bars).map(\.cost.high).max() ?? 1
        func x(_ cost: Double) -> String { Self.number(left + cost / max(most, 1e-9) * width) }
        var y = 62.0
        var body: [String] = []
        for group in groups {
            body.append(Self.text(4, y + 13, group.label, "font-weight=\"bold\""))
            for bar in group.bars {
                let middle = Self.number(y + row / 2 - 2)
                let own = IOScenario.own.contains(bar.contender)
                let length = Self.number(bar.cost.median / max(most, 1e-9) * width)
                body.append(
                    "<rect x=\"\(Self.number(left))\" y=\"\(Self.number(y))\" width=\"\(length)\" "
                        + "height=\"\(Self.number(row - 4))\" fill=\"\(own ? "#d9622b" : "#8a9bab")\"/>")
                body.append(
                    "<path d=\"M\(x(bar.cost.low)) \(middle)H\(x(bar.cost.high))\" stroke=\"#333\" stroke-width=\"1\"/>"
                )
                body.append(Self.text(left - 6, y + 11, bar.contender, "text-anchor=\"end\""))
                body.append(Self.text(left + width + 8, y + 11, Line.format(bar.cost.median.rounded())))
                y += row
            }
            y += gap
        }
        let size = "width=\"700\" height=\"\(Self.number(y))\" viewBox=\"0 0 700 \(Self.number(y))\""
        let head = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) font-family=\"sans-serif\" font-size=\"11\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
            Self.text(14, 24, title, "font-size=\"15\""), Self.text(14, 42, note, "fill=\"#555\""),
        ]
        return (head + body + ["</svg>", ""]).joined(separator: "\n")
    }

    private static func text(_ x: Double, _ y: Double, _ text: String, _ attributes: String = "") -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            default: escaped.append(character)
            }
        }
        return "<text x=\"\(number(x))\" y=\"\(number(y))\" \(attributes)>\(escaped)</text>"
    }

    private static func number(_ value: Double) -> String { Line.format((value * 10).rounded() / 10) }
}
