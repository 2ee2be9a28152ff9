/// A contender of this package: a program beside the runner that takes the common options and prints the common line.
struct OwnContender: Contender {
    var name: String
    /// The program's file name.
    var file: String
    /// Operations that it has not.
    var lacking: Set<Workload.Operation> = []
    /// The symbols by which its loop enters the library that it measures; none of them calls another.
    var entryPoints: String?
    /// Options beside those of the workload.
    var arguments: [String] = []
    /// It can't do anything but direct I/O.
    var needsDirect = false

    var leastOperations: Int { 1000 }

    func obstacle(to workload: Workload) -> String? {
        if lacking.contains(workload.operation) { return "has no operation \(workload.operation.rawValue)" }
        if needsDirect, !workload.direct { return "needs a file that bypasses the page cache" }
        return Programs.exists(Programs.path(of: file)) ? nil : "\(file) was not built"
    }

    func program(_ workload: Workload, operations: Int) -> ChildProcess {
        var arguments = [
            Programs.path(of: file), "--operation", workload.operation.rawValue, "--depth", "\(workload.depth)",
            "--operations", "\(max(operations / workload.threads, 1))", "--block-size", "\(workload.blockSize)",
            "--threads", "\(workload.threads)",
        ]
        if let path = workload.path { arguments += ["--path", path] }
        if let span = workload.span { arguments += ["--span", "\(span)"] }
        if workload.direct { arguments.append("--direct") }
        return ChildProcess(arguments: arguments + self.arguments)
    }

    func run(_ workload: Workload, operations: Int) throws -> Sample {
        try Self.sample(program(workload, operations: operations))
    }

    /// Runs a program that prints the common line.
    static func sample(_ program: ChildProcess) throws -> Sample {
        let fields = Fields(try program.run().output)
        guard let done = fields["operations"], let wall = fields["wall_ns"], let cpu = fields["cpu_ns"] else {
            throw BenchmarkError("\(program.command): printed no result")
        }
        return Sample(operations: done, seconds: Double(wall) / 1e9, cpuSeconds: Double(cpu) / 1e9)
    }
}
