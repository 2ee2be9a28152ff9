/// What one contender did in one run.
struct Sample: Sendable, Equatable {
    /// How many operations were done.
    var operations: Int
    /// How long they took on the clock.
    var seconds: Double
    /// Processor time spent, user and system.
    var cpuSeconds: Double

    /// Operations per second.
    var rate: Double { Double(operations) / max(seconds, 1e-9) }
    /// Nanoseconds on the clock per operation.
    var nanoseconds: Double { seconds * 1e9 / Double(max(operations, 1)) }
    /// Nanoseconds of processor time per operation.
    var cpuNanoseconds: Double { cpuSeconds * 1e9 / Double(max(operations, 1)) }
}
