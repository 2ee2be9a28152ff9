internal import CLinuxShims

/// What the kernel says about an open file.
package struct FileStatus: Hashable, Sendable {
    /// The kind of file.
    package enum Kind: Hashable, Sendable {
        case regular
        case blockDevice
        case characterDevice
        case directory
        case other
    }

    /// The number of a device, or of the device that holds a file.
    package struct DeviceNumber: Hashable, Sendable {
        package var major: UInt32
        package var minor: UInt32

        package init(major: UInt32, minor: UInt32) {
            self.major = major
            self.minor = minor
        }
    }

    package var kind: Kind
    /// True for the file of a socket.
    package var isSocket: Bool
    /// Permission bits with set-uid, set-gid and sticky.
    package var permissions: UInt32
    package var owner: UInt32
    package var group: UInt32
    /// Bytes; 0 for devices.
    package var size: UInt64
    /// Allocated bytes.
    package var allocated: UInt64
    package var inode: UInt64
    /// The device that holds the file.
    package var device: DeviceNumber
    /// The device that a special file names.
    package var special: DeviceNumber
    /// The memory alignment that direct I/O needs; 0 when the kernel doesn't say.
    package var directMemoryAlignment: UInt32
    /// The offset and length alignment that direct I/O needs; 0 when the kernel doesn't say.
    package var directOffsetAlignment: UInt32

    init(_ raw: hf_status) {
        kind =
            switch raw.mode & 0o170000 {
            case 0o100000: .regular
            case 0o060000: .blockDevice
            case 0o020000: .characterDevice
            case 0o040000: .directory
            default: .other
            }
        isSocket = raw.mode & 0o170000 == 0o140000
        permissions = raw.mode & 0o7777
        owner = raw.uid
        group = raw.gid
        size = raw.size
        allocated = raw.blocks &* 512
        inode = raw.inode
        device = DeviceNumber(major: raw.device_major, minor: raw.device_minor)
        special = DeviceNumber(major: raw.special_major, minor: raw.special_minor)
        directMemoryAlignment = raw.dio_memory_align
        directOffsetAlignment = raw.dio_offset_align
    }
}

extension System {
    /// Describes an open file.
    package static func status(of descriptor: Int32) throws(Errno) -> FileStatus {
        var raw = hf_status()
        _ = try withUnsafeMutablePointer(to: &raw) { raw throws(Errno) in
            try call(.status, .descriptor(descriptor), argument: raw) { _ in Int(hf_statx_fd(descriptor, raw)) }
        }
        return FileStatus(raw)
    }

    /// Describes the file at a path, following links.
    package static func status(at path: String) throws(Errno) -> FileStatus {
        var raw = hf_status()
        _ = try call(.status, .path(path)) { _ in Int(hf_statx_path(path, &raw)) }
        return FileStatus(raw)
    }

    /// Describes an open file from what the kernel knows already: never waits for a server, whatever the file system.
    package static func cachedStatus(of descriptor: Int32) throws(Errno) -> FileStatus {
        var raw = hf_status()
        _ = try call(.status, .descriptor(descriptor)) { _ in Int(hf_statx_cached(descriptor, &raw)) }
        return FileStatus(raw)
    }

    /// The same of the file at a path, following links.
    package static func cachedStatus(at path: String) throws(Errno) -> FileStatus {
        var raw = hf_status()
        _ = try call(.status, .path(path)) { _ in Int(hf_statx_cached_path(path, &raw)) }
        return FileStatus(raw)
    }

    /// Describes the file at a path; a symbolic link itself.
    package static func linkStatus(at path: String) throws(Errno) -> FileStatus {
        var raw = hf_status()
        _ = try call(.status, .path(path)) { _ in Int(hf_statx_link(path, &raw)) }
        return FileStatus(raw)
    }
}
