/// A thousand disks opened one after the other, each by its option string.
struct OpenScenario: Scenario {
    var name: String { "open" }
    var summary: String { "1,000 nodes opened by option strings, raw over file" }
    var isExact: Bool { false }

    private static let count = 1000

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        let file = Programs.path(of: "contender-open")
        guard Programs.exists(file) else {
            outcome.skipped.append(Skip(name: name, reason: "contender-open was not built"))
            return outcome
        }
        session.log(name)
        let folder = try BenchmarkFile.many(Self.count, in: session)
        let entrant = Rounds.Entrant(name: name, least: Self.count, most: Self.count) { operations in
            try OwnContender.sample(ChildProcess(arguments: [file, folder, "\(operations)"]))
        }
        let series = try session.plan.measure([entrant])
        if let value = series.spread(of: name, { $0.seconds * 1000 }) {
            outcome.figures.append(Figure(name: "\(name).nodes", value: value, unit: "ms"))
        }
        if let value = series.spread(of: name, { $0.cpuSeconds * 1000 }) {
            outcome.figures.append(Figure(name: "\(name).nodes.cpu", value: value, unit: "ms"))
        }
        return outcome
    }
}
