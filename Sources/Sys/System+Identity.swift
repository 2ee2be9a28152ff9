internal import CLinuxShims

extension DeviceRequest {
    /// FS_IOC_GETFSUUID: the UUID of a file's file system ({length, 16 bytes}; Linux 6.9).
    package static let fileSystemIdentifier = DeviceRequest(rawValue: UInt(hf_fs_ioc_getfsuuid))
    /// FS_IOC_GETVERSION: what tells a file from those that had its inode number before (Int32, in room for a long).
    package static let inodeVersion = DeviceRequest(rawValue: UInt(hf_fs_ioc_getversion))
}

extension System {
    /// The UUID of the file system that holds an open file, 16 bytes; ENOTTY where it has none or the kernel is too old.
    package static func fileSystemIdentifier(of descriptor: Int32) throws(Errno) -> [UInt8] {
        var answer: (UInt64, UInt64, UInt64) = (0, 0, 0)
        return try withUnsafeMutableBytes(of: &answer) { bytes throws(Errno) in
            try ioctl(descriptor, .fileSystemIdentifier, bytes.baseAddress)
            guard bytes[0] == 16 else { throw .notTypewriter }
            return Array(bytes[1..<17])
        }
    }

    /// What tells an open file from those that had its inode number before; ENOTTY where the file system doesn't say.
    package static func inodeVersion(of descriptor: Int32) throws(Errno) -> UInt32 {
        // The request's number says long; file systems write an int.
        var answer: (UInt32, UInt32) = (0, 0)
        try withUnsafeMutableBytes(of: &answer) { bytes throws(Errno) in
            _ = try ioctl(descriptor, .inodeVersion, bytes.baseAddress)
        }
        return answer.0
    }
}
