/// QEMU's own schema through our checker and through QEMU's.
///
/// Both are whole processes that read, parse and check the schema and generate nothing.
struct SchemaScenario: Scenario {
    var name: String { "schema" }
    var summary: String { "QEMU's whole QAPI schema parsed and checked, against QEMU's own tool in Python" }
    var isExact: Bool { false }

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        guard let source = session.qemuSource else {
            outcome.skipped.append(Skip(name: name, reason: "there is no QEMU source tree; set HOLDFAST_QEMU_SOURCE"))
            return outcome
        }
        guard let tool = session.tool, Programs.exists(tool) else {
            outcome.skipped.append(Skip(name: name, reason: "the holdfast tool was not built; run make build"))
            return outcome
        }
        guard Programs.exists("python3") else {
            outcome.skipped.append(Skip(name: name, reason: "python3 is not installed"))
            return outcome
        }
        let schema = "\(source)/qapi/qapi-schema.json"
        let script = "from qapi.schema import QAPISchema; import sys; QAPISchema(sys.argv[1])"
        let contenders = [
            ("holdfast", ChildProcess(arguments: [tool, "schema", "check", schema])),
            (
                "python",
                ChildProcess(
                    arguments: ["python3", "-c", script, schema],
                    environment: ["PYTHONPATH": "\(source)/scripts"])
            ),
        ]
        session.log("\(name): \(contenders.map(\.0).joined(separator: " "))")
        let entrants = contenders.map { name, program in
            Rounds.Entrant(name: name, most: 1) { _ in
                let outcome = try program.run()
                return Sample(operations: 1, seconds: outcome.seconds, cpuSeconds: outcome.cpuSeconds)
            }
        }
        let series = try session.plan.measure(entrants)
        let clocks: [(suffix: String, milliseconds: (Sample) -> Double)] = [
            ("", { $0.seconds * 1000 }), (".cpu", { $0.cpuSeconds * 1000 }),
        ]
        for (suffix, milliseconds) in clocks {
            for contender in contenders.map(\.0) {
                guard let value = series.spread(of: contender, milliseconds) else { continue }
                outcome.figures.append(Figure(name: "\(name).check.\(contender)\(suffix)", value: value, unit: "ms"))
            }
            if let value = series.spread(of: "holdfast", milliseconds) {
                outcome.figures.append(
                    Figure(
                        name: "\(name).check.holdfast\(suffix)/python", value: value, unit: "ms",
                        ratio: series.ratio(of: "holdfast", to: "python", milliseconds)))
            }
        }
        return outcome
    }
}
