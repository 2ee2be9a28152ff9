internal import Sys

/// Tells a file system how a new image will be used; where it doesn't care, nothing happens.
enum FileHints {
    /// FS_NOCOW_FL and FS_XFLAG_EXTSIZE.
    private static let noCopy: UInt32 = 0x0080_0000
    private static let hasExtentSize: UInt32 = 0x0800

    /// Lets the file be overwritten in place instead of copied (Btrfs); it must be empty.
    static func overwriteInPlace(_ descriptor: Int32) {
        // The kernel takes an int, the number of the request says long.
        var flags: (UInt32, UInt32) = (0, 0)
        withUnsafeMutableBytes(of: &flags) { bytes in
            guard (try? System.ioctl(descriptor, .fileFlags, bytes.baseAddress)) != nil else { return }
            bytes.storeBytes(of: bytes.load(as: UInt32.self) | noCopy, as: UInt32.self)
            _ = try? System.ioctl(descriptor, .setFileFlags, bytes.baseAddress)
        }
    }

    /// Lets the file be allocated in pieces of this size (XFS).
    static func setExtentSize(_ descriptor: Int32, _ size: UInt32) {
        var attributes = (UInt32(0), UInt32(0), UInt32(0), UInt32(0), UInt32(0), UInt32(0), UInt32(0))
        withUnsafeMutableBytes(of: &attributes) { bytes in
            guard (try? System.ioctl(descriptor, .extentAttributes, bytes.baseAddress)) != nil else { return }
            bytes.storeBytes(of: bytes.load(as: UInt32.self) | hasExtentSize, as: UInt32.self)
            bytes.storeBytes(of: size, toByteOffset: 4, as: UInt32.self)
            _ = try? System.ioctl(descriptor, .setExtentAttributes, bytes.baseAddress)
        }
    }
}
