import Glibc
import Sys

/// A group of processes whose direct writes to the disk of some file take their time.
///
/// The kernel holds the requests of the group back in front of the device (blkio, cgroup version 1; io, version 2), so that
/// a process has requests in flight whenever it is stopped or killed, and they land long after.
final class SlowDevice: Sendable {
    /// Bytes in a second.
    static let speed = 4 << 20

    private let folder: String

    /// Makes a group; nil where this process may not.
    init?(of file: Int32) {
        guard let status = try? System.status(of: file) else { return nil }
        let device = "\(status.device.major):\(status.device.minor)"
        let name = "holdfast-proof-\(System.processID)-\(System.monotonicNanoseconds)"
        let candidates = [
            ("/sys/fs/cgroup/blkio", "blkio.throttle.write_bps_device", "\(device) \(Self.speed)"),
            ("/sys/fs/cgroup", "io.max", "\(device) wbps=\(Self.speed)"),
        ]
        for (root, control, value) in candidates {
            let folder = "\(root)/\(name)"
            guard mkdir(folder, 0o755) == 0 else { continue }
            if Self.write(value, to: "\(folder)/\(control)") {
                self.folder = folder
                return
            }
            rmdir(folder)
        }
        return nil
    }

    deinit { _ = within(seconds: 10) { rmdir(folder) == 0 || errno == ENOENT } }

    /// Puts a process into the group.
    func take(_ process: Int32) throws {
        try require(Self.write("\(process)", to: "\(folder)/cgroup.procs"), "process \(process) can't be slowed down")
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        let bytes = Array(text.utf8)
        return Glibc.write(file, bytes, bytes.count) == bytes.count
    }
}
