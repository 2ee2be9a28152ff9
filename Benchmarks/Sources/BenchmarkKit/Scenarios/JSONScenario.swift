/// JSON parsed into values by our parser, by our streaming parser, and by JSONDecoder into a type made for the document.
struct JSONScenario: Scenario {
    var name: String { "json" }
    var summary: String { "JSON parsed by Holdfast into values, against Foundation's JSONDecoder" }
    var isExact: Bool { false }

    static let documents = ["command", "array", "strings", "escapes", "numbers"]
    /// The contenders' names and what they are asked for.
    static let contenders = [("holdfast", "json"), ("stream", "stream"), ("decoder", "decoder")]

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        if let reason = ParseContender.obstacle {
            outcome.skipped.append(Skip(name: name, reason: reason))
            return outcome
        }
        for document in Self.documents {
            session.log("\(name) \(document): \(Self.contenders.map(\.0).joined(separator: " "))")
            let bytes = try ParseContender(subject: "json", document: document).bytes()
            let series = try session.plan.measure(
                Self.contenders.map { name, subject in
                    ParseContender(subject: subject, document: document).entrant(named: name)
                })
            // Parsing waits for nothing: processor time is the time that it takes, and other programs don't disturb it.
            let speed = { (sample: Sample) in bytes * 1000 / sample.cpuNanoseconds }
            for contender in Self.contenders.map(\.0) {
                guard let value = series.spread(of: contender, speed) else { continue }
                let figure = "\(name).\(document).\(contender)"
                outcome.figures.append(Figure(name: figure, value: value, unit: "MB/s"))
                guard contender != "decoder" else { continue }
                outcome.figures.append(
                    Figure(
                        name: "\(figure)/decoder", value: value, unit: "MB/s",
                        ratio: series.ratio(of: contender, to: "decoder", speed)))
            }
        }
        return outcome
    }
}
