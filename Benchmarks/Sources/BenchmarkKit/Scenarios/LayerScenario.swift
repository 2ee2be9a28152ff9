/// What each layer between a program and the kernel costs, in instructions per request inside of the library.
struct LayerScenario: Scenario {
    let name = "layers"
    let summary = "user-space instructions per request of each layer and engine, by callgrind"
    let isExact = true

    /// One line: what it is called, the queue's contender, and its work.
    private struct Line {
        var label: String
        var contender: OwnContender
        var workload: Workload
    }

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        guard Programs.exists("valgrind") else {
            outcome.skipped.append(Skip(name: name, reason: "valgrind is not installed"))
            return outcome
        }
        for line in try lines(in: session) {
            let figure = "\(name).\(line.label)"
            guard let entryPoints = line.contender.entryPoints else { continue }
            if let reason = line.contender.obstacle(to: line.workload) {
                outcome.skipped.append(Skip(name: figure, reason: reason))
                continue
            }
            session.log(figure)
            let value = try Counter.instructions(within: entryPoints).perOperation(operations: 4000) { operations in
                line.contender.program(line.workload, operations: operations)
            }
            guard value > 0 else { throw BenchmarkError("\(figure): nothing is named \(entryPoints)") }
            outcome.figures.append(Figure(name: figure, value: Spread(exact: value), unit: "instr/op"))
        }
        return outcome
    }

    private func lines(in session: Session) throws -> [Line] {
        let cached = Workload(operation: .read, path: try BenchmarkFile.cached(in: session), depth: 32)
        var write = Workload(operation: .write, path: "/dev/null", depth: 32)
        write.span = 1 << 30
        var direct = Workload(operation: .read, path: try BenchmarkFile.direct(in: session), depth: 32)
        direct.direct = true
        // In memory nothing waits: no worker comes into it, whom valgrind would make take turns.
        let inMemory = Workload(operation: .read, path: try BenchmarkFile.inMemory(in: session), depth: 32)
        return [
            Line(label: "file", contender: .holdfast("file", ["--layer", "file"]), workload: cached),
            Line(label: "raw", contender: .queue, workload: cached),
            Line(label: "raw-raw", contender: .holdfast("raw-raw", ["--layer", "raw-raw"]), workload: cached),
            Line(label: "window", contender: .holdfast("window", ["--layer", "window"]), workload: cached),
            Line(label: "write", contender: .queue, workload: write),
            Line(label: "durable-write", contender: .holdfast("durable", ["--durable"]), workload: write),
            Line(label: "native", contender: .queueNative, workload: direct),
            Line(label: "threads", contender: .queueThreads, workload: inMemory),
        ]
    }
}
