import SCSI
import Testing

struct SenseCodecTests {
    static func decode(_ bytes: [UInt8]) -> Sense? { Sense(decoding: bytes.span) }

    @Test func `fixed format is 18 bytes with additional length 10`() {
        let bytes = Sense(.unitAttention, .registrationsPreempted).fixed
        #expect(bytes == [0x70, 0, 6, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x2a, 5, 0, 0, 0, 0])
        #expect(bytes.count == Sense.fixedLength)
    }

    @Test func `descriptor format is 8 bytes`() {
        #expect(Sense.ioError.descriptor == [0x72, 0x0b, 0, 6, 0, 0, 0, 0])
    }

    @Test func `a field pointer is written in both formats`() {
        let sense = Sense.invalidFieldInCDB(byte: 2, bit: 3)
        #expect(sense.fixed[15...] == [0xcb, 0, 2])
        #expect(sense.descriptor == [0x72, 5, 0x24, 0, 0, 0, 0, 8, 2, 6, 0, 0, 0xcb, 0, 2, 0])
        #expect(Sense.invalidFieldInParameterList(byte: 0x120).fixed[15...] == [0x80, 1, 0x20])
    }

    @Test(arguments: [
        Sense(.noSense, .none), .invalidOperationCode, .parameterListLength, .reservationInformationLost,
        .invalidFieldInCDB(byte: 2, bit: 7), .invalidFieldInParameterList(byte: 8),
        .invalidFieldInParameterList(byte: 20, bit: 0), Sense(.mediumError, .unrecoveredReadError, isDeferred: true),
    ])
    func `both formats read back what was written`(sense: Sense) {
        #expect(Self.decode(sense.fixed) == sense)
        #expect(Self.decode(sense.descriptor) == sense)
    }

    @Test(arguments: SenseKey.allCases) func `every key is read from four bits`(key: SenseKey) {
        var bytes = Sense(key, .becomingReady).fixed
        // FILEMARK, EOM, ILI stand in the same byte.
        bytes[2] |= 0xe0
        #expect(Self.decode(bytes)?.key == key)
    }

    @Test func `sense data too short for a reason are none`() {
        let fixed = Sense.invalidOperationCode.fixed
        let descriptor = Sense.invalidOperationCode.descriptor
        for length in 0..<14 { #expect(Self.decode(Array(fixed.prefix(length))) == nil, "fixed, \(length)") }
        #expect(Self.decode(Array(fixed.prefix(14))) == .invalidOperationCode)
        for length in 0..<4 { #expect(Self.decode(Array(descriptor.prefix(length))) == nil, "descriptor, \(length)") }
        #expect(Self.decode(Array(descriptor.prefix(4))) == .invalidOperationCode)
    }

    @Test func `a field pointer is ignored where it is not valid or means something else`() {
        var bytes = Sense.invalidFieldInCDB(byte: 2).fixed
        bytes[15] &= 0x7f
        #expect(Self.decode(bytes)?.field == nil)
        var progress = Sense(.notReady, .becomingReady).fixed
        progress[15] = 0x80
        #expect(Self.decode(progress)?.field == nil)
    }

    @Test func `descriptors of other kinds are skipped and broken ones end the search`() {
        let head: [UInt8] = [0x72, 5, 0x24, 0, 0, 0, 0]
        let information: [UInt8] = [0, 10, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        let pointer: [UInt8] = [2, 6, 0, 0, 0xc0, 0, 9, 0]
        #expect(Self.decode(head + [20] + information + pointer)?.field?.byte == 9)
        #expect(Self.decode(head + [200] + information + pointer)?.field?.byte == 9)
        #expect(
            Self.decode(head + [20] + information + pointer.prefix(6)) == Sense(.illegalRequest, .invalidFieldInCDB))
        #expect(Self.decode(head + [255, 0, 255, 2])?.field == nil)
    }

    @Test func `any bytes are read without a trap`() {
        var random = SeededGenerator(seed: 1)
        var read = 0
        for _ in 0..<20_000 {
            let bytes = random.bytes(Int.random(in: 0...40, using: &random))
            if Self.decode(bytes) != nil { read += 1 }
        }
        #expect(read > 5_000)
    }

    @Test func `descriptions are short`() {
        #expect(Sense.invalidFieldInCDB(byte: 1).description == "5/24h/00h")
        #expect(Sense.ioError.description == "B/00h/06h")
        #expect(CommandResult.checkCondition(.reservationInformationLost).description == "CHECK CONDITION 7/44h/01h")
        #expect(SCSIStatus(rawValue: 0x77).description == "status 77h")
    }
}
