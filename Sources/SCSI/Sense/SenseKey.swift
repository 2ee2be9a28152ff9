/// The class of a failure: four bits of the sense data (SPC-4 4.5.6).
public enum SenseKey: UInt8, Sendable, Hashable, CaseIterable {
    /// Nothing to report.
    case noSense = 0x0
    /// The command succeeded after the device recovered from an error.
    case recoveredError = 0x1
    /// The logical unit is not accessible.
    case notReady = 0x2
    /// The medium is flawed.
    case mediumError = 0x3
    /// The hardware failed.
    case hardwareError = 0x4
    /// The command or its parameters are wrong.
    case illegalRequest = 0x5
    /// Something changed that the initiator must know of.
    case unitAttention = 0x6
    /// The block is protected.
    case dataProtect = 0x7
    /// Blank or non-blank medium was met.
    case blankCheck = 0x8
    /// The meaning is the vendor's.
    case vendorSpecific = 0x9
    /// A copy command was aborted.
    case copyAborted = 0xa
    /// The device aborted the command; it may be tried again.
    case abortedCommand = 0xb
    /// Reserved.
    case reserved = 0xc
    /// Data remain that could not be written.
    case volumeOverflow = 0xd
    /// The data compared differ.
    case miscompare = 0xe
    /// The command completed, with information.
    case completed = 0xf
}
