internal import CLinuxShims

/// Represents an error number of the kernel.
///
/// Every failing call of this module throws one; higher modules keep it as the cause of their own error.
public struct Errno: Error, RawRepresentable, Hashable, Sendable {
    /// The number, always positive.
    public let rawValue: Int32

    /// Wraps an error number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Wraps the negative result of a shim or of a completion.
    @inlinable
    public init(result: Int) { self.rawValue = Int32(truncatingIfNeeded: 0 &- result) }

    /// The negative number, as completions carry it.
    @inlinable
    public var result: Int64 { -Int64(rawValue) }

    /// The symbolic name, such as `ENOSPC`; the number where there is none.
    public var name: String {
        guard let name = hf_error_name(rawValue) else { return "errno \(rawValue)" }
        return String(cString: name)
    }
}

extension Errno: CustomStringConvertible {
    /// The kernel's own sentence and the symbolic name.
    public var description: String {
        guard let text = hf_error_text(rawValue) else { return name }
        return "\(String(cString: text)) (\(name))"
    }
}

extension Errno {
    /// EPERM: not permitted.
    public static let notPermitted = Errno(rawValue: 1)
    /// ENOENT: no such file.
    public static let noEntry = Errno(rawValue: 2)
    /// ESRCH: no such process.
    public static let noProcess = Errno(rawValue: 3)
    /// EINTR: a signal interrupted the call.
    public static let interrupted = Errno(rawValue: 4)
    /// EIO: the device failed.
    public static let ioError = Errno(rawValue: 5)
    /// ENXIO: no such device or address; also the end of data when seeking.
    public static let noSuchAddress = Errno(rawValue: 6)
    /// EBADF: not an open descriptor.
    public static let badDescriptor = Errno(rawValue: 9)
    /// EAGAIN: try again.
    public static let again = Errno(rawValue: 11)
    /// ENOMEM: out of memory, or of pinned memory.
    public static let noMemory = Errno(rawValue: 12)
    /// EACCES: permission denied.
    public static let accessDenied = Errno(rawValue: 13)
    /// EBUSY: in use.
    public static let busy = Errno(rawValue: 16)
    /// EXDEV: on different file systems.
    public static let crossDevice = Errno(rawValue: 18)
    /// EEXIST: exists already; also a ring that belongs to another thread.
    public static let exists = Errno(rawValue: 17)
    /// ENODEV: no such device.
    public static let noDevice = Errno(rawValue: 19)
    /// EISDIR: is a directory.
    public static let isDirectory = Errno(rawValue: 21)
    /// EINVAL: invalid argument.
    public static let invalidArgument = Errno(rawValue: 22)
    /// ENOTTY: the descriptor doesn't know this ioctl.
    public static let notTypewriter = Errno(rawValue: 25)
    /// ETXTBSY: a program or a swap file that is in use.
    public static let textBusy = Errno(rawValue: 26)
    /// EFBIG: beyond the largest file.
    public static let fileTooLarge = Errno(rawValue: 27)
    /// ENOSPC: no space left.
    public static let noSpace = Errno(rawValue: 28)
    /// EROFS: read-only file system.
    public static let readOnlyFileSystem = Errno(rawValue: 30)
    /// EPIPE: the reader has gone.
    public static let brokenPipe = Errno(rawValue: 32)
    /// ERANGE: out of range.
    public static let outOfRange = Errno(rawValue: 34)
    /// ENAMETOOLONG: the name is too long.
    public static let nameTooLong = Errno(rawValue: 36)
    /// ENOSYS: the kernel lacks the call.
    public static let noSystemCall = Errno(rawValue: 38)
    /// ELOOP: a symbolic link where none may be, or too many.
    public static let linkLoop = Errno(rawValue: 40)
    /// EBADE: a reservation conflict.
    public static let reservationConflict = Errno(rawValue: 52)
    /// ETIME: the time ran out.
    public static let timeExpired = Errno(rawValue: 62)
    /// EPROTO: the other side broke the protocol.
    public static let protocolError = Errno(rawValue: 71)
    /// EOVERFLOW: the value doesn't fit.
    public static let overflow = Errno(rawValue: 75)
    /// EOPNOTSUPP: not supported.
    public static let notSupported = Errno(rawValue: 95)
    /// EADDRINUSE: somebody has this address already.
    public static let addressInUse = Errno(rawValue: 98)
    /// ECONNRESET: the other side broke the connection.
    public static let connectionReset = Errno(rawValue: 104)
    /// ENOTCONN: not connected.
    public static let notConnected = Errno(rawValue: 107)
    /// ESHUTDOWN: the other side has gone.
    public static let shutDown = Errno(rawValue: 108)
    /// ETIMEDOUT: the other side took too long.
    public static let timedOut = Errno(rawValue: 110)
    /// ECONNREFUSED: nobody listens.
    public static let connectionRefused = Errno(rawValue: 111)
    /// ESTALE: the file is another by now.
    public static let staleFile = Errno(rawValue: 116)
    /// EDQUOT: the user's share of the space is used up.
    public static let quotaExceeded = Errno(rawValue: 122)
    /// ENOMEDIUM: no medium.
    public static let noMedium = Errno(rawValue: 123)
    /// ECANCELED: cancelled.
    public static let canceled = Errno(rawValue: 125)
}
