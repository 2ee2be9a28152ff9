import SCSI
import Testing

struct PersistentReserveOutTests {
    static func decode(_ block: [UInt8], _ list: [UInt8]) throws(Sense) -> PersistentReserveOut {
        try PersistentReserveOut(decoding: block.span, list: list.span)
    }

    @Test(arguments: PersistentReserveOut.ServiceAction.allCases)
    func `a command is written and read back`(action: PersistentReserveOut.ServiceAction) throws {
        var command = PersistentReserveOut(action, type: .exclusiveAccess, key: 0x0102_0304_0506_0708, actionKey: 9)
        command.persistsThroughPowerLoss = true
        if action == .registerAndMove {
            command.unregistersSender = true
            command.relativeTargetPort = 1
            command.setTransportIDs([.sas(address: 5)])
        } else {
            command.allTargetPorts = true
        }
        #expect(command.block.count == 10)
        #expect(command.block[1] == action.rawValue)
        #expect(command.block[2] == 0x03)
        #expect(try Self.decode(command.block, command.parameterList) == command)
        #expect(try Self.decode(command.block, command.parameterList + [1, 2, 3]) == command)
    }

    @Test func `the basic list is 24 bytes with its flags in byte 20`() {
        var command = PersistentReserveOut(.register, key: 1, actionKey: 2)
        command.allTargetPorts = true
        command.persistsThroughPowerLoss = true
        #expect(
            command.parameterList == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0x05, 0, 0, 0])
        #expect(command.block[5...8] == [0, 0, 0, 24])
    }

    @Test func `the list of REGISTER AND MOVE has its flags in byte 17`() {
        var command = PersistentReserveOut(.registerAndMove, key: 1, actionKey: 2)
        command.unregistersSender = true
        command.persistsThroughPowerLoss = true
        command.relativeTargetPort = 0x0102
        command.setTransportIDs([.sas(address: 5)])
        #expect(command.parameterList[16..<24] == [0, 3, 1, 2, 0, 0, 0, 24])
        #expect(command.parameterList.count == 48)
    }

    @Test func `SPEC_I_PT brings a length and TransportIDs along`() throws {
        var command = PersistentReserveOut(.register, key: 0, actionKey: 2)
        command.specifiesInitiatorPorts = true
        command.setTransportIDs([.sas(address: 5), .fibreChannel(portName: 6)])
        #expect(command.parameterList[20] == 8)
        #expect(command.parameterList[24..<28] == [0, 0, 0, 48])
        #expect(try Self.decode(command.block, command.parameterList) == command)
    }

    @Test(arguments: [0, 1, 23, 25, 28, 48, 8192, 8193, 0x1_0018, 0xffff_ffff])
    func `a list that is not 24 bytes long is a length error`(length: UInt64) {
        let block = [0x5f, 1, 1, 0, 0] + NaiveReservations.number(length, 4) + [0]
        #expect(throws: Sense.parameterListLength) { try Self.decode(block, [UInt8](repeating: 0, count: 9000)) }
    }

    @Test func `a list shorter than the block says is a length error`() {
        let command = PersistentReserveOut(.register, key: 1)
        #expect(throws: Sense.parameterListLength) {
            try Self.decode(command.block, Array(command.parameterList.dropLast()))
        }
    }

    @Test(arguments: UInt8(9)...31) func `other service actions are invalid before the length is`(action: UInt8) {
        #expect(throws: Sense.invalidFieldInCDB(byte: 1, bit: 4)) {
            try Self.decode([0x5f, action, 0, 0, 0, 0, 0, 0, 0, 0], [])
        }
    }

    @Test func `a short block or another opcode is refused`() {
        #expect(throws: Sense.invalidFieldInCDB(byte: 1, bit: 4)) { try Self.decode([0x5f, 0], []) }
        #expect(throws: Sense.invalidOperationCode) { try Self.decode([0x5e, 0, 0, 0, 0, 0, 0, 0, 24, 0], []) }
        #expect(throws: Sense.invalidOperationCode) { try Self.decode([], []) }
    }
}
