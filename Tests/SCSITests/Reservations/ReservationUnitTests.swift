import SCSI
import Testing

struct ReservationUnitTests {
    @Test func `a new nexus is told of the power on, once, and only once attached`() {
        var unit = ReservationUnit()
        unit.attach(Lab.a)
        unit.attach(Lab.a)
        #expect(unit.attached == [Lab.a])
        let ready: [UInt8] = [0, 0, 0, 0, 0, 0]
        #expect(unit.admit(ready.span, from: Lab.a.address) == failure(.unitAttention, 0x2900))
        #expect(unit.admit(ready.span, from: Lab.a.address) == nil)
        #expect(unit.admit(ready.span, from: Lab.b.address) == nil)
    }

    @Test func `INQUIRY and REPORT LUNS neither report nor clear, REQUEST SENSE takes`() {
        var lab = Lab()
        lab.unit.handle(.deviceReset)
        #expect(lab.admit([0x12, 0, 0, 0, 36, 0], from: Lab.a) == nil)
        #expect(lab.admit([0xa0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0], from: Lab.a) == nil)
        #expect(lab.admit([0x03, 0, 0, 0, 18, 0], from: Lab.a) == nil)
        #expect(lab.unit.takeAttention(of: Lab.a.address) == Sense(.unitAttention, .deviceReset))
        #expect(lab.admit([0, 0, 0, 0, 0, 0], from: Lab.a) == nil)
    }

    @Test func `several unit attentions are reported one by one`() {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .writeExclusiveRegistrantsOnly)
        lab.out(.release, from: Lab.a, key: 1, type: .writeExclusiveRegistrantsOnly)
        lab.out(.clear, from: Lab.a, key: 1)
        lab.unit.handle(.nexusLoss(Lab.b.address))
        let reasons = (0..<4).map { _ in lab.admit([0, 0, 0, 0, 0, 0], from: Lab.b)?.sense?.reason }
        #expect(reasons == [.nexusLoss, .reservationsPreempted, .reservationsReleased, nil])
    }

    @Test func `a nexus that is gone is told nothing, and its registration stays`() {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)])
        lab.unit.detach(Lab.b.address)
        #expect(lab.keys == [Lab.a: 1, Lab.b: 2])
        lab.out(.preempt, from: Lab.a, key: 1, to: 2, type: .writeExclusive)
        #expect(lab.unit.pendingAttentions(of: Lab.b.address).isEmpty)
        lab.unit.attach(Lab.b)
        #expect(lab.unit.pendingAttentions(of: Lab.b.address) == .powerOn)
    }

    @Test func `planning does nothing until it is committed`() {
        var lab = Lab()
        let command = PersistentReserveOut(.register, key: 0, actionKey: 1)
        let before = lab.unit
        let outcome = lab.unit.plan(command.block.span, list: command.parameterList.span, from: Lab.a)
        #expect(lab.unit == before)
        lab.unit.commit(outcome, from: Lab.a.address)
        #expect(lab.keys == [Lab.a: 1])
    }

    @Test func `a fenced machine reads its conflict after the unit attention`() {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .writeExclusiveRegistrantsOnly)
        let write: [UInt8] = [0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0]
        #expect(lab.admit(write, from: Lab.b) == nil)
        lab.out(.preemptAndAbort, from: Lab.a, key: 1, to: 2, type: .writeExclusiveRegistrantsOnly)
        #expect(lab.admit(write, from: Lab.b) == failure(.unitAttention, 0x2a05))
        #expect(lab.admit(write, from: Lab.b) == conflict)
        #expect(lab.admit([0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0], from: Lab.b) == conflict)
        #expect(lab.admit([0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0], from: Lab.b) == nil)
    }

    @Test func `commands built here go the same way as bytes`() {
        let state = PersistentReservations()
        let context = ReservationContext(nexus: Lab.a)
        let registered = state.plan(PersistentReserveOut(.register, key: 0, actionKey: 3), in: context).change?.state
        let keys = registered?.plan(PersistentReserveIn(.readKeys, allocationLength: 100), in: context).data
        #expect(keys == ReadKeysData(generation: 1, keys: [3]).encoded)
    }
}
