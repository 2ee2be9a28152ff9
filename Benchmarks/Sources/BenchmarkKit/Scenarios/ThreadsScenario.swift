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
                let (two, one) = ("\(contender)-2", "\(contender)-1")
                if let value = series.spread(of: two, { $0.rate / 1000 }) {
                    outcome.figures.append(
                        Figure(
                            name: "\(name).\(label).\(two)/\(one)", value: value, unit: "kIOPS",
                            ratio: series.ratio(of: two, to: one, \.rate)))
                }
                // Threads that get in each other's way spend more on a request, even where no second core is free.
                if let value = series.spread(of: two, \.cpuNanoseconds) {
                    outcome.figures.append(
                        Figure(
                            name: "\(name).\(label).\(two).cpu/\(one)", value: value, unit: "ns/op",
                            ratio: series.ratio(of: two, to: one, \.cpuNanoseconds)))
                }
            }
        }
        return outcome
    }
}
