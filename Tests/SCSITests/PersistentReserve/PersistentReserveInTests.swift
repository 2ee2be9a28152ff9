import SCSI
import Testing

struct PersistentReserveInTests {
    static func decode(_ block: [UInt8]) throws(Sense) -> PersistentReserveIn {
        try PersistentReserveIn(decoding: block.span)
    }

    @Test(arguments: PersistentReserveIn.ServiceAction.allCases)
    func `a block is written and read back`(action: PersistentReserveIn.ServiceAction) throws {
        let command = PersistentReserveIn(action, allocationLength: 0x1234)
        #expect(command.block == [0x5e, action.rawValue, 0, 0, 0, 0, 0, 0x12, 0x34, 0])
        #expect(try Self.decode(command.block + [0, 0, 0, 0, 0, 0]) == command)
    }

    @Test(arguments: UInt8(4)...31) func `other service actions are invalid fields`(action: UInt8) {
        let error = #expect(throws: Sense.self) { try Self.decode([0x5e, action, 0, 0, 0, 0, 0, 0, 8, 0]) }
        #expect(error == .invalidFieldInCDB(byte: 1, bit: 4))
    }

    @Test func `a short block or another opcode is refused`() {
        #expect(throws: Sense.invalidFieldInCDB(byte: 1, bit: 4)) { try Self.decode([0x5e, 0, 0, 0, 0, 0]) }
        #expect(throws: Sense.invalidOperationCode) { try Self.decode([0x5f, 0, 0, 0, 0, 0, 0, 0, 8, 0]) }
        #expect(throws: Sense.invalidOperationCode) { try Self.decode([]) }
    }

    @Test func `keys are one entry a registration, the length is untruncated`() throws {
        let data = ReadKeysData(generation: 7, keys: [0x0102_0304_0506_0708, 9, 9])
        #expect(data.encoded.prefix(16) == [0, 0, 0, 7, 0, 0, 0, 24, 1, 2, 3, 4, 5, 6, 7, 8])
        #expect(data.encoded.count == 32)
        #expect(try ReadKeysData(decoding: data.encoded.span) == data)
        for length in 8..<32 {
            let part = try ReadKeysData(decoding: Array(data.encoded.prefix(length)).span)
            #expect(part.keys == Array(data.keys.prefix((length - 8) / 8)))
            #expect(part.totalCount == 3)
        }
    }

    @Test(arguments: [[], [0, 0, 0, 1, 0, 0, 0], [0, 0, 0, 1, 0, 0, 0, 7]] as [[UInt8]])
    func `keys without a header or of odd length are refused`(bytes: [UInt8]) {
        #expect(throws: DataFormatError.self) { try ReadKeysData(decoding: bytes.span) }
    }

    @Test func `a reservation is 16 bytes after the header, none is no bytes`() throws {
        let none = ReadReservationData(generation: 3, held: nil)
        #expect(none.encoded == [0, 0, 0, 3, 0, 0, 0, 0])
        let held = ReadReservationData(generation: 3, held: .init(key: 5, type: .writeExclusiveRegistrantsOnly))
        #expect(
            held.encoded == [0, 0, 0, 3, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0x05, 0, 0])
        for data in [none, held] { #expect(try ReadReservationData(decoding: data.encoded.span) == data) }
    }

    @Test(
        arguments: [
            [0, 0, 0, 3, 0, 0, 0], [0, 0, 0, 3, 0, 0, 0, 8] + [UInt8](repeating: 1, count: 16),
            [0, 0, 0, 3, 0, 0, 0, 16] + [UInt8](repeating: 1, count: 15),
            [0, 0, 0, 3, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0x02, 0, 0],
        ] as [[UInt8]])
    func `a reservation that makes no sense is refused`(bytes: [UInt8]) {
        #expect(throws: DataFormatError.self) { try ReadReservationData(decoding: bytes.span) }
    }

    @Test func `capabilities have their bits where the standard puts them`() throws {
        var capabilities = ReservationCapabilities()
        #expect(capabilities.encoded == [0, 8, 0, 0, 0, 0, 0, 0])
        capabilities.replacesLostReservations = true
        capabilities.handlesCompatibleReservations = true
        capabilities.acceptsInitiatorPorts = true
        capabilities.acceptsAllTargetPorts = true
        capabilities.canPersist = true
        capabilities.persists = true
        capabilities.allowCommands = 4
        capabilities.types = Set(ReservationType.allCases)
        #expect(capabilities.encoded == [0, 8, 0x9d, 0xc1, 0xea, 0x01, 0, 0])
        #expect(try ReservationCapabilities(decoding: capabilities.encoded.span) == capabilities)
        capabilities.types = [.exclusiveAccess]
        #expect(capabilities.encoded[4...5] == [0x08, 0])
        #expect(throws: DataFormatError.self) { try ReservationCapabilities(decoding: [0, 8, 0].span) }
        #expect(throws: DataFormatError.self) { try ReservationCapabilities(decoding: [0, 7, 0, 0, 0, 0, 0, 0].span) }
    }

    @Test(arguments: zip(ReservationType.allCases, [0x0200, 0x0800, 0x2000, 0x4000, 0x8000, 0x0001] as [UInt16]))
    func `every type has its bit and its number`(type: ReservationType, bit: UInt16) {
        #expect(type.maskBit == bit)
        #expect(ReservationType(linuxNumber: type.linuxNumber) == type)
        #expect(ReservationType.completeMask == 0xea01)
    }

    @Test func `numbers of Linux and NVMe go from one to six`() {
        #expect(ReservationType.allCases.map(\.linuxNumber) == [1, 2, 3, 4, 5, 6])
        #expect(ReservationType(linuxNumber: 0) == nil)
        #expect(ReservationType(linuxNumber: 7) == nil)
    }

    @Test func `full status describes each registration and keeps unknown transports`() throws {
        let data = ReadFullStatusData(
            generation: 1,
            descriptors: [
                .init(
                    key: 5, allTargetPorts: true, held: .writeExclusive, relativeTargetPort: 1,
                    initiatorPort: .sas(address: 0x3000_0000_0000_0001)),
                .init(
                    key: 6, allTargetPorts: false, held: nil, relativeTargetPort: 2,
                    initiatorPort: .iscsi(name: "iqn.x", sessionID: nil)),
                .init(
                    key: 7, allTargetPorts: false, held: nil, relativeTargetPort: 3, initiatorPort: .other([0x8a, 1])),
            ])
        let bytes = data.encoded
        #expect(bytes[4..<8] == [0, 0, 0, 48 + 48 + 26])
        #expect(bytes[8..<32] == [0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 24])
        #expect(bytes[32..<36] == [6, 0, 0, 0])
        #expect(try ReadFullStatusData(decoding: bytes.span) == data)
        for length in 8..<bytes.count {
            let part = try ReadFullStatusData(decoding: Array(bytes.prefix(length)).span)
            #expect(part.isTruncated)
            #expect(part.descriptors == Array(data.descriptors.prefix(length < 56 ? 0 : length < 104 ? 1 : 2)))
        }
    }

    @Test func `full status with a type that is none is refused`() {
        var bytes = ReadFullStatusData(
            generation: 1,
            descriptors: [
                .init(
                    key: 5, allTargetPorts: false, held: .writeExclusive, relativeTargetPort: 1,
                    initiatorPort: .sas(address: 1))
            ]
        ).encoded
        bytes[8 + 13] = 0x04
        #expect(throws: DataFormatError.self) { try ReadFullStatusData(decoding: bytes.span) }
    }

    @Test func `any answer of a device is read without a trap`() {
        var random = SeededGenerator(seed: 2)
        var read = 0
        for _ in 0..<5_000 {
            let bytes = random.bytes(Int.random(in: 0...80, using: &random))
            if (try? ReadKeysData(decoding: bytes.span)) != nil { read += 1 }
            if (try? ReadReservationData(decoding: bytes.span)) != nil { read += 1 }
            if (try? ReadFullStatusData(decoding: bytes.span)) != nil { read += 1 }
            if (try? ReservationCapabilities(decoding: bytes.span)) != nil { read += 1 }
        }
        #expect(read > 5_000)
    }
}
