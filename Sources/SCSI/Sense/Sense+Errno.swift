extension Sense {
    /// The error number for a request that failed with these sense data (the table of QEMU's SCSI layer).
    public var errno: Int32 {
        switch key {
        case .noSense, .recoveredError, .unitAttention: LinuxErrno.again
        case .abortedCommand: LinuxErrno.cancelled
        case .notReady, .illegalRequest, .dataProtect: errnoOfReason
        default: LinuxErrno.ioError
        }
    }

    /// Whether a guest can deal with the failure: it is reported and no error policy stops the machine for it.
    public var isGuestRecoverable: Bool {
        switch key {
        case .noSense, .recoveredError, .unitAttention, .abortedCommand:
            true
        case .notReady, .illegalRequest, .dataProtect:
            switch reason.rawValue {
            case 0x1a00, 0x2000, 0x2400, 0x2500, 0x2600, 0x2104, 0x2105, 0x2106, 0x550e, 0x0401, 0x0402: true
            default: false
            }
        default:
            false
        }
    }

    private var errnoOfReason: Int32 {
        switch reason.rawValue {
        case 0x1a00, 0x2000, 0x2400, 0x2600: LinuxErrno.invalid
        case 0x2100, 0x2707: LinuxErrno.noSpace
        case 0x2500: LinuxErrno.notSupported
        case 0x3a00, 0x3a01, 0x3a02: LinuxErrno.noMedium
        case 0x2700: LinuxErrno.accessDenied
        case 0x0401: LinuxErrno.inProgress
        case 0x0402: LinuxErrno.notConnected
        default: LinuxErrno.ioError
        }
    }
}
