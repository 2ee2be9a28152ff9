import SCSI
import Testing

/// The checks that every PERSISTENT RESERVE OUT passes, and their order.
struct CommonChecksTests {
    typealias Action = PersistentReserveOut.ServiceAction

    @Test func `a unit attention comes before everything, once`() {
        var lab = Lab()
        lab.unit.handle(.deviceReset)
        let bad: [UInt8] = [0x5f, 31, 0, 0, 0, 0, 0, 0, 0, 0]
        #expect(lab.execute(bad, from: Lab.a).result == failure(.unitAttention, 0x2903))
        #expect(lab.execute(bad, from: Lab.a).result.plain == invalidCDB)
        #expect(lab.execute([0x5e, 31, 0, 0, 0, 0, 0, 0, 0, 0], from: Lab.b).result == failure(.unitAttention, 0x2903))
        #expect(lab.out(.reserve, from: Lab.c, key: 9, type: .writeExclusive) == failure(.unitAttention, 0x2903))
        #expect(lab.out(.reserve, from: Lab.c, key: 9, type: .writeExclusive) == conflict)
    }

    @Test func `a command that reports a unit attention is not executed`() {
        var lab = Lab()
        lab.unit.handle(.deviceReset)
        lab.out(.register, from: Lab.a, to: 1)
        #expect(lab.keys.isEmpty)
        #expect(lab.generation == 0)
    }

    @Test(arguments: [Action.reserve, .release, .preempt, .preemptAndAbort], [UInt8(0), 2, 4, 9, 15])
    func `types that are none are invalid, even from strangers`(action: Action, type: UInt8) {
        var lab = Lab()
        let result = lab.out(action, from: Lab.a, key: 9, to: 9) { $0.typeCode = type }
        #expect(result == .checkCondition(.invalidFieldInCDB(byte: 2, bit: 3)))
    }

    @Test(arguments: [Action.reserve, .release, .preempt, .preemptAndAbort], UInt8(1)...15)
    func `scopes but the logical unit are invalid`(action: Action, scope: UInt8) {
        var lab = Lab.with([(Lab.a, 1)])
        let result = lab.out(action, from: Lab.a, key: 1, to: 1, type: .writeExclusive) { $0.scope = scope }
        #expect(result == .checkCondition(.invalidFieldInCDB(byte: 2, bit: 7)))
    }

    @Test(arguments: [Action.register, .registerAndIgnoreExistingKey, .clear])
    func `scope and type are ignored where they mean nothing`(action: Action) {
        var lab = Lab.with([(Lab.a, 1)])
        let result = lab.out(action, from: Lab.a, key: 1, to: 2) {
            $0.scope = 15
            $0.typeCode = 15
        }
        #expect(result == .good)
    }

    @Test(
        arguments: Action.allCases.filter {
            ![.register, .registerAndIgnoreExistingKey, .replaceLostReservation].contains($0)
        })
    func `an unregistered nexus gets a conflict whatever its key`(action: Action) {
        var lab = Lab.with([(Lab.a, 1)])
        for key in [0, 1, 2] as [UInt64] {
            let result = lab.out(action, from: Lab.b, key: key, to: 5, type: .writeExclusive) {
                if action == .registerAndMove { $0.setTransportIDs([Lab.c.address.transportID]) }
            }
            #expect(result == conflict)
        }
    }

    @Test(arguments: Action.allCases.filter { ![.registerAndIgnoreExistingKey, .replaceLostReservation].contains($0) })
    func `a wrong key is a conflict and changes nothing`(action: Action) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .writeExclusive)
        let before = lab.unit
        for nexus in [Lab.a, Lab.b] {
            #expect(lab.out(action, from: nexus, key: 77, to: 5, type: .writeExclusive) == conflict)
        }
        #expect(lab.unit == before)
    }

    @Test(arguments: Action.allCases.filter { $0 != .register && $0 != .registerAndMove })
    func `SPEC_I_PT belongs to REGISTER alone`(action: Action) {
        var lab = Lab.with([(Lab.a, 1)], policy: ReservationPolicy(acceptsInitiatorPorts: true))
        let result = lab.out(action, from: Lab.a, key: 1, to: 1, type: .writeExclusive) {
            $0.specifiesInitiatorPorts = true
        }
        #expect(result == .checkCondition(.invalidFieldInParameterList(byte: 20, bit: 3)))
    }

    @Test func `SPEC_I_PT is refused while it is not offered`() {
        var lab = Lab()
        let result = lab.out(.register, from: Lab.a, to: 1) { $0.specifiesInitiatorPorts = true }
        #expect(result == .checkCondition(.invalidFieldInParameterList(byte: 20, bit: 3)))
        #expect(lab.keys.isEmpty)
    }

    @Test func `ALL_TG_PT is refused where it is not offered and means something`() {
        var lab = Lab(policy: ReservationPolicy(acceptsAllTargetPorts: false))
        for action in [Action.register, .registerAndIgnoreExistingKey] {
            let result = lab.out(action, from: Lab.a, to: 1) { $0.allTargetPorts = true }
            #expect(result == .checkCondition(.invalidFieldInParameterList(byte: 20, bit: 2)))
        }
        lab.out(.register, from: Lab.a, to: 1)
        #expect(lab.out(.clear, from: Lab.a, key: 1) { $0.allTargetPorts = true } == .good)
    }

    @Test func `APTPL is refused where nothing persists, and only where it is read`() {
        var lab = Lab(policy: ReservationPolicy(persistence: .unsupported))
        for action in [Action.register, .registerAndIgnoreExistingKey] {
            let result = lab.out(action, from: Lab.a, to: 1) { $0.persistsThroughPowerLoss = true }
            #expect(result == .checkCondition(.invalidFieldInParameterList(byte: 20, bit: 0)))
        }
        lab.out(.register, from: Lab.a, to: 1)
        let move = lab.out(.registerAndMove, from: Lab.a, key: 1, to: 2) {
            $0.persistsThroughPowerLoss = true
            $0.setTransportIDs([Lab.b.address.transportID])
        }
        #expect(move == .checkCondition(.invalidFieldInParameterList(byte: 17, bit: 0)))
        let reserve = lab.out(.reserve, from: Lab.a, key: 1, type: .writeExclusive) {
            $0.persistsThroughPowerLoss = true
        }
        #expect(reserve == .good)
    }

    @Test func `other commands are not known here`() {
        var lab = Lab()
        for opcode in UInt8.min...UInt8.max where ![0x5e, 0x5f, 0x16, 0x17, 0x56, 0x57].contains(opcode) {
            #expect(lab.execute([opcode] + [UInt8](repeating: 0, count: 15), from: Lab.a).result == invalidOpcode)
        }
        #expect(lab.execute([], from: Lab.a).result == invalidOpcode)
    }

    @Test func `any bytes get an answer, and refused ones change nothing`() {
        var random = SeededGenerator(seed: 3)
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .exclusiveAccess)
        for _ in 0..<20_000 {
            var block = random.bytes(Int.random(in: 0...16, using: &random))
            if !block.isEmpty, random.chance(90) { block[0] = random.pick([0x5e, 0x5f]) }
            let list = random.bytes(Int.random(in: 0...64, using: &random))
            let before = lab.unit
            let outcome = lab.execute(block, list, from: random.pick([Lab.a, Lab.b, Lab.c]))
            if outcome.result.status != .good { #expect(lab.unit == before) }
            #expect(lab.unit.state.isConsistent)
        }
    }
}
