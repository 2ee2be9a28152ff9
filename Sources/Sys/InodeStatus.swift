internal import CLinuxShims

/// What tells a file from every other, under any of its names.
package struct InodeStatus: Hashable, Sendable {
    /// True for a regular file.
    package var isRegular: Bool
    /// True for a directory.
    package var isDirectory: Bool
    /// True for a symbolic link itself.
    package var isLink: Bool
    package var permissions: UInt32
    package var owner: UInt32
    package var group: UInt32
    /// The device that holds it.
    package var device: FileStatus.DeviceNumber
    package var inode: UInt64
    /// How many names it has; 0 once it was removed.
    package var links: UInt32
    /// When it was made, in nanoseconds since 1970; nil where the file system keeps no such time.
    package var birth: Int64?
    /// The mount that it was reached through; nil before Linux 5.8.
    package var mount: UInt64?

    init(_ raw: hf_inode) {
        isRegular = raw.mode & 0o170000 == 0o100000
        isDirectory = raw.mode & 0o170000 == 0o040000
        isLink = raw.mode & 0o170000 == 0o120000
        permissions = raw.mode & 0o7777
        owner = raw.uid
        group = raw.gid
        device = FileStatus.DeviceNumber(major: raw.device_major, minor: raw.device_minor)
        inode = raw.inode
        links = raw.links
        let (seconds, overflows) = raw.birth_seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let time = seconds &+ Int64(raw.birth_nanoseconds)
        birth = overflows || time == 0 ? nil : time
        mount = raw.mount == 0 ? nil : raw.mount
    }

    /// Whether this is the same file, whatever has changed about it.
    package func isSameFile(as other: InodeStatus) -> Bool { device == other.device && inode == other.inode }
}

extension System {
    /// What tells an open file from others.
    package static func inode(of descriptor: Int32) throws(Errno) -> InodeStatus {
        var raw = hf_inode()
        _ = try call(.status, .descriptor(descriptor)) { _ in Int(hf_inode_fd(descriptor, &raw)) }
        return InodeStatus(raw)
    }

    /// What tells the file at a path from others; of a symbolic link, the link itself.
    package static func inode(at path: String) throws(Errno) -> InodeStatus {
        var raw = hf_inode()
        _ = try call(.status, .path(path)) { _ in Int(hf_inode_path(path, &raw)) }
        return InodeStatus(raw)
    }
}
