internal import CLinuxShims

extension System {
    /// Opens the file of a descriptor once more, by a description of its own; ENOENT where there is no /proc and none was
    /// kept.
    package static func openAgain(_ descriptor: Int32, _ flags: OpenFlags) throws(Errno) -> Descriptor {
        try open("/proc/self/fd/\(descriptor)", flags)
    }

    /// Throws unless this process may write to the file of a descriptor: EACCES, EROFS, EPERM.
    package static func requireWritable(_ descriptor: Int32) throws(Errno) {
        try requireWritable("/proc/self/fd/\(descriptor)")
    }
}
