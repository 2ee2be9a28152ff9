import FoundationEssentials
import JSON

/// JSON parsed into values by our parser, by our streaming parser, and by JSONDecoder into a type made for the document.
struct JSONScenario: Scenario {
    var name: String { "json" }
    var summary: String { "JSON parsed by Holdfast into values, against Foundation's JSONDecoder" }
    var isExact: Bool { false }

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        for document in JSONDocument.all {
            let bytes = Array(document.text.utf8)
            session.log("\(name) \(document.name), \(bytes.count) bytes: \(Self.contenders.joined(separator: " "))")
            let series = try session.plan.measure(Self.entrants(document, bytes))
            let figure = "\(name).\(document.name)"
            let speed = { (sample: Sample) in sample.rate * Double(bytes.count) / 1e6 }
            for contender in Self.contenders {
                guard let value = series.spread(of: contender, speed) else { continue }
                outcome.figures.append(Figure(name: "\(figure).\(contender)", value: value, unit: "MB/s"))
                guard contender != "decoder" else { continue }
                outcome.figures.append(
                    Figure(
                        name: "\(figure).\(contender)/decoder", value: value, unit: "MB/s",
                        ratio: series.ratio(of: contender, to: "decoder", \.rate)))
            }
        }
        return outcome
    }

    private static let contenders = ["holdfast", "stream", "decoder"]

    private static func entrants(_ document: JSONDocument, _ bytes: [UInt8]) -> [Rounds.Entrant] {
        let data = Data(bytes)
        let decoder = JSONDecoder()
        return [
            Rounds.Entrant(name: "holdfast") { operations in
                try sample(operations: operations) {
                    for _ in 0..<operations { _ = try JSONParser.parse(bytes) }
                }
            },
            Rounds.Entrant(name: "stream") { operations in
                try sample(operations: operations) {
                    var parser = JSONStreamParser()
                    for _ in 0..<operations {
                        guard case .value = parser.feed(bytes).first else {
                            throw BenchmarkError("the streaming parser did not give one message for one document")
                        }
                    }
                }
            },
            Rounds.Entrant(name: "decoder") { operations in
                try sample(operations: operations) {
                    for _ in 0..<operations { try document.decode(decoder, data) }
                }
            },
        ]
    }
}
