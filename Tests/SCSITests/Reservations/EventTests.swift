import SCSI
import Testing

struct EventTests {
    @Test(
        arguments: [
            (.hardReset, .busReset), (.deviceReset, .deviceReset), (.nexusLoss(Lab.b.address), .nexusLoss),
        ] as [(ReservationEvent, AdditionalSense)])
    func `resets and lost nexuses keep everything`(event: ReservationEvent, reason: AdditionalSense) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .exclusiveAccess)
        let before = lab.unit.state
        lab.unit.handle(event)
        #expect(lab.unit.state == before)
        let everybody = event == .nexusLoss(Lab.b.address) ? [Lab.b] : [Lab.a, Lab.b, Lab.c, Lab.d]
        #expect(lab.takeAttentions() == Dictionary(uniqueKeysWithValues: everybody.map { ($0, [reason]) }))
    }

    @Test(
        arguments: [
            (.forced, false, true), (.forced, true, true), (.honored, false, false), (.honored, true, true),
            (.unsupported, false, false),
        ] as [(ReservationPolicy.Persistence, Bool, Bool)])
    func `a power cycle keeps what persists and starts the generation anew`(
        persistence: ReservationPolicy.Persistence, bit: Bool, keeps: Bool
    ) {
        var lab = Lab(policy: ReservationPolicy(persistence: persistence))
        lab.out(.register, from: Lab.a, to: 1) { $0.persistsThroughPowerLoss = bit }
        lab.out(.reserve, from: Lab.a, key: 1, type: .writeExclusive)
        lab.unit.handle(.deviceReset)
        lab.unit.handle(.powerCycle)
        #expect(lab.keys == (keeps ? [Lab.a: 1] : [:]))
        #expect((lab.reservation != nil) == keeps)
        #expect(lab.generation == 0)
        // What waited before the power went is gone.
        #expect(lab.takeAttentions().values.allSatisfy { $0 == [.powerOnOrReset] })
    }

    @Test func `a lost state refuses the medium and every answer that could look empty`() {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .writeExclusive)
        let change = lab.unit.state.change(after: .informationLost, attached: lab.unit.attached)
        #expect(change.losers.count == 4)
        lab.unit.handle(.informationLost)
        let lost = failure(.dataProtect, 0x4401)
        #expect(lab.admit([0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0], from: Lab.a) == lost)
        #expect(lab.admit([0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0], from: Lab.a) == lost)
        #expect(lab.admit([0x00, 0, 0, 0, 0, 0], from: Lab.a) == nil)
        for action in PersistentReserveIn.ServiceAction.allCases {
            let outcome = lab.execute(PersistentReserveIn(action, allocationLength: 8192).block, from: Lab.a)
            #expect(outcome.result == (action == .reportCapabilities ? .good : lost))
        }
        for action in PersistentReserveOut.ServiceAction.allCases where action != .replaceLostReservation {
            #expect(lab.out(action, from: Lab.a, key: 1, to: 1, type: .writeExclusive) == lost)
        }
        #expect(lab.execute([0x16, 0, 0, 0, 0, 0], from: Lab.a).result == lost)
        lab.unit.handle(.powerCycle)
        #expect(lab.unit.state.isLost)
    }

    @Test func `a stored state is taken only when commands could have led to it`() {
        let (a, b) = (Registration(nexus: Lab.a, key: 1, since: 0), Registration(nexus: Lab.b, key: 2, since: 0))
        func state(_ registrations: [Registration], _ reservation: Reservation?, isLost: Bool = false)
            -> PersistentReservations?
        {
            PersistentReservations(
                registrations: registrations, reservation: reservation, generation: 5, persistsThroughPowerLoss: true,
                isLost: isLost)
        }
        #expect(state([a, b], Reservation(type: .writeExclusive, by: Lab.a.address)) != nil)
        #expect(state([], nil) != nil)
        #expect(
            state([], nil, isLost: true)
                == {
                    var lost = PersistentReservations.lost.change(after: .deviceReset).state
                    lost =
                        PersistentReservations(
                            registrations: [], reservation: nil, generation: 5, persistsThroughPowerLoss: true,
                            isLost: true) ?? lost
                    return lost
                }())
        #expect(state([a, a], nil) == nil)
        #expect(state([Registration(nexus: Lab.a, key: 0, since: 0)], nil) == nil)
        #expect(state([a], Reservation(type: .writeExclusive, by: Lab.b.address)) == nil)
        #expect(state([], Reservation(type: .writeExclusiveAllRegistrants, by: Lab.b.address)) == nil)
        #expect(state([a], nil, isLost: true) == nil)
        var wrongHolder = Reservation(type: .writeExclusiveAllRegistrants, by: Lab.a.address)
        wrongHolder.holder = Lab.a.address
        #expect(state([a], wrongHolder) == nil)
        wrongHolder = Reservation(type: .writeExclusive, by: Lab.a.address)
        wrongHolder.holder = nil
        #expect(state([a], wrongHolder) == nil)
        let many = (0..<129).map { Registration(nexus: Lab.nexus("machine \($0)"), key: 1, since: 0) }
        #expect(state(many, nil) == nil)
        #expect(state(Array(many.dropLast()), nil) != nil)
    }
}
