/// Two threads with a queue each against one.
struct ThreadsScenario: Scenario {
    var name: String { "threads" }
    var summary: String { "two threads with a queue each against one, 32 in flight each" }
    var isExact: Bool { false }

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        let cached = try BenchmarkFile.cached(in: session)
        let workloads = [
            ("nop", Workload(operation: .nop, depth: 32)),
            ("cached-read", Workload(operation: .read, path: cached, depth: 32)),
        ]
        for (label, workload) in session.quick ? Array(workloads.suffix(1)) : workloads {
            let able = try ["c-uring", "queue"].map(ContenderTable.contender).filter { contender in
                guard let reason = contender.obstacle(to: workload) else { return true }
                outcome.skipped.append(Skip(name: "\(name).\(label).\(contender.name)", reason: reason))
                return false
            }
            session.log("\(name) \(label): \(able.map(\.name).joined(separator: " "))")
            let entrants = able.flatMap { contender in
                [1, 2].map { threads in
                    var cell = workload
                    cell.threads = threads
                    return Rounds.Entrant(name: "\(contender.name)-\(threads)", least: 1000) { operations in
                        try contender.run(cell, operations: operations)
                    }
                }
            }
            let series = try session.plan.measure(entrants)
            for contender in able.map(\.name) {
                guard let value = series.spread(of: "\(contender)-2", { $0.rate / 1000 }) else { continue }
                outcome.figures.append(
                    Figure(
                        name: "\(name).\(label).\(contender)-2/\(contender)-1", value: value, unit: "kIOPS",
                        ratio: series.ratio(of: "\(contender)-2", to: "\(contender)-1", \.rate)))
            }
        }
        return outcome
    }
}
