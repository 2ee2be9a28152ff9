import PRWire
import SCSI
import Testing

struct PRWireClientTests {
    /// An answer's fixed part, byte by byte.
    static func header(_ status: [UInt8], _ size: [UInt8], sense: [UInt8] = []) -> [UInt8] {
        status + size + sense + WireLab.zeroes(96 - sense.count)
    }

    static func begin(_ client: inout PRWireClient) throws {
        _ = try client.begin(try PRRequest(WireLab.readKeys))
    }

    @Test func `the greeting is answered with no features, whatever the helper has`() {
        var client = PRWireClient()
        #expect(client.wanted == 4)
        #expect(!client.isIdle)
        #expect(WireLab.receive(&client, [0x80, 0]) == .read)
        #expect(client.wanted == 2)
        #expect(WireLab.receive(&client, [0, 1]) == .greet([0, 0, 0, 0]))
        #expect(client.helperFeatures == 0x8000_0001)
        #expect(client.isIdle)
        #expect(client.wanted == 0)
    }

    @Test func `a command is sent as 16 bytes and the list`() throws {
        var client = WireLab.client()
        let message = try client.begin(try PRRequest(WireLab.register))
        #expect(message.command == WireLab.padded(WireLab.register.block))
        #expect(message.list == WireLab.register.parameterList)
        #expect(client.wanted == 104)
        #expect(!client.isIdle)
    }

    @Test func `a command begins only when the connection is idle`() throws {
        var fresh = PRWireClient()
        #expect(throws: PRWireError.self) { try Self.begin(&fresh) }
        var client = WireLab.client()
        try Self.begin(&client)
        let error = #expect(throws: PRWireError.self) { try Self.begin(&client) }
        #expect(error?.code == .misuse)
    }

    @Test func `an answer with data is complete when all have come`() throws {
        var client = WireLab.client()
        try Self.begin(&client)
        #expect(WireLab.receive(&client, Self.header([0, 0, 0, 0], [0, 0, 0, 3])) == .read)
        #expect(client.wanted == 3)
        #expect(WireLab.receive(&client, [1]) == .read)
        #expect(WireLab.receive(&client, [2, 3]) == .reply(PRReply(status: .good, data: [1, 2, 3])))
        #expect(client.isIdle)
        try Self.begin(&client)
    }

    @Test func `an answer byte by byte is the same`() throws {
        var client = WireLab.client()
        try Self.begin(&client)
        let bytes = Self.header([0, 0, 0, 2], [0, 0, 0, 0], sense: Sense.invalidOperationCode.fixed)
        for byte in bytes.dropLast() { #expect(WireLab.receive(&client, [byte]) == .read) }
        let expected = PRReply(.checkCondition(.invalidOperationCode))
        #expect(WireLab.receive(&client, [bytes.last ?? 0]) == .reply(expected))
        #expect(expected.result == .checkCondition(.invalidOperationCode))
    }

    @Test func `sense data without CHECK CONDITION are garbage and dropped`() throws {
        var client = WireLab.client()
        try Self.begin(&client)
        let bytes = Self.header([0, 0, 0, 0x18], [0, 0, 0, 0], sense: [UInt8](repeating: 0xaa, count: 96))
        #expect(WireLab.receive(&client, bytes) == .reply(PRReply(status: .reservationConflict)))
    }

    @Test(
        arguments: [
            // More data than there is room for, negative sizes, data that must not be there, numbers that are no status.
            ([0, 0, 0, 0], [0, 0, 0, 101]), ([0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff]), ([0, 0, 0, 0], [0x80, 0, 0, 0]),
            ([0, 0, 0, 2], [0, 0, 0, 1]), ([0, 0, 0, 0x18], [0, 0, 0, 8]), ([0, 0, 1, 0], [0, 0, 0, 0]),
            ([0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0]),
        ] as [([UInt8], [UInt8])])
    func `an answer that makes no sense fails the connection`(status: [UInt8], size: [UInt8]) throws {
        var client = WireLab.client()
        try Self.begin(&client)
        #expect(WireLab.code(WireLab.receive(&client, Self.header(status, size))) == .badReply)
        #expect(client.wanted == 0)
        let error = #expect(throws: PRWireError.self) { try Self.begin(&client) }
        #expect(error?.code == .badReply)
    }

    @Test func `an answer to PERSISTENT RESERVE OUT has no data`() throws {
        var client = WireLab.client()
        _ = try client.begin(try PRRequest(WireLab.register))
        #expect(WireLab.code(WireLab.receive(&client, Self.header([0, 0, 0, 0], [0, 0, 0, 1]))) == .badReply)
        client = WireLab.client()
        _ = try client.begin(try PRRequest(WireLab.register))
        #expect(WireLab.receive(&client, Self.header([0, 0, 0, 0], [0, 0, 0, 0])) == .reply(PRReply(status: .good)))
    }

    @Test func `bytes that nobody asked for fail the connection`() throws {
        var client = WireLab.client()
        #expect(WireLab.code(WireLab.receive(&client, [0])) == .unexpectedBytes)
        client = WireLab.client()
        try Self.begin(&client)
        #expect(WireLab.code(WireLab.receive(&client, WireLab.zeroes(105))) == .unexpectedBytes)
        #expect(WireLab.code(WireLab.receive(&client, [])) == .unexpectedBytes)
        #expect(WireLab.code(client.endOfStream()) == .unexpectedBytes)
    }

    @Test func `the end of the stream fails the connection wherever it comes`() throws {
        var client = PRWireClient()
        #expect(WireLab.code(client.endOfStream()) == .endOfStream)
        client = WireLab.client()
        #expect(WireLab.code(client.endOfStream()) == .endOfStream)
        client = WireLab.client()
        try Self.begin(&client)
        _ = WireLab.receive(&client, Self.header([0, 0, 0, 0], [0, 0, 0, 2]))
        #expect(WireLab.code(client.endOfStream()) == .endOfStream)
    }
}
