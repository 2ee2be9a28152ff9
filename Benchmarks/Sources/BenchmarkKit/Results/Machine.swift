import Glibc

/// What the numbers were measured on.
public struct Machine: Sendable, Equatable, Codable {
    /// The processor's name and how many cores are there.
    public var processor: String
    /// The kernel's release.
    public var kernel: String
    /// The file system that holds the benchmark files.
    public var storage: String
    /// The load of the last minute when the run started.
    public var load: String
    /// The programs that were compared with.
    public var programs: [String]
    /// The day of the run.
    public var date: String

    /// Describes this machine; `directory` holds the benchmark files.
    public init(directory: String) {
        let cpu = (try? TextFile.text("/proc/cpuinfo")) ?? ""
        let model = cpu.split(separator: "\n").first { $0.hasPrefix("model name") }
            .flatMap { $0.split(separator: ":").last.map { $0.drop { $0 == " " } } }
        processor = "\(model ?? "unknown"), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores"
        kernel = ((try? TextFile.text("/proc/sys/kernel/osrelease")) ?? "unknown").filter { $0 != "\n" }
        storage = Self.storage(of: directory)
        load = String(((try? TextFile.text("/proc/loadavg")) ?? "unknown").prefix { $0 != " " })
        let versions = [["fio", "--version"], ["qemu-img", "--version"], ["valgrind", "--version"]]
        programs = versions.compactMap { command in
            guard let outcome = try? ChildProcess(arguments: command).run() else { return nil }
            return outcome.output.split(separator: "\n").first.map(String.init)
        }
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        let month = parts.tm_mon + 1
        date =
            "\(parts.tm_year + 1900)-\(month < 10 ? "0" : "")\(month)-\(parts.tm_mday < 10 ? "0" : "")\(parts.tm_mday)"
    }

    /// The type of the file system that holds `path`, and its device.
    static func storage(of path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { return "unknown" }
        // The layout of makedev(3).
        let device = UInt64(status.st_dev)
        let major = (device >> 8) & 0xfff | (device >> 32) & 0xffff_f000
        let minor = device & 0xff | (device >> 12) & 0xffff_ff00
        let mounts = (try? TextFile.text("/proc/self/mountinfo")) ?? ""
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 4, words[2] == "\(major):\(minor)", let dash = words.lastIndex(of: "-") else {
                continue
            }
            return words[(dash + 1)...].prefix(2).joined(separator: " on ")
        }
        return "unknown"
    }
}
