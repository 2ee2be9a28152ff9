/// What one request costs in user space, counted exactly.
struct CountScenario: Scenario {
    /// Instructions.
    static let instructions = CountScenario(
        name: "instructions", summary: "user-space instructions per request, by callgrind", unit: "instr/op",
        counter: .instructions, within: { .instructions(within: $0) }, needs: "valgrind")
    /// Heap allocations.
    static let allocations = CountScenario(
        name: "allocations", summary: "heap allocations per request, by a counting allocator", unit: "alloc/op",
        counter: .allocations, needs: nil)

    var name: String
    var summary: String
    var unit: String
    var counter: Counter
    /// Counts only what happens inside the functions of that name; `nil` when that can't be told apart.
    var within: (@Sendable (_ functions: String) -> Counter)?
    /// A program without which nothing can be counted.
    var needs: String?

    var isExact: Bool { true }

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        if let needs, !Programs.exists(needs) {
            outcome.skipped.append(Skip(name: name, reason: "\(needs) is not installed"))
            return outcome
        }
        let cached = try BenchmarkFile.cached(in: session)
        let workloads = [
            ("nop", Workload(operation: .nop, depth: 32)),
            ("file", Workload(operation: .read, path: cached, depth: 32)),
        ]
        for (label, workload) in workloads {
            var yardstick: Double?
            // What happens inside of each library.
            var insides: [String: Double] = [:]
            let contenders = [OwnContender.cUring, .queue, .library, .gated].filter {
                !$0.lacking.contains(workload.operation)
            }
            for contender in contenders {
                let figure = "\(name).\(label).qd\(workload.depth).\(contender.name)"
                if let reason = contender.obstacle(to: workload) {
                    outcome.skipped.append(Skip(name: figure, reason: reason))
                    continue
                }
                session.log(figure)
                let value = try count(counter, contender, workload)
                // Division by the yardstick says nothing where that is zero.
                let ratio = yardstick.flatMap { $0 > 0 ? Spread(exact: value / $0) : nil }
                outcome.figures.append(
                    Figure(name: figure, value: Spread(exact: value), unit: unit, ratio: ratio))
                yardstick = yardstick ?? value
                if let entryPoints = contender.entryPoints, let within {
                    let inside = try count(within(entryPoints), contender, workload)
                    // A renamed symbol would otherwise meet every goal.
                    guard inside > 0 else { throw BenchmarkError("\(figure): nothing is named \(entryPoints)") }
                    outcome.figures.append(
                        Figure(name: "\(figure).library", value: Spread(exact: inside), unit: unit))
                    insides[contender.name] = inside
                }
            }
            for (own, other) in [(OwnContender.queue, OwnContender.library), (.library, .gated)] {
                guard let before = insides[own.name], let after = insides[other.name] else { continue }
                outcome.figures.append(
                    Figure(
                        name: "\(name).\(label).qd\(workload.depth).\(other.name).surplus",
                        value: Spread(exact: after - before), unit: unit))
            }
        }
        return outcome
    }

    private func count(_ counter: Counter, _ contender: OwnContender, _ workload: Workload) throws -> Double {
        try counter.perOperation(operations: 10_000) { operations in
            contender.program(workload, operations: operations)
        }
    }
}
