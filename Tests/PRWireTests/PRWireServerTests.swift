import PRWire
import SCSI
import Testing

struct PRWireServerTests {
    static let readKeys = WireLab.padded(WireLab.readKeys.block)
    static let register = WireLab.padded(WireLab.register.block)

    @Test func `a client that wants no features may begin`() {
        #expect(PRWireServer.greeting == [0, 0, 0, 0])
        var server = PRWireServer()
        #expect(server.wanted == 4)
        #expect(!server.isIdle)
        #expect(WireLab.receive(&server, [0, 0]) == .read)
        #expect(WireLab.receive(&server, [0, 0]) == .read)
        #expect(server.wanted == 16)
        #expect(server.isIdle)
    }

    @Test(arguments: 0..<32) func `a client that wants a feature is closed`(bit: Int) {
        var server = PRWireServer()
        var bytes = WireLab.zeroes(4)
        bytes[bit / 8] = 1 << UInt8(bit % 8)
        #expect(WireLab.code(WireLab.receive(&server, bytes)) == .unsupportedFeatures)
    }

    @Test func `PERSISTENT RESERVE IN is executed at once`() throws {
        var server = WireLab.server()
        guard case .execute(let command) = WireLab.receive(&server, Self.readKeys, fds: 1) else {
            Issue.record("the command is not executed")
            return
        }
        #expect(command.action == .read(.readKeys))
        #expect(command.block == WireLab.readKeys.block)
        #expect(command.list.isEmpty)
        #expect(command.allocationLength == 100)
        #expect(!command.isOut)
        #expect(server.wanted == 0)
        let bytes = try server.reply(PRReply(status: .good, data: [1, 2]))
        #expect(bytes.count == 106)
        #expect(server.isIdle)
    }

    @Test func `PERSISTENT RESERVE OUT is executed when its list has come`() throws {
        var server = WireLab.server()
        #expect(WireLab.receive(&server, Self.register, fds: 1) == .read)
        #expect(server.wanted == 24)
        let list = WireLab.register.parameterList
        #expect(WireLab.receive(&server, Array(list.prefix(10))) == .read)
        guard case .execute(let command) = WireLab.receive(&server, Array(list.dropFirst(10))) else {
            Issue.record("the command is not executed")
            return
        }
        #expect(command.action == .write(.register))
        #expect(command.isOut)
        #expect(command.list == list)
        #expect(command.block == WireLab.register.block)
        let reply = try server.reply(PRReply(status: .good, data: [1, 2, 3]))
        #expect(reply.has(WireLab.zeroes(104)))
    }

    @Test func `nothing of the block but its known fields survives`() {
        var server = WireLab.server()
        let dirty: [UInt8] = [0x5e, 0xe1, 9, 9, 9, 9, 9, 0, 100, 0xff, 1, 2, 3, 4, 5, 6]
        guard case .execute(let read) = WireLab.receive(&server, dirty, fds: 1) else {
            Issue.record("the command is not executed")
            return
        }
        #expect(read.block == [0x5e, 1, 0, 0, 0, 0, 0, 0, 100, 0])
        server = WireLab.server()
        let write: [UInt8] = [0x5f, 0xe3, 0x15, 9, 9, 0, 0, 0, 0, 0xff, 1, 2, 3, 4, 5, 6]
        guard case .execute(let clear) = WireLab.receive(&server, write, fds: 1) else {
            Issue.record("the command is not executed")
            return
        }
        #expect(clear.block == [0x5f, 3, 0x15, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `the descriptor may ride on any part of the block`() {
        for split in 1..<16 {
            for part in 0...1 {
                var server = WireLab.server()
                let first = WireLab.receive(&server, Array(Self.readKeys.prefix(split)), fds: 1 - part)
                #expect(first == .read)
                #expect(!server.isIdle)
                guard case .execute = WireLab.receive(&server, Array(Self.readKeys.dropFirst(split)), fds: part) else {
                    Issue.record("split \(split), part \(part)")
                    return
                }
            }
        }
    }

    @Test func `none, two or late descriptors close the connection`() {
        var server = WireLab.server()
        #expect(WireLab.code(WireLab.receive(&server, Self.readKeys)) == .badDescriptors)
        server = WireLab.server()
        #expect(WireLab.code(WireLab.receive(&server, Self.readKeys, fds: 2)) == .badDescriptors)
        server = WireLab.server()
        #expect(WireLab.receive(&server, [0x5e], fds: 1) == .read)
        #expect(WireLab.code(WireLab.receive(&server, [0], fds: 1)) == .badDescriptors)
        server = WireLab.server()
        #expect(WireLab.receive(&server, Self.register, fds: 1) == .read)
        #expect(WireLab.code(WireLab.receive(&server, [0], fds: 1)) == .badDescriptors)
        server = PRWireServer()
        #expect(WireLab.code(WireLab.receive(&server, [0], fds: 1)) == .badDescriptors)
        for strange in [-1, Int.min, Int.max] {
            server = WireLab.server()
            #expect(WireLab.code(WireLab.receive(&server, [0x5e], fds: strange)) == .badDescriptors)
        }
    }

    @Test func `each command needs a descriptor of its own`() throws {
        var server = WireLab.server()
        _ = WireLab.receive(&server, Self.readKeys, fds: 1)
        _ = try server.reply(PRReply(status: .good))
        #expect(WireLab.code(WireLab.receive(&server, Self.readKeys)) == .badDescriptors)
    }

    @Test(
        arguments: [
            ([0x12, 0, 0, 0, 36, 0], .badCommand), ([0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0], .badCommand),
            ([0x5e, 0, 0, 0, 0, 0, 0, 0x20, 1, 0], .badLength), ([0x5f, 0, 0, 0, 0, 0, 0, 0x20, 1, 0], .badLength),
            ([0x5f, 0, 0, 0, 0, 1, 0, 0, 24, 0], .badLength), ([0x5f, 0, 0, 0, 0, 0, 1, 0, 24, 0], .badLength),
        ] as [([UInt8], PRWireError.Code)])
    func `a block against the protocol closes the connection`(block: [UInt8], code: PRWireError.Code) {
        var server = WireLab.server()
        #expect(WireLab.code(WireLab.receive(&server, WireLab.padded(block), fds: 1)) == code)
        #expect(WireLab.code(WireLab.receive(&server, Self.readKeys, fds: 1)) == code)
        #expect(server.wanted == 0)
    }

    @Test func `bytes 5 and 6 of PERSISTENT RESERVE IN are reserved and ignored`() {
        var server = WireLab.server()
        let block: [UInt8] = [0x5e, 0, 0, 0, 0, 1, 1, 0, 8, 0]
        guard case .execute(let command) = WireLab.receive(&server, WireLab.padded(block), fds: 1) else {
            Issue.record("the command is not executed")
            return
        }
        #expect(command.allocationLength == 8)
    }

    @Test func `service actions that do not exist are answered here`() {
        let sense = PRReply(.checkCondition(.invalidFieldInCDB(byte: 1, bit: 4))).encoded(allocationLength: 0)
        for action in UInt8(4)...31 {
            var server = WireLab.server()
            let block: [UInt8] = [0x5e, action, 0, 0, 0, 0, 0, 0, 8, 0]
            #expect(WireLab.receive(&server, WireLab.padded(block), fds: 1) == .answer(sense))
            #expect(server.isIdle)
        }
        for action in UInt8(9)...31 {
            var server = WireLab.server()
            let block: [UInt8] = [0x5f, action, 0, 0, 0, 0, 0, 0, 2, 0]
            #expect(WireLab.receive(&server, WireLab.padded(block), fds: 1) == .read)
            #expect(WireLab.receive(&server, [1, 2]) == .answer(sense))
        }
    }

    @Test func `bytes out of turn close the connection`() {
        var server = WireLab.server()
        _ = WireLab.receive(&server, Self.readKeys, fds: 1)
        #expect(WireLab.code(WireLab.receive(&server, [0x5e])) == .unexpectedBytes)
        server = WireLab.server()
        #expect(WireLab.code(WireLab.receive(&server, Self.readKeys + [0], fds: 1)) == .unexpectedBytes)
    }

    @Test func `a client may leave between commands, anywhere else it is cut short`() {
        var server = WireLab.server()
        #expect(server.endOfStream() == .close(nil))
        #expect(WireLab.receive(&server, []) == .close(nil))
        server = PRWireServer()
        #expect(WireLab.code(server.endOfStream()) == .endOfStream)
        server = WireLab.server()
        _ = WireLab.receive(&server, [0x5e])
        #expect(WireLab.code(server.endOfStream()) == .endOfStream)
        server = WireLab.server()
        _ = WireLab.receive(&server, Self.register, fds: 1)
        #expect(WireLab.code(server.endOfStream()) == .endOfStream)
    }

    @Test func `there is one answer to a command`() throws {
        var server = WireLab.server()
        let early = #expect(throws: PRWireError.self) { try server.reply(PRReply(status: .good)) }
        #expect(early?.code == .misuse)
        _ = WireLab.receive(&server, Self.readKeys, fds: 1)
        _ = try server.reply(PRReply(status: .good))
        #expect(throws: PRWireError.self) { try server.reply(PRReply(status: .good)) }
    }
}
