/// The first byte of a command descriptor block, as far as block devices know it (SPC-5, SBC-4, ZBC).
public enum Opcode {
    /// 00h: TEST UNIT READY.
    public static let testUnitReady: UInt8 = 0x00
    /// 03h: REQUEST SENSE.
    public static let requestSense: UInt8 = 0x03
    /// 04h: FORMAT UNIT.
    public static let formatUnit: UInt8 = 0x04
    /// 07h: REASSIGN BLOCKS.
    public static let reassignBlocks: UInt8 = 0x07
    /// 08h: READ (6).
    public static let read6: UInt8 = 0x08
    /// 0Ah: WRITE (6).
    public static let write6: UInt8 = 0x0a
    /// 12h: INQUIRY.
    public static let inquiry: UInt8 = 0x12
    /// 15h: MODE SELECT (6).
    public static let modeSelect6: UInt8 = 0x15
    /// 16h: RESERVE (6).
    public static let reserve6: UInt8 = 0x16
    /// 17h: RELEASE (6).
    public static let release6: UInt8 = 0x17
    /// 1Ah: MODE SENSE (6).
    public static let modeSense6: UInt8 = 0x1a
    /// 1Bh: START STOP UNIT.
    public static let startStopUnit: UInt8 = 0x1b
    /// 1Ch: RECEIVE DIAGNOSTIC RESULTS.
    public static let receiveDiagnosticResults: UInt8 = 0x1c
    /// 1Dh: SEND DIAGNOSTIC.
    public static let sendDiagnostic: UInt8 = 0x1d
    /// 1Eh: PREVENT ALLOW MEDIUM REMOVAL.
    public static let preventAllowMediumRemoval: UInt8 = 0x1e
    /// 25h: READ CAPACITY (10).
    public static let readCapacity10: UInt8 = 0x25
    /// 28h: READ (10).
    public static let read10: UInt8 = 0x28
    /// 2Ah: WRITE (10).
    public static let write10: UInt8 = 0x2a
    /// 2Eh: WRITE AND VERIFY (10).
    public static let writeAndVerify10: UInt8 = 0x2e
    /// 2Fh: VERIFY (10).
    public static let verify10: UInt8 = 0x2f
    /// 34h: PRE-FETCH (10).
    public static let preFetch10: UInt8 = 0x34
    /// 35h: SYNCHRONIZE CACHE (10).
    public static let synchronizeCache10: UInt8 = 0x35
    /// 37h: READ DEFECT DATA (10).
    public static let readDefectData10: UInt8 = 0x37
    /// 3Bh: WRITE BUFFER.
    public static let writeBuffer: UInt8 = 0x3b
    /// 3Ch: READ BUFFER (10).
    public static let readBuffer10: UInt8 = 0x3c
    /// 3Eh: READ LONG (10).
    public static let readLong10: UInt8 = 0x3e
    /// 3Fh: WRITE LONG (10).
    public static let writeLong10: UInt8 = 0x3f
    /// 41h: WRITE SAME (10).
    public static let writeSame10: UInt8 = 0x41
    /// 42h: UNMAP.
    public static let unmap: UInt8 = 0x42
    /// 48h: SANITIZE.
    public static let sanitize: UInt8 = 0x48
    /// 4Ch: LOG SELECT.
    public static let logSelect: UInt8 = 0x4c
    /// 4Dh: LOG SENSE.
    public static let logSense: UInt8 = 0x4d
    /// 55h: MODE SELECT (10).
    public static let modeSelect10: UInt8 = 0x55
    /// 56h: RESERVE (10).
    public static let reserve10: UInt8 = 0x56
    /// 57h: RELEASE (10).
    public static let release10: UInt8 = 0x57
    /// 5Ah: MODE SENSE (10).
    public static let modeSense10: UInt8 = 0x5a
    /// 5Eh: PERSISTENT RESERVE IN.
    public static let persistentReserveIn: UInt8 = 0x5e
    /// 5Fh: PERSISTENT RESERVE OUT.
    public static let persistentReserveOut: UInt8 = 0x5f
    /// 7Fh: Variable length CDB.
    public static let variableLength: UInt8 = 0x7f
    /// 83h: EXTENDED COPY.
    public static let extendedCopy: UInt8 = 0x83
    /// 84h: RECEIVE COPY RESULTS.
    public static let receiveCopyResults: UInt8 = 0x84
    /// 86h: ACCESS CONTROL IN.
    public static let accessControlIn: UInt8 = 0x86
    /// 87h: ACCESS CONTROL OUT.
    public static let accessControlOut: UInt8 = 0x87
    /// 88h: READ (16).
    public static let read16: UInt8 = 0x88
    /// 89h: COMPARE AND WRITE.
    public static let compareAndWrite: UInt8 = 0x89
    /// 8Ah: WRITE (16).
    public static let write16: UInt8 = 0x8a
    /// 8Bh: ORWRITE (16).
    public static let orWrite16: UInt8 = 0x8b
    /// 8Ch: READ ATTRIBUTE.
    public static let readAttribute: UInt8 = 0x8c
    /// 8Eh: WRITE AND VERIFY (16).
    public static let writeAndVerify16: UInt8 = 0x8e
    /// 8Fh: VERIFY (16).
    public static let verify16: UInt8 = 0x8f
    /// 90h: PRE-FETCH (16).
    public static let preFetch16: UInt8 = 0x90
    /// 91h: SYNCHRONIZE CACHE (16).
    public static let synchronizeCache16: UInt8 = 0x91
    /// 93h: WRITE SAME (16).
    public static let writeSame16: UInt8 = 0x93
    /// 94h: ZONE OUT.
    public static let zoneOut: UInt8 = 0x94
    /// 95h: ZONE IN.
    public static let zoneIn: UInt8 = 0x95
    /// 9Bh: READ BUFFER (16).
    public static let readBuffer16: UInt8 = 0x9b
    /// 9Ch: WRITE ATOMIC (16).
    public static let writeAtomic16: UInt8 = 0x9c
    /// 9Eh: SERVICE ACTION IN (16).
    public static let serviceActionIn16: UInt8 = 0x9e
    /// 9Fh: SERVICE ACTION OUT (16).
    public static let serviceActionOut16: UInt8 = 0x9f
    /// A0h: REPORT LUNS.
    public static let reportLUNs: UInt8 = 0xa0
    /// A2h: SECURITY PROTOCOL IN.
    public static let securityProtocolIn: UInt8 = 0xa2
    /// A3h: MAINTENANCE IN.
    public static let maintenanceIn: UInt8 = 0xa3
    /// A4h: MAINTENANCE OUT.
    public static let maintenanceOut: UInt8 = 0xa4
    /// A8h: READ (12).
    public static let read12: UInt8 = 0xa8
    /// AAh: WRITE (12).
    public static let write12: UInt8 = 0xaa
    /// AEh: WRITE AND VERIFY (12).
    public static let writeAndVerify12: UInt8 = 0xae
    /// AFh: VERIFY (12).
    public static let verify12: UInt8 = 0xaf
    /// B5h: SECURITY PROTOCOL OUT.
    public static let securityProtocolOut: UInt8 = 0xb5
    /// B7h: READ DEFECT DATA (12).
    public static let readDefectData12: UInt8 = 0xb7
}
