import PRWire
import SCSI
import Testing

/// Both ends talk to each other over a stream that is cut anywhere.
struct ConversationTests {
    /// SplitMix64, so that the cuts are the same every time.
    struct Cuts: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            let mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
            return mixed ^ (mixed >> 27)
        }
    }

    /// Gives a server bytes in random pieces and returns the last action.
    static func feed(_ server: inout PRWireServer, _ bytes: [UInt8], fds: Int, _ cuts: inout Cuts)
        -> PRWireServer.Action
    {
        var action = PRWireServer.Action.read
        var offset = 0
        while offset < bytes.count {
            let size = min(Int.random(in: 1...40, using: &cuts), server.wanted, bytes.count - offset)
            guard size > 0 else { return action }
            action = WireLab.receive(&server, Array(bytes[offset..<offset + size]), fds: offset == 0 ? fds : 0)
            offset += size
        }
        return action
    }

    static func feed(_ client: inout PRWireClient, _ bytes: [UInt8], _ cuts: inout Cuts) -> PRWireClient.Action {
        var action = PRWireClient.Action.read
        var offset = 0
        while offset < bytes.count {
            let size = min(Int.random(in: 1...40, using: &cuts), client.wanted, bytes.count - offset)
            guard size > 0 else { return action }
            action = WireLab.receive(&client, Array(bytes[offset..<offset + size]))
            offset += size
        }
        return action
    }

    @Test(arguments: 0..<20) func `what a client asks, a unit behind the server answers`(seed: UInt64) throws {
        var cuts = Cuts(state: seed)
        var client = PRWireClient()
        var server = PRWireServer()
        guard case .greet(let greeting) = Self.feed(&client, PRWireServer.greeting, &cuts) else {
            Issue.record("the client does not greet")
            return
        }
        #expect(Self.feed(&server, greeting, fds: 0, &cuts) == .read)
        let name = try #require(InitiatorName("client"))
        let nexus = Nexus(diskIdentity: [], name: name)
        var unit = ReservationUnit()
        var reference = ReservationUnit()
        for step in 0..<50 {
            let request: PRRequest
            if Bool.random(using: &cuts) {
                let length = UInt16.random(in: 0...64, using: &cuts)
                request = try PRRequest(
                    PersistentReserveIn(step % 2 == 0 ? .readKeys : .readFullStatus, allocationLength: length))
            } else {
                let key = UInt64.random(in: 0...2, using: &cuts)
                request = try PRRequest(
                    PersistentReserveOut(
                        [.register, .registerAndIgnoreExistingKey, .reserve, .clear][step % 4], type: .writeExclusive,
                        key: key, actionKey: UInt64.random(in: 0...2, using: &cuts)))
            }
            let message = try client.begin(request)
            var action = Self.feed(&server, message.command, fds: 1, &cuts)
            if !message.list.isEmpty {
                #expect(action == .read)
                action = Self.feed(&server, message.list, fds: 0, &cuts)
            }
            guard case .execute(let given) = action else {
                Issue.record("step \(step): the server executes nothing")
                return
            }
            let outcome = unit.execute(given.block.span, list: given.list.span, from: nexus)
            let (block, list) = (request.command, request.list)
            let expected = reference.execute(block.span, list: list.span, from: nexus)
            let bytes = try server.reply(PRReply(outcome.result, data: outcome.data))
            guard case .reply(let reply) = Self.feed(&client, bytes, &cuts) else {
                Issue.record("step \(step): the client got no answer")
                return
            }
            #expect(reply.result == expected.result)
            #expect(reply.data == expected.data)
        }
        #expect(unit == reference)
        #expect(client.isIdle)
        #expect(server.isIdle)
    }
}
