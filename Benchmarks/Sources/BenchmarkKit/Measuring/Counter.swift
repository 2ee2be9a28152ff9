import Glibc

/// Counts something of a process exactly, whatever the machine's load, per operation of its workload.
///
/// The process runs twice, with N and with 3N operations; the difference divided by 2N leaves out start and end.
struct Counter: Sendable {
    /// Runs a program and returns what it counted.
    var count: @Sendable (ChildProcess) throws -> Int

    /// What `program` counts per operation.
    func perOperation(operations: Int, _ program: (_ operations: Int) -> ChildProcess) throws -> Double {
        let small = try count(program(operations))
        let large = try count(program(3 * operations))
        return Double(large - small) / Double(2 * operations)
    }

    /// Instructions executed in user space, all libraries included, by callgrind.
    static let instructions = instructions(within: nil)

    /// Instructions executed between the call of a function and its return.
    ///
    /// - Parameter functions: The symbols of the functions, with `*` for any text; none may call another. `nil` counts
    ///   the whole process.
    static func instructions(within functions: String?) -> Counter {
        Counter { program in
            var counted = program
            counted.arguments =
                ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--error-exitcode=99"]
                + (functions.map { ["--toggle-collect=\($0)"] } ?? []) + program.arguments
            // Hash tables of Swift lay themselves out differently in each process otherwise.
            counted.environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
            let outcome = try counted.run()
            for line in outcome.errorOutput.split(separator: "\n") {
                guard let range = line.firstRange(of: "Collected : ") else { continue }
                if let count = Int(line[range.upperBound...].prefix { $0.isNumber }) { return count }
            }
            throw BenchmarkError("callgrind printed no count: \(outcome.errorOutput.suffix(500))")
        }
    }

    /// Heap allocations, by a library that stands before the C library's allocator.
    static let allocations = Counter { program in
        let report = "/tmp/holdfast-allocations.\(getpid())"
        defer { unlink(report) }
        var counted = program
        counted.environment["LD_PRELOAD"] = try Programs.counter()
        counted.environment["HOLDFAST_ALLOCATIONS"] = report
        _ = try counted.run()
        let fields = Fields(try TextFile.text(report))
        guard let count = fields["allocations"] else { throw BenchmarkError("\(report): no count of allocations") }
        return count
    }
}
