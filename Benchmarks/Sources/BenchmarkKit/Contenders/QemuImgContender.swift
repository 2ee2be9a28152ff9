import Synchronization

/// `qemu-img bench`: QEMU's own block layer with the raw driver over the file driver.
///
/// It can only step through the file; the step is odd and large, so that requests spread over it. The processor time that
/// it needs to start, measured once, is taken off.
struct QemuImgContender: Contender {
    /// On io_uring.
    static let uring = QemuImgContender(name: "qemu-img", engine: "io_uring")
    /// On Linux AIO.
    static let native = QemuImgContender(name: "qemu-img-aio", engine: "native")

    var name: String
    /// The value of its option -i.
    var engine: String

    /// It reports whole milliseconds, and stalls when asked for fewer requests than fit in flight.
    var leastOperations: Int { 2000 }

    func obstacle(to workload: Workload) -> String? {
        guard Programs.exists("qemu-img") else { return "qemu-img is not installed" }
        if workload.operation == .nop { return "has no operation nop" }
        if workload.threads > 1 { return "has one thread" }
        if workload.path?.hasPrefix("/dev/") == true { return "does not take a character device" }
        if engine == "native", !workload.direct { return "Linux AIO needs a direct file there" }
        return nil
    }

    func program(_ workload: Workload, operations: Int) -> ChildProcess {
        let write = workload.operation == .write ? ["-w"] : []
        return ChildProcess(
            arguments: [
                "qemu-img", "bench", "-f", "raw", "-t", workload.direct ? "none" : "writeback", "-i", engine,
                "-c", "\(operations)", "-d", "\(workload.depth)", "-s", "\(workload.blockSize)",
                "-S", "\(workload.blockSize * 7919)",
            ] + write + [workload.path ?? ""])
    }

    func run(_ workload: Workload, operations: Int) throws -> Sample {
        let outcome = try program(workload, operations: operations).run()
        // "Run completed in 1.234 seconds."
        guard let range = outcome.output.firstRange(of: "completed in "),
            let seconds = Double(outcome.output[range.upperBound...].prefix { $0.isNumber || $0 == "." })
        else { throw BenchmarkError("qemu-img bench printed no time: \(outcome.output)") }
        let start = try Self.startCost.value { try program(workload, operations: 1).run().cpuSeconds }
        return Sample(
            operations: operations, seconds: max(seconds, 0.001), cpuSeconds: max(outcome.cpuSeconds - start, 0))
    }

    private static let startCost = StartCost()

    /// The processor time of a run that does one request.
    private final class StartCost: Sendable {
        private let known = Mutex<Double?>(nil)

        func value(_ measure: () throws -> Double) rethrows -> Double {
            if let value = known.withLock({ $0 }) { return value }
            let value = Spread(try (0..<5).map { _ in try measure() })?.median ?? 0
            known.withLock { $0 = value }
            return value
        }
    }
}
