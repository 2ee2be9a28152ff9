import PRWire
import SCSI
import Testing

struct PRRequestTests {
    @Test func `a command is padded to 16 bytes and keeps its list`() throws {
        let request = try PRRequest(WireLab.register)
        #expect(request.commandBytes == WireLab.padded(WireLab.register.block))
        #expect(request.list == WireLab.register.parameterList)
        #expect(request.isOut)
        #expect(request.allocationLength == 0)
        let read = try PRRequest(WireLab.readKeys)
        #expect(!read.isOut)
        #expect(read.list.isEmpty)
        #expect(read.allocationLength == 100)
    }

    @Test func `reserved bytes and the control byte do not travel`() throws {
        let command: [UInt8] = [0x5e, 0, 0, 0, 0, 0, 0, 0, 100, 0xff, 1, 2, 3, 4, 5, 6]
        let request = try WireLab.request(command, .fromDevice)
        #expect(request.command == WireLab.readKeys.block)
    }

    @Test func `a short block is filled with zeroes`() throws {
        let request = try WireLab.request([0x5e, 1], .none)
        #expect(request.command == [0x5e, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test(
        arguments: [
            ([], .fromDevice, 0, .badCommand),
            ([UInt8](repeating: 0x5e, count: 17), .fromDevice, 0, .badCommand),
            ([0x12, 0, 0, 0, 36, 0], .fromDevice, 100, .badCommand),
            ([0x5e, 0, 0, 0, 0, 0, 0, 0, 8, 0], .toDevice, 100, .badCommand),
            ([0x5e, 0, 0, 0, 0, 0, 0, 0, 8, 0], .none, 100, .badCommand),
            ([0x5e, 0, 0, 0, 0, 0, 0, 0, 0, 0], .toDevice, 100, .badCommand),
            ([0x5f, 0, 0, 0, 0, 0, 0, 0, 24, 0], .fromDevice, 100, .badCommand),
            ([0x5e, 0, 0, 0, 0, 0, 0, 0, 8, 0], .fromDevice, 7, .badLength),
            ([0x5e, 0, 0, 0, 0, 0, 0, 0x20, 1, 0], .fromDevice, 10000, .badLength),
            ([0x5f, 0, 0, 0, 0, 0, 0, 0x20, 1, 0], .toDevice, 10000, .badLength),
            ([0x5f, 0, 0, 0, 0, 0, 1, 0, 24, 0], .toDevice, 100_000, .badLength),
            ([0x5f, 0, 0, 0, 0, 1, 0, 0, 24, 0], .toDevice, 100_000, .badLength),
            // The list is shorter than the buffer that was promised.
            ([0x5f, 0, 0, 0, 0, 0, 0, 0, 25, 0], .toDevice, 100, .badLength),
        ] as [([UInt8], DataDirection, Int, PRWireError.Code)])
    func `what no helper could take is refused at once`(
        command: [UInt8], direction: DataDirection, room: Int, code: PRWireError.Code
    ) {
        let error = #expect(throws: PRWireError.self) {
            try WireLab.request(command, direction, list: WireLab.zeroes(24), room: room)
        }
        #expect(error?.code == code)
    }

    @Test func `the longest transfers are taken`() throws {
        let read = try WireLab.request([0x5e, 0, 0, 0, 0, 0, 0, 0x20, 0, 0], .fromDevice)
        #expect(read.allocationLength == 8192)
        let list = WireLab.zeroes(9000)
        let write = try WireLab.request([0x5f, 0, 0, 0, 0, 0, 0, 0x20, 0, 0], .toDevice, list: list, room: 9000)
        #expect(write.list.count == 8192)
    }
}
