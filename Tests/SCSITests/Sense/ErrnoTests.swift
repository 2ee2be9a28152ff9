import SCSI
import Testing

struct ErrnoTests {
    @Test(
        arguments: [
            (0, CommandResult.good), (33, CommandResult(.taskSetFull)), (52, .reservationConflict),
            (61, failure(.mediumError, 0x1100)), (121, failure(.hardwareError, 0x4400)),
            (123, failure(.notReady, 0x3a00)), (12, failure(.hardwareError, 0x4400)),
            (22, failure(.illegalRequest, 0x2400)), (28, failure(.dataProtect, 0x2707)),
            (5, failure(.abortedCommand, 0x0006)), (1, failure(.abortedCommand, 0x0006)),
            (-1, failure(.abortedCommand, 0x0006)),
        ] as [(Int32, CommandResult)])
    func `an error number becomes a status and sense data`(errno: Int32, result: CommandResult) {
        #expect(CommandResult(errno: errno) == result)
    }

    @Test(
        arguments: [
            (0x00, CommandResult.good), (0x01, failure(.abortedCommand, 0x0500)), (0x02, CommandResult(.busy)),
            (0x03, failure(.abortedCommand, 0x2e02)), (0x04, failure(.abortedCommand, 0x0800)),
            (0x05, failure(.abortedCommand, 0x2f02)), (0x08, failure(.unitAttention, 0x2900)),
            (0x0e, failure(.abortedCommand, 0x2907)), (0x10, failure(.hardwareError, 0x4400)),
            (0x11, .reservationConflict), (0x12, failure(.dataProtect, 0x2707)), (0x13, failure(.mediumError, 0x1100)),
            (0x07, failure(.abortedCommand, 0x0006)), (0x0b, failure(.abortedCommand, 0x0006)),
            (0xffff, failure(.abortedCommand, 0x0006)),
        ] as [(UInt16, CommandResult)])
    func `a host status becomes a status and sense data`(hostStatus: UInt16, result: CommandResult) {
        #expect(CommandResult(hostStatus: hostStatus) == result)
    }

    @Test(
        arguments: [
            (.noSense, 0x0000, 11), (.recoveredError, 0x0000, 11), (.unitAttention, 0x2a03, 11),
            (.abortedCommand, 0x0006, 125), (.illegalRequest, 0x1a00, 22), (.illegalRequest, 0x2000, 22),
            (.illegalRequest, 0x2400, 22), (.illegalRequest, 0x2600, 22), (.illegalRequest, 0x2100, 28),
            (.dataProtect, 0x2707, 28), (.illegalRequest, 0x2500, 95), (.notReady, 0x3a00, 123),
            (.notReady, 0x3a01, 123),
            (.notReady, 0x3a02, 123), (.dataProtect, 0x2700, 13), (.notReady, 0x0401, 115), (.notReady, 0x0402, 107),
            (.illegalRequest, 0x2604, 5), (.notReady, 0x3a03, 5), (.mediumError, 0x2400, 5),
            (.hardwareError, 0x4400, 5),
            (.miscompare, 0x1d00, 5),
        ] as [(SenseKey, UInt16, Int32)])
    func `sense data become an error number`(key: SenseKey, reason: UInt16, errno: Int32) {
        #expect(Sense(key, AdditionalSense(rawValue: reason)).errno == errno)
        #expect(failure(key, reason).errno == errno)
    }

    @Test(
        arguments: [
            (.good, 0), (.conditionMet, 0), (.reservationConflict, 52), (.taskSetFull, 33), (.busy, 16),
            (.taskAborted, 5), (.checkCondition, 5),
        ] as [(SCSIStatus, Int32)])
    func `a status without sense data becomes an error number`(status: SCSIStatus, errno: Int32) {
        #expect(CommandResult(status).errno == errno)
    }

    @Test(
        arguments: [
            (.noSense, 0, true), (.recoveredError, 0, true), (.unitAttention, 0x2900, true), (.abortedCommand, 6, true),
            (.illegalRequest, 0x1a00, true), (.illegalRequest, 0x2000, true), (.illegalRequest, 0x2400, true),
            (.illegalRequest, 0x2500, true), (.illegalRequest, 0x2600, true), (.illegalRequest, 0x2104, true),
            (.illegalRequest, 0x2105, true),
            (.illegalRequest, 0x2106, true), (.illegalRequest, 0x550e, true), (.notReady, 0x0401, true),
            (.notReady, 0x0402, true), (.notReady, 0x3a00, false), (.dataProtect, 0x2707, false),
            (.mediumError, 0x1100, false), (.hardwareError, 0x4400, false),
        ] as [(SenseKey, UInt16, Bool)])
    func `a guest deals with some failures by itself`(key: SenseKey, reason: UInt16, isRecoverable: Bool) {
        #expect(failure(key, reason).isGuestRecoverable == isRecoverable)
    }

    @Test func `a reservation conflict is always the guest's and carries no sense data`() {
        #expect(CommandResult.reservationConflict.isGuestRecoverable)
        #expect(CommandResult(.reservationConflict, sense: .ioError).sense == nil)
        #expect(!CommandResult(.busy).isGuestRecoverable)
        #expect(!CommandResult(.checkCondition).isGuestRecoverable)
    }
}
