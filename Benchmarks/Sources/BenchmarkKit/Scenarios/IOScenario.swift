/// Requests through different programs at several queue depths.
struct IOScenario: Scenario {
    /// What the requests go to.
    enum Target: Sendable {
        /// Nowhere.
        case nothing
        /// A device that takes everything and does nothing.
        case nullDevice
        /// A file in the page cache.
        case cachedFile
        /// A file past the page cache.
        case directFile
    }

    var name: String
    var summary: String
    var operation: Workload.Operation
    var target: Target
    /// Requests in flight; the quick run takes `quickDepths`.
    var depths = [1, 8, 32, 128]
    var quickDepths: [Int]
    /// The contenders in the order of a round; the quick run leaves out `thoroughOnly`.
    var contenders: [String]
    var thoroughOnly: Set<String> = []

    var isExact: Bool { false }

    /// What Holdfast brings; each is compared with all others.
    static let own: Set = ["queue", "queue-native", "queue-threads", "async"]

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        let (workload, obstacle) = try workload(in: session)
        if let obstacle {
            outcome.skipped.append(Skip(name: name, reason: obstacle))
            return outcome
        }
        let chosen = try contenders.filter { !session.quick || !thoroughOnly.contains($0) }
            .map(ContenderTable.contender)
        let able = chosen.filter { contender in
            guard let reason = contender.obstacle(to: workload) else { return true }
            outcome.skipped.append(Skip(name: "\(name).\(contender.name)", reason: reason))
            return false
        }
        for depth in session.quick ? quickDepths : depths {
            session.log("\(name) qd\(depth): \(able.map(\.name).joined(separator: " "))")
            var cell = workload
            cell.depth = depth
            let entrants = able.map { contender in
                Rounds.Entrant(name: contender.name, least: contender.leastOperations) { operations in
                    try contender.run(cell, operations: operations)
                }
            }
            let series = try session.plan.measure(entrants)
            outcome.figures += figures(series, case: "\(name).qd\(depth)", contenders: able.map(\.name))
        }
        return outcome
    }

    /// The figures of one queue depth: what each contender did, then how ours compare.
    private func figures(_ series: Series, case prefix: String, contenders: [String]) -> [Figure] {
        var figures: [Figure] = []
        for contender in contenders {
            if let rate = series.spread(of: contender, { $0.rate / 1000 }) {
                figures.append(Figure(name: "\(prefix).\(contender)", value: rate, unit: "kIOPS"))
            }
            if let cpu = series.spread(of: contender, \.cpuNanoseconds) {
                figures.append(Figure(name: "\(prefix).\(contender).cpu", value: cpu, unit: "ns/op"))
            }
        }
        for contender in contenders where Self.own.contains(contender) {
            for base in contenders where !Self.own.contains(base) {
                let rates = series.ratio(of: contender, to: base, \.rate)
                let cpus = series.ratio(of: contender, to: base, \.cpuNanoseconds)
                for (suffix, unit, ratio) in [("", "kIOPS", rates), (".cpu", "ns/op", cpus)] {
                    guard let own = figures.first(where: { $0.name == "\(prefix).\(contender)\(suffix)" }) else {
                        continue
                    }
                    figures.append(
                        Figure(
                            name: "\(prefix).\(contender)\(suffix)/\(base)", value: own.value, unit: unit, ratio: ratio)
                    )
                }
            }
        }
        return figures
    }

    private func workload(in session: Session) throws -> (Workload, obstacle: String?) {
        var workload = Workload(operation: operation, depth: 1)
        switch target {
        case .nothing: break
        case .nullDevice:
            workload.path = "/dev/null"
            workload.span = 1 << 30
        case .cachedFile: workload.path = try BenchmarkFile.cached(in: session)
        case .directFile:
            let path = try BenchmarkFile.direct(in: session)
            workload.path = path
            workload.direct = true
            return (workload, BenchmarkFile.obstacleToDirect(path))
        }
        return (workload, nil)
    }
}
