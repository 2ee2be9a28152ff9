import PRWire
import SCSI
import Testing

struct PRReplyTests {
    @Test func `success carries the data and no sense data`() {
        let bytes = PRReply(status: .good, senseBytes: [1, 2, 3], data: [7, 8, 9]).encoded(allocationLength: 100)
        #expect(bytes.prefix(8).has([0, 0, 0, 0, 0, 0, 0, 3]))
        #expect(bytes[8..<104].allSatisfy { $0 == 0 })
        #expect(bytes.dropFirst(104).has([7, 8, 9]))
    }

    @Test func `data are cut to what the command takes`() {
        let reply = PRReply(.good, data: [7, 8, 9])
        #expect(reply.encoded(allocationLength: 2).count == 106)
        #expect(reply.encoded(allocationLength: 2)[7] == 2)
        #expect(reply.encoded(allocationLength: 0).count == 104)
        #expect(reply.encoded(allocationLength: -1).count == 104)
    }

    @Test func `a failure carries sense data and no data`() {
        let bytes = PRReply(.checkCondition(.parameterListLength), data: [7]).encoded(allocationLength: 100)
        #expect(bytes.count == 104)
        #expect(bytes.prefix(8).has([0, 0, 0, 2, 0, 0, 0, 0]))
        #expect(bytes[8..<26].has(Sense.parameterListLength.fixed))
        #expect(bytes[26...].allSatisfy { $0 == 0 })
    }

    @Test func `a conflict carries nothing`() {
        let bytes = PRReply(status: .reservationConflict, senseBytes: [0x70, 1], data: [1]).encoded(allocationLength: 9)
        #expect(bytes.has([0, 0, 0, 0x18] + WireLab.zeroes(100)))
    }

    @Test func `sense data of a device are padded or cut to 96 bytes`() {
        #expect(PRReply(status: .checkCondition, senseBytes: [0x72]).senseBytes.has([0x72] + WireLab.zeroes(95)))
        let long = PRReply(status: .checkCondition, senseBytes: [UInt8](repeating: 5, count: 252))
        #expect(long.senseBytes.has([UInt8](repeating: 5, count: 96)))
    }

    @Test func `what cannot be read as sense data is an I/O error or what it says`() {
        #expect(PRReply(.checkCondition(.invalidRelease)).result == .checkCondition(.invalidRelease))
        #expect(PRReply(status: .checkCondition).result == .checkCondition(Sense(.noSense, .none)))
        #expect(PRReply(status: .busy).result == CommandResult(.busy))
        var empty = PRReply(status: .checkCondition)
        empty.senseBytes = []
        #expect(empty.result == .checkCondition(.ioError))
    }
}
