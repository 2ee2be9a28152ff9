import FoundationEssentials

/// fio on io_uring in its fastest settings: registered files and buffers, batches both ways, no latency statistics, the
/// same random blocks in each run.
struct FioContender: Contender {
    var name: String { "fio" }
    /// fio reports whole milliseconds.
    var leastOperations: Int { 5000 }

    func obstacle(to workload: Workload) -> String? {
        if workload.operation == .nop { return "has no operation nop on io_uring" }
        return Programs.exists("fio") ? nil : "fio is not installed"
    }

    func program(_ workload: Workload, operations: Int) -> ChildProcess {
        let size = workload.span.map { ["--size=\($0)"] } ?? []
        return ChildProcess(
            arguments: [
                "fio", "--name=holdfast", "--filename=\(workload.path ?? "")",
                "--rw=\(workload.operation == .write ? "randwrite" : "randread")", "--bs=\(workload.blockSize)",
                "--ioengine=io_uring", "--registerfiles", "--fixedbufs", "--iodepth=\(workload.depth)",
                "--iodepth_batch_submit=\(workload.depth)", "--iodepth_batch_complete_min=1",
                "--iodepth_batch_complete_max=\(workload.depth)", "--direct=\(workload.direct ? 1 : 0)",
                "--io_size=\(operations / workload.threads * workload.blockSize)", "--numjobs=\(workload.threads)",
                "--thread", "--group_reporting", "--norandommap", "--randrepeat=1", "--allrandrepeat=1",
                "--gtod_reduce=1", "--invalidate=0", "--output-format=json",
            ] + size)
    }

    func run(_ workload: Workload, operations: Int) throws -> Sample {
        let program = program(workload, operations: operations)
        let output = try program.run().output
        // Notes may stand before the report.
        guard let start = output.firstIndex(of: "{"),
            let report = try? JSONDecoder().decode(Report.self, from: Data(output[start...].utf8)),
            let job = report.jobs.first
        else { throw BenchmarkError("\(program.command): printed no report") }
        let side = workload.operation == .write ? job.write : job.read
        let seconds = side.runtime / 1000
        return Sample(
            operations: side.total_ios, seconds: seconds,
            cpuSeconds: (job.usr_cpu + job.sys_cpu) / 100 * job.job_runtime / 1000)
    }

    private struct Report: Decodable {
        // swift-format-ignore: AlwaysUseLowerCamelCase
        struct Side: Decodable {
            var total_ios: Int
            var runtime: Double
        }
        // swift-format-ignore: AlwaysUseLowerCamelCase
        struct Job: Decodable {
            var read: Side
            var write: Side
            var usr_cpu: Double
            var sys_cpu: Double
            var job_runtime: Double
        }
        var jobs: [Job]
    }
}
