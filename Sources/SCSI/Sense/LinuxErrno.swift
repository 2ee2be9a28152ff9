/// Error numbers of Linux that the block layer and SCSI exchange, on every architecture that Swift runs on.
///
/// They are numbers here, because this module knows no C library.
public enum LinuxErrno {
    /// EIO: input/output error.
    public static let ioError: Int32 = 5
    /// EAGAIN: try again.
    public static let again: Int32 = 11
    /// ENOMEM: out of memory.
    public static let outOfMemory: Int32 = 12
    /// EACCES: permission denied.
    public static let accessDenied: Int32 = 13
    /// EBUSY: device or resource busy.
    public static let busy: Int32 = 16
    /// EINVAL: invalid argument.
    public static let invalid: Int32 = 22
    /// ENOSPC: no space left on the device.
    public static let noSpace: Int32 = 28
    /// EDOM: what the kernel's SCSI layer makes of TASK SET FULL.
    public static let domain: Int32 = 33
    /// EBADE: what the kernel's SCSI layer makes of RESERVATION CONFLICT.
    public static let reservationConflict: Int32 = 52
    /// ENODATA: what the kernel's SCSI layer makes of a medium error.
    public static let noData: Int32 = 61
    /// ENOTSUP: not supported.
    public static let notSupported: Int32 = 95
    /// ENOTCONN: not connected.
    public static let notConnected: Int32 = 107
    /// EINPROGRESS: in progress.
    public static let inProgress: Int32 = 115
    /// EREMOTEIO: what the kernel's SCSI layer makes of a target failure.
    public static let remoteIO: Int32 = 121
    /// ENOMEDIUM: no medium.
    public static let noMedium: Int32 = 123
    /// ECANCELED: cancelled.
    public static let cancelled: Int32 = 125
}
