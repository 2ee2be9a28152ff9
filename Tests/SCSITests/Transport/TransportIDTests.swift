import SCSI
import Testing

struct TransportIDTests {
    static func decode(_ bytes: [UInt8], at start: Int = 0) throws -> (id: TransportID, length: Int) {
        try TransportID.decode(bytes.span, at: start)
    }

    @Test func `a Fibre Channel port has its name at byte 8`() {
        let bytes = TransportID.fibreChannel(portName: 0x2100_0024_ff12_3456).encoded
        #expect(bytes == [0, 0, 0, 0, 0, 0, 0, 0, 0x21, 0, 0, 0x24, 0xff, 0x12, 0x34, 0x56, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `a SAS port has its address at byte 4`() {
        let bytes = TransportID.sas(address: 0x3001_0203_0405_0607).encoded
        #expect(bytes == [6, 0, 0, 0, 0x30, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `an iSCSI name is terminated, padded and at least 20 bytes`() {
        let short = TransportID.iscsi(name: "iqn.a", sessionID: nil).encoded
        #expect(short == [5, 0, 0, 20] + Array("iqn.a".utf8) + [UInt8](repeating: 0, count: 15))
        let exact = TransportID.iscsi(name: String(repeating: "n", count: 20), sessionID: nil).encoded
        #expect(exact.count == 4 + 24)
        let port = TransportID.iscsi(name: "iqn.a", sessionID: 0x0002_3d00_0001).encoded
        #expect(port.prefix(4) == [0x45, 0, 0, 24])
        #expect(port.dropFirst(4).prefix(22) == Array("iqn.a,i,0x00023d000001".utf8)[...])
    }

    @Test(
        arguments: [
            .fibreChannel(portName: 1), .sas(address: UInt64.max),
            .iscsi(name: "iqn.2004-10.com.ubuntu:01", sessionID: nil),
            .iscsi(name: "iqn.a", sessionID: 0xffff_ffff_ffff),
            .iscsi(name: String(repeating: "x", count: 223), sessionID: 0),
            .iscsi(name: "eui.ü", sessionID: nil),
        ] as [TransportID])
    func `what is written is read back, wherever it stands`(id: TransportID) throws {
        let (first, length) = try Self.decode(id.encoded)
        #expect(first == id)
        #expect(length == id.encoded.count)
        #expect(length % 4 == 0)
        let (second, _) = try Self.decode([1, 2, 3] + id.encoded + [9], at: 3)
        #expect(second == id)
    }

    static let bad: [([UInt8], Int)] = [
        ([], 0),
        ([6], 0),
        (Array(TransportID.sas(address: 1).encoded.dropLast()), 0),
        ([0x46] + zeroes(23), 0),
        ([0x04] + zeroes(23), 0),
        ([0x85] + zeroes(23), 0),
        ([0x05, 0, 0], 0),
        ([0x05, 0, 0, 16] + zeroes(20), 2),
        ([0x05, 0, 0, 22] + zeroes(22), 2),
        ([0x05, 0, 0, 24] + zeroes(20), 2),
        ([0x05, 0, 0, 20] + [UInt8](repeating: 0x61, count: 20), 4),
        ([0x05, 0, 0, 20] + zeroes(20), 4),
        ([0x05, 0, 0, 20, 0xff, 0xfe] + zeroes(18), 4),
        ([0x05, 0, 0, 20, 0x61, 0x20, 0x61] + zeroes(17), 4),
        ([0x45, 0, 0, 20, 0x61] + zeroes(19), 4),
        ([0x45, 0, 0, 24] + Array("iqn.a,j,0x00023d000001".utf8) + [0, 0], 4),
        ([0x45, 0, 0, 24] + Array("iqn.a,i,0x00023d00000g".utf8) + [0, 0], 4),
        ([0x05, 0, 1, 4] + [UInt8](repeating: 0x61, count: 224) + zeroes(36), 4),
    ]

    static func zeroes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    @Test(arguments: bad) func `a bad one is refused at the byte at fault`(bytes: [UInt8], offset: Int) {
        let error = #expect(throws: DataFormatError.self) { try Self.decode(bytes) }
        #expect(error?.offset == offset)
    }

    @Test func `a list is read to its end or not at all`() throws {
        let ids: [TransportID] = [.sas(address: 1), .iscsi(name: "iqn.b", sessionID: 7), .fibreChannel(portName: 2)]
        let bytes = ids.flatMap(\.encoded)
        #expect(try TransportID.decodeList(bytes.span) == ids)
        #expect(try TransportID.decodeList([UInt8]().span) == [])
        let error = #expect(throws: DataFormatError.self) {
            try TransportID.decodeList(Array(bytes.dropLast()).span)
        }
        #expect(error?.offset == bytes.count - 24)
    }

    @Test func `unknown transports keep their bytes and say their protocol`() {
        #expect(TransportID.other([0x8a, 1]).encoded == [0x8a, 1])
        #expect(TransportID.other([0x8a, 1]).protocolIdentifier == 0xa)
        #expect(TransportID.other([]).protocolIdentifier == nil)
        #expect(TransportID.iscsi(name: "a", sessionID: nil).protocolIdentifier == 5)
    }
}
