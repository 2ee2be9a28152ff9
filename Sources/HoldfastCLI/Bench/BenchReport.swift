import JSON

/// What `holdfast bench` prints.
struct BenchReport {
    let plan: BenchPlan
    let run: BenchRun

    private static let quantiles: [(name: String, share: Double)] = [
        ("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999),
    ]

    /// What is about to happen.
    static func announcement(_ plan: BenchPlan) -> String {
        let verb = plan.writes ? "writes" : "reads"
        let order = plan.isRandom ? "at random places" : "in steps of \(Figures.bytes(Double(plan.step)))"
        return "Sending \(plan.count) \(verb) of \(Figures.bytes(Double(plan.size))), \(plan.depth) at a time, \(order)"
    }

    private var operationsPerSecond: Double { run.seconds > 0 ? Double(plan.count) / run.seconds : 0 }
    private var bytesPerSecond: Double { operationsPerSecond * Double(plan.size) }
    private var processorPerOperation: Double { run.processorSeconds * 1e6 / Double(max(plan.count, 1)) }

    /// For people.
    var text: String {
        let quantiles = Self.quantiles.map { "\($0.name) \(Self.microseconds(run.latencies.quantile($0.share)))" }
        return """
            Run completed in \(Figures.fixed(run.seconds, 3)) seconds
            \(Figures.fixed(operationsPerSecond, 0)) requests/s, \(Figures.bytes(bytesPerSecond))/s, \
            \(Figures.fixed(processorPerOperation, 2)) µs of processor time a request
            latency: mean \(Figures.fixed(run.latencies.mean / 1000, 1)) µs, \(quantiles.joined(separator: ", ")), \
            max \(Self.microseconds(run.latencies.maximum))
            """
    }

    private static func microseconds(_ nanoseconds: UInt64) -> String {
        "\(Figures.fixed(Double(nanoseconds) / 1000, 1)) µs"
    }

    /// For programs; latencies are in nanoseconds.
    var json: JSONObject {
        var latency: JSONObject = [
            "min": .uint(plan.count > 0 ? run.latencies.minimum : 0), "mean": .double(run.latencies.mean),
            "max": .uint(run.latencies.maximum),
        ]
        for quantile in Self.quantiles {
            latency[quantile.name] = .uint(run.latencies.quantile(quantile.share))
        }
        return [
            "operation": .string(plan.writes ? "write" : "read"), "random": .bool(plan.isRandom),
            "count": .uint(plan.count), "depth": .int(Int64(plan.depth)), "size": .uint(plan.size),
            "seconds": .double(run.seconds), "processor-seconds": .double(run.processorSeconds),
            "iops": .double(operationsPerSecond), "bytes-per-second": .double(bytesPerSecond),
            "latency-ns": .object(latency),
        ]
    }
}
