/// The reason of a failure: additional sense code and its qualifier (SPC-4 annex F).
public struct AdditionalSense: RawRepresentable, Sendable, Hashable {
    /// Code in the upper byte, qualifier in the lower.
    public var rawValue: UInt16

    /// Takes any pair.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Takes code and qualifier.
    public init(code: UInt8, qualifier: UInt8) {
        rawValue = UInt16(code) << 8 | UInt16(qualifier)
    }

    /// The additional sense code (ASC).
    public var code: UInt8 { UInt8(rawValue >> 8) }
    /// The additional sense code qualifier (ASCQ).
    public var qualifier: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
}

extension AdditionalSense {
    /// 00h/00h: nothing more to say.
    public static let none = Self(rawValue: 0x0000)
    /// 00h/06h: the I/O process was terminated.
    public static let processTerminated = Self(rawValue: 0x0006)
    /// 04h/01h: the unit is becoming ready.
    public static let becomingReady = Self(rawValue: 0x0401)
    /// 04h/02h: the unit needs an initializing command.
    public static let initializingCommandRequired = Self(rawValue: 0x0402)
    /// 05h/00h: the unit does not respond to selection.
    public static let unitDoesNotRespond = Self(rawValue: 0x0500)
    /// 08h/00h: communication with the unit failed.
    public static let communicationFailure = Self(rawValue: 0x0800)
    /// 11h/00h: a block could not be read.
    public static let unrecoveredReadError = Self(rawValue: 0x1100)
    /// 1Ah/00h: the parameter list has the wrong length.
    public static let parameterListLengthError = Self(rawValue: 0x1a00)
    /// 20h/00h: the operation code is not supported.
    public static let invalidOperationCode = Self(rawValue: 0x2000)
    /// 21h/00h: the block address is out of range.
    public static let addressOutOfRange = Self(rawValue: 0x2100)
    /// 24h/00h: a field of the CDB is invalid.
    public static let invalidFieldInCDB = Self(rawValue: 0x2400)
    /// 25h/00h: the logical unit is not supported.
    public static let unitNotSupported = Self(rawValue: 0x2500)
    /// 26h/00h: a field of the parameter list is invalid.
    public static let invalidFieldInParameterList = Self(rawValue: 0x2600)
    /// 26h/04h: the release does not fit the reservation that is held.
    public static let invalidRelease = Self(rawValue: 0x2604)
    /// 27h/00h: the medium is write protected.
    public static let writeProtected = Self(rawValue: 0x2700)
    /// 27h/07h: thin provisioning found no space.
    public static let spaceAllocationFailed = Self(rawValue: 0x2707)
    /// 29h/00h: power on, reset or bus device reset occurred.
    public static let powerOnOrReset = Self(rawValue: 0x2900)
    /// 29h/02h: a bus or hard reset occurred.
    public static let busReset = Self(rawValue: 0x2902)
    /// 29h/03h: a device or logical unit reset occurred.
    public static let deviceReset = Self(rawValue: 0x2903)
    /// 29h/07h: the I_T nexus was lost.
    public static let nexusLoss = Self(rawValue: 0x2907)
    /// 2Ah/01h: mode parameters changed.
    public static let modeParametersChanged = Self(rawValue: 0x2a01)
    /// 2Ah/03h: reservations were preempted.
    public static let reservationsPreempted = Self(rawValue: 0x2a03)
    /// 2Ah/04h: reservations were released.
    public static let reservationsReleased = Self(rawValue: 0x2a04)
    /// 2Ah/05h: registrations were preempted.
    public static let registrationsPreempted = Self(rawValue: 0x2a05)
    /// 2Ah/09h: the capacity changed.
    public static let capacityChanged = Self(rawValue: 0x2a09)
    /// 2Eh/02h: the transport timed the command out.
    public static let commandTimedOut = Self(rawValue: 0x2e02)
    /// 2Fh/00h: another initiator cleared the commands.
    public static let commandsClearedByOther = Self(rawValue: 0x2f00)
    /// 2Fh/02h: the device server cleared the commands.
    public static let commandsClearedByServer = Self(rawValue: 0x2f02)
    /// 3Ah/00h: no medium is present.
    public static let mediumNotPresent = Self(rawValue: 0x3a00)
    /// 44h/00h: the target failed internally.
    public static let internalTargetFailure = Self(rawValue: 0x4400)
    /// 44h/01h: what was known of persistent reservations is lost.
    public static let reservationInformationLost = Self(rawValue: 0x4401)
    /// 55h/04h: there is no room for another registration.
    public static let insufficientRegistrationResources = Self(rawValue: 0x5504)
}

extension AdditionalSense: CustomStringConvertible {
    /// Code and qualifier as the standards write them, `2Ah/03h`.
    public var description: String { "\(hexadecimal: code)/\(hexadecimal: qualifier)" }
}
