internal import CLinuxShims
internal import Synchronization

/// The folders in which the kernel publishes itself, kept open by programs that lock themselves in: what is looked up there
/// afterwards goes by no path, whatever became of the root or of the mounts.
enum KeptFolders {
    private static let proc = Atomic<Int32>(-1)
    private static let sysfs = Atomic<Int32>(-1)

    /// Keeps both for the rest of the process's life; where there is no /sys, none.
    static func keep() throws(Errno) {
        try keep("/proc", in: proc)
        try? keep("/sys", in: sysfs)
    }

    private static func keep(_ path: String, in place: borrowing Atomic<Int32>) throws(Errno) {
        guard place.load(ordering: .acquiring) < 0 else { return }
        let folder = try System.open(path, [.path, .directory])
        let kept = place.compareExchange(expected: -1, desired: folder.rawValue, ordering: .acquiringAndReleasing)
        if kept.exchanged { _ = folder.release() }
    }

    /// The kept folder that a path lies in, and the rest of the path; nil for other paths, and when nothing is kept.
    static func find(_ path: String) -> (folder: Int32, rest: String)? {
        find(path, "/proc", proc) ?? find(path, "/sys", sysfs)
    }

    private static func find(
        _ path: String, _ root: String, _ place: borrowing Atomic<Int32>
    ) -> (folder: Int32, rest: String)? {
        let folder = place.load(ordering: .acquiring)
        guard folder >= 0, path.hasPrefix(root) else { return nil }
        if path.utf8.count == root.utf8.count { return (folder, ".") }
        return path.hasPrefix("\(root)/") ? (folder, String(path.dropFirst(root.count + 1))) : nil
    }
}

extension System {
    /// Keeps /proc and /sys open, so that what is read there, and files that are opened once more by their descriptors, need
    /// no path any longer.
    package static func keepKernelFolders() throws(Errno) { try KeptFolders.keep() }
}
