internal import CLinuxShims
internal import Synchronization

extension System {
    /// The folder that has this process's descriptors as files; -1 until it is kept.
    private static let descriptorFolder = Atomic<Int32>(-1)

    /// Keeps the folder of the process's descriptors open, so that files can be opened once more where no path leads to
    /// them, or to /proc, any longer.
    package static func keepDescriptorFolder() throws(Errno) {
        guard descriptorFolder.load(ordering: .acquiring) < 0 else { return }
        let folder = try open("/proc/self/fd", [.path, .directory])
        let kept = descriptorFolder.compareExchange(
            expected: -1, desired: folder.rawValue, ordering: .acquiringAndReleasing)
        // For the rest of the process's life.
        if kept.exchanged { _ = folder.release() }
    }

    /// Opens the file of a descriptor once more, by a description of its own; ENOENT where neither the kept folder nor /proc
    /// is there.
    package static func openAgain(_ descriptor: Int32, _ flags: OpenFlags) throws(Errno) -> Descriptor {
        let folder = descriptorFolder.load(ordering: .acquiring)
        guard folder >= 0 else { return try open("/proc/self/fd/\(descriptor)", flags) }
        let raw = flags.rawValue | hf_o_cloexec
        return Descriptor(
            owning: Int32(
                try call(.open, .path("/proc/self/fd/\(descriptor)")) { _ in
                    Int(hf_open_at(folder, "\(descriptor)", raw))
                }))
    }

    /// Throws unless this process may write to the file of a descriptor: EACCES, EROFS, EPERM.
    package static func requireWritable(_ descriptor: Int32) throws(Errno) {
        let folder = descriptorFolder.load(ordering: .acquiring)
        guard folder >= 0 else { return try requireWritable("/proc/self/fd/\(descriptor)") }
        _ = try call(.access, .path("/proc/self/fd/\(descriptor)")) { _ in Int(hf_may_write_at(folder, "\(descriptor)"))
        }
    }
}
