/// How a command ended: its status and, with CHECK CONDITION, the sense data.
public struct CommandResult: Sendable, Hashable, CustomStringConvertible {
    /// The status.
    public var status: SCSIStatus
    /// The sense data; only with CHECK CONDITION.
    public var sense: Sense?

    /// Creates a result; sense data are dropped unless the status is CHECK CONDITION.
    public init(_ status: SCSIStatus, sense: Sense? = nil) {
        self.status = status
        self.sense = status == .checkCondition ? sense : nil
    }

    /// Success.
    public static let good = CommandResult(.good)
    /// A reservation forbids the command.
    public static let reservationConflict = CommandResult(.reservationConflict)

    /// Failure, with the reason.
    public static func checkCondition(_ sense: Sense) -> CommandResult {
        CommandResult(.checkCondition, sense: sense)
    }

    /// The status, and the sense data if there are any.
    public var description: String { sense.map { "\(status) \($0)" } ?? "\(status)" }
}

extension CommandResult {
    /// What a guest is told when the host's request failed with an error number (0 is success).
    ///
    /// The table of QEMU's SCSI layer, and of its persistent reservation helper.
    public init(errno: Int32) {
        switch errno {
        case 0: self = .good
        case LinuxErrno.domain: self.init(.taskSetFull)
        case LinuxErrno.reservationConflict: self = .reservationConflict
        case LinuxErrno.noData: self = .checkCondition(Sense(.mediumError, .unrecoveredReadError))
        case LinuxErrno.remoteIO, LinuxErrno.outOfMemory: self = .checkCondition(.internalTargetFailure)
        case LinuxErrno.noMedium: self = .checkCondition(Sense(.notReady, .mediumNotPresent))
        case LinuxErrno.invalid: self = .checkCondition(Sense(.illegalRequest, .invalidFieldInCDB))
        case LinuxErrno.noSpace: self = .checkCondition(Sense(.dataProtect, .spaceAllocationFailed))
        default: self = .checkCondition(.ioError)
        }
    }

    /// What a guest is told when the host adapter failed a pass-through command (`host_status` of SG_IO; 0 is success).
    ///
    /// The table of QEMU's SCSI layer, which takes every other number for success; here it is an I/O error, because a
    /// write that an adapter failed for a reason of its own has not been done.
    public init(hostStatus: UInt16) {
        switch hostStatus {
        case 0x00: self = .good
        case 0x01: self = .checkCondition(Sense(.abortedCommand, .unitDoesNotRespond))
        case 0x02: self.init(.busy)
        case 0x03: self = .checkCondition(Sense(.abortedCommand, .commandTimedOut))
        case 0x04: self = .checkCondition(.communicationFailure)
        case 0x05: self = .checkCondition(Sense(.abortedCommand, .commandsClearedByServer))
        case 0x08: self = .checkCondition(Sense(.unitAttention, .powerOnOrReset))
        case 0x0e: self = .checkCondition(Sense(.abortedCommand, .nexusLoss))
        case 0x10: self = .checkCondition(.internalTargetFailure)
        case 0x11: self = .reservationConflict
        case 0x12: self = .checkCondition(Sense(.dataProtect, .spaceAllocationFailed))
        case 0x13: self = .checkCondition(Sense(.mediumError, .unrecoveredReadError))
        default: self = .checkCondition(.ioError)
        }
    }

    /// What a guest is told when host adapter or driver failed a pass-through command, whatever the status says; nil when
    /// neither did.
    ///
    /// A driver's time-out (DRIVER_TIMEOUT, 06h) is BUSY, as in QEMU's helper.
    public init?(hostStatus: UInt16, driverStatus: UInt16) {
        if hostStatus != 0 {
            self.init(hostStatus: hostStatus)
        } else if driverStatus & 0x0f == 0x06 {
            self.init(.busy)
        } else {
            return nil
        }
    }

    /// The error number for a block request that a device ended like this; 0 is success.
    ///
    /// CHECK CONDITION without usable sense data is an I/O error.
    public var errno: Int32 {
        switch status {
        case .good, .conditionMet: 0
        case .checkCondition: sense?.errno ?? LinuxErrno.ioError
        case .reservationConflict: LinuxErrno.reservationConflict
        case .taskSetFull: LinuxErrno.domain
        case .busy: LinuxErrno.busy
        default: LinuxErrno.ioError
        }
    }

    /// Whether the guest is always told and no error policy applies.
    ///
    /// A reservation conflict is an answer and not a failure: it never stops a machine.
    public var isGuestRecoverable: Bool {
        switch status {
        case .good, .conditionMet, .reservationConflict: true
        case .checkCondition: sense?.isGuestRecoverable ?? false
        default: false
        }
    }
}
