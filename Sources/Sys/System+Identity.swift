internal import CLinuxShims

extension DeviceRequest {
    /// FS_IOC_GETFSUUID: the UUID of a file's file system ({length, 16 bytes}; Linux 6.9).
    package static let fileSystemIdentifier = DeviceRequest(rawValue: UInt(hf_fs_ioc_getfsuuid))
    /// FS_IOC_GETVERSION: what tells a file from those that had its inode number before (Int32, in room for a long).
    package static let inodeVersion = DeviceRequest(rawValue: UInt(hf_fs_ioc_getversion))
    /// BTRFS_IOC_INO_LOOKUP: the subvolume of a file ({tree, object, 4080 bytes}).
    package static let subvolume = DeviceRequest(rawValue: UInt(hf_btrfs_ioc_ino_lookup))
    /// LOOP_GET_STATUS64: what a loop device lies on (232 bytes).
    package static let loopStatus = DeviceRequest(rawValue: UInt(hf_loop_get_status64))
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

    /// The number of the btrfs subvolume that holds an open file; it is never given to another.
    package static func subvolume(of descriptor: Int32) throws(Errno) -> UInt64 {
        try withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { bytes throws(Errno) in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
            // Tree 0 asks for the file's own; object 256 is the root of every subvolume, which anybody may look up.
            bytes.storeBytes(of: 256, toByteOffset: 8, as: UInt64.self)
            try ioctl(descriptor, .subvolume, bytes.baseAddress)
            return bytes.load(as: UInt64.self)
        }
    }

    /// The file that a loop device, or a partition of one, lies on: its device, its inode and where in it the disk begins.
    package static func loopStatus(
        of descriptor: Int32
    ) throws(Errno) -> (device: FileStatus.DeviceNumber, inode: UInt64, offset: UInt64) {
        try withUnsafeTemporaryAllocation(byteCount: 232, alignment: 8) { bytes throws(Errno) in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
            try ioctl(descriptor, .loopStatus, bytes.baseAddress)
            let device = bytes.load(as: UInt64.self)
            return (
                FileStatus.DeviceNumber(
                    major: UInt32(truncatingIfNeeded: device >> 8 & 0xfff),
                    minor: UInt32(truncatingIfNeeded: device & 0xff | device >> 12 & 0xfff00)),
                bytes.load(fromByteOffset: 8, as: UInt64.self), bytes.load(fromByteOffset: 24, as: UInt64.self)
            )
        }
    }
}
