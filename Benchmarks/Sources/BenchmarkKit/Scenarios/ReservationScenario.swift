/// Reservations in software: what commands cost against what their commit can't do without, and whom a fence delays.
struct ReservationScenario: Scenario {
    var name: String { "reservations" }
    var summary: String { "software reservations: commands, fences, bystanders, against a bare write and fdatasync" }
    var isExact: Bool { false }

    private static let program = "contender-reserve"

    func measure(in session: Session) throws -> Outcome {
        var outcome = Outcome()
        guard Programs.exists(Programs.path(of: Self.program)) else {
            outcome.skipped.append(Skip(name: name, reason: "\(Self.program) was not built"))
            return outcome
        }
        session.log(name)
        let folder = try BenchmarkFile.folder("reservations", in: session)
        try measureCommands(folder, session, &outcome)
        for (kind, count) in [("flock", session.quick ? 50 : 300)] {
            let fields = try run("fence", kind, folder, count)
            for (field, unit) in [("fence_ns", "median"), ("fence_p99_ns", "p99"), ("excess_p99_ns", "excess")] {
                guard let value = fields[Substring(field)] else { continue }
                outcome.figures.append(
                    Figure(
                        name: "\(name).fence.\(kind).\(unit)", value: Spread(exact: Double(value) / 1000), unit: "us"))
            }
            // What a fence may take beside the longest request: one commit and a millisecond, each at its 99th percentile.
            if let excess = fields["excess_p99_ns"], let commit = fields["commit_p99_ns"] {
                outcome.figures.append(
                    Figure(
                        name: "\(name).fence.\(kind).allowance",
                        value: Spread(exact: Double(excess) / Double(commit + 1_000_000)), unit: "of it"))
            }
        }
        try measureBystanders(folder, session, &outcome)
        return outcome
    }

    private func run(_ subject: String, _ kind: String, _ folder: String, _ count: Int) throws -> Fields {
        Fields(
            try ChildProcess(arguments: [Programs.path(of: Self.program), subject, kind, folder, "\(count)"]).run()
                .output)
    }

    private func measureCommands(_ folder: String, _ session: Session, _ outcome: inout Outcome) throws {
        let subjects = [
            ("bare", "none"), ("out", "flock"), ("audited", "flock"), ("out", "sqlite"), ("audited", "sqlite"),
            ("in", "flock"),
        ]
        let entrants = subjects.map { subject, kind in
            Rounds.Entrant(name: kind == "none" ? subject : "\(subject).\(kind)", least: 10) { operations in
                try OwnContender.sample(
                    ChildProcess(
                        arguments: [Programs.path(of: Self.program), subject, kind, folder, "\(operations)"]))
            }
        }
        let series = try session.plan.measure(entrants)
        for entrant in entrants {
            guard let value = series.spread(of: entrant.name, { $0.nanoseconds / 1000 }) else { continue }
            outcome.figures.append(
                Figure(
                    name: "\(name).\(entrant.name)", value: value, unit: "us/op",
                    ratio: entrant.name.hasPrefix("out") || entrant.name.hasPrefix("audited")
                        ? series.ratio(of: entrant.name, to: "bare") { $0.nanoseconds } : nil))
        }
    }

    /// The 99.9th percentile of a bystander while others are fenced on its disk, against the same while they are on another
    /// one, and while nobody is; in turn.
    ///
    /// The first tells what fences do to bystanders, the second what their work for a processor does on a machine with few.
    private func measureBystanders(_ folder: String, _ session: Session, _ outcome: inout Outcome) throws {
        var values: [Double] = []
        var ratios: [String: [Double]] = [:]
        for _ in 0..<(session.rounds ?? (session.quick ? 2 : 7)) {
            let storm = try run("bystander", "flock", folder, session.quick ? 400 : 2000)
            guard let here = storm["p999_ns"] else { continue }
            values.append(Double(here) / 1000)
            for other in ["elsewhere", "calm"] {
                let fields = try run(other, "flock", folder, session.quick ? 400 : 2000)
                guard let value = fields["p999_ns"] else { continue }
                ratios[other, default: []].append(Double(here) / Double(value))
            }
        }
        guard let value = Spread(values) else { return }
        for other in ["elsewhere", "calm"] {
            let ratio = Spread(ratios[other] ?? [])
            outcome.figures.append(
                Figure(name: "\(name).bystander.p999.\(other)", value: value, unit: "us", ratio: ratio))
        }
    }
}
