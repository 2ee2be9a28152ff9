internal import CLinuxShims

/// The number of an ioctl.
package struct DeviceRequest: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt
    package init(rawValue: UInt) { self.rawValue = rawValue }

    /// BLKROGET: whether a block device is read-only (Int32).
    package static let isReadOnly = DeviceRequest(rawValue: UInt(hf_blkroget))
    /// BLKSSZGET: the logical block size (Int32).
    package static let logicalBlockSize = DeviceRequest(rawValue: UInt(hf_blksszget))
    /// BLKPBSZGET: the physical block size (UInt32).
    package static let physicalBlockSize = DeviceRequest(rawValue: UInt(hf_blkpbszget))
    /// BLKGETSIZE64: the size in bytes (UInt64).
    package static let size = DeviceRequest(rawValue: UInt(hf_blkgetsize64))
    /// BLKGETDISKSEQ: a number that no other disk of this boot has had (UInt64), Linux 5.15.
    package static let sequence = DeviceRequest(rawValue: UInt(hf_blkgetdiskseq))
    /// BLKSECTGET: the largest request; sectors (UInt16) on block devices, bytes (Int32) on sg devices.
    package static let largestRequest = DeviceRequest(rawValue: UInt(hf_blksectget))
    /// BLKDISCARD: discards a range ({offset, length}).
    package static let discard = DeviceRequest(rawValue: UInt(hf_blkdiscard))
    /// BLKZEROOUT: zeroes a range ({offset, length}).
    package static let zeroOut = DeviceRequest(rawValue: UInt(hf_blkzeroout))
    /// CDROM_DRIVE_STATUS: whether there is a medium; the argument is a slot's number or INT_MAX, the result a CDS value.
    package static let driveStatus = DeviceRequest(rawValue: UInt(hf_cdrom_drive_status))
    /// CDROMEJECT: opens the tray.
    package static let eject = DeviceRequest(rawValue: UInt(hf_cdrom_eject))
    /// CDROMCLOSETRAY: closes the tray.
    package static let closeTray = DeviceRequest(rawValue: UInt(hf_cdrom_close_tray))
    /// CDROM_LOCKDOOR: locks the door (1) or unlocks it (0).
    package static let lockDoor = DeviceRequest(rawValue: UInt(hf_cdrom_lock_door))
    /// SG_GET_VERSION_NUM: present on devices that take SG_IO (Int32).
    package static let sgVersion = DeviceRequest(rawValue: UInt(hf_sg_get_version_num))
    /// SG_GET_SG_TABLESIZE: the most segments of a pass-through command (Int32).
    package static let sgTableSize = DeviceRequest(rawValue: UInt(hf_sg_get_sg_tablesize))
    /// XFS_IOC_DIOINFO: three UInt32 {memory alignment, smallest, largest direct I/O}.
    package static let xfsDirectInfo = DeviceRequest(rawValue: UInt(hf_xfs_ioc_dioinfo))
    /// FS_IOC_GETFLAGS and FS_IOC_SETFLAGS: the attributes of a file (UInt32).
    package static let fileFlags = DeviceRequest(rawValue: UInt(hf_fs_ioc_getflags))
    package static let setFileFlags = DeviceRequest(rawValue: UInt(hf_fs_ioc_setflags))
    /// FS_IOC_FSGETXATTR and FS_IOC_FSSETXATTR: seven UInt32, of which the first are flags and the extent size.
    package static let extentAttributes = DeviceRequest(rawValue: UInt(hf_fs_ioc_fsgetxattr))
    package static let setExtentAttributes = DeviceRequest(rawValue: UInt(hf_fs_ioc_fssetxattr))
    /// DM_MPATH_PROBE_PATHS: asks a multipath device to try its paths again (Linux 6.16).
    package static let probePaths = DeviceRequest(rawValue: UInt(hf_dm_mpath_probe_paths))
}

extension System {
    /// Asks a device something; `argument` is what the request says.
    @discardableResult
    package static func ioctl(
        _ descriptor: Int32, _ request: DeviceRequest, _ argument: UnsafeMutableRawPointer?
    ) throws(Errno) -> Int {
        try call(.ioctl, .descriptor(descriptor), request: request.rawValue, argument: argument) { _ in
            Int(hf_ioctl(descriptor, request.rawValue, argument))
        }
    }

    /// Asks a device something whose argument is a number.
    @discardableResult
    package static func ioctl(
        _ descriptor: Int32, _ request: DeviceRequest, number: Int32
    ) throws(Errno) -> Int {
        try ioctl(descriptor, request, UnsafeMutableRawPointer(bitPattern: Int(number)))
    }

    /// Asks a device for one number of the given type.
    package static func ioctl<Value: FixedWidthInteger>(
        _ descriptor: Int32, _ request: DeviceRequest, as type: Value.Type
    ) throws(Errno) -> Value {
        var value: Value = 0
        try withUnsafeMutableBytes(of: &value) { bytes throws(Errno) in
            _ = try ioctl(descriptor, request, bytes.baseAddress)
        }
        return value
    }

    /// Applies a range request such as ``DeviceRequest/discard``.
    package static func ioctl(
        _ descriptor: Int32, _ request: DeviceRequest, offset: UInt64, length: UInt64
    ) throws(Errno) {
        var range: (UInt64, UInt64) = (offset, length)
        try withUnsafeMutableBytes(of: &range) { bytes throws(Errno) in
            _ = try ioctl(descriptor, request, bytes.baseAddress)
        }
    }
}
