import SCSI
import Testing

/// REGISTER AND MOVE and REPLACE LOST RESERVATION.
struct MoveTests {
    static let movable: [ReservationType] = ReservationType.allCases.filter { !$0.isHeldByAll }

    static func move(
        _ lab: inout Lab, from nexus: Nexus = Lab.a, key: UInt64 = 1, to actionKey: UInt64 = 9,
        destination: TransportID = Lab.b.address.transportID, change: (inout PersistentReserveOut) -> Void = { _ in }
    ) -> ReservationOutcome {
        lab.outcome(.registerAndMove, from: nexus, key: key, to: actionKey) {
            $0.relativeTargetPort = 1
            $0.setTransportIDs([destination])
            change(&$0)
        }
    }

    @Test(arguments: movable, [true, false]) func `a newcomer is registered and becomes the holder`(
        type: ReservationType, unregisters: Bool
    ) {
        var lab = Lab.with([(Lab.a, 1), (Lab.c, 3)], holding: type)
        let outcome = Self.move(&lab) {
            $0.unregistersSender = unregisters
            // Scope and type of the block are ignored.
            $0.scope = 7
            $0.typeCode = 15
        }
        #expect(outcome.result == .good)
        #expect(lab.keys == (unregisters ? [Lab.b: 9, Lab.c: 3] : [Lab.a: 1, Lab.b: 9, Lab.c: 3]))
        #expect(lab.reservation == Reservation(type: type, by: Lab.b.address))
        #expect(lab.generation == 3)
        #expect(lab.takeAttentions().isEmpty)
        let senderLoses = !type.isRegistrantsOnly || unregisters
        #expect(outcome.change?.losers.contains { $0.nexus == Lab.a.address } == senderLoses)
    }

    @Test func `a registered destination gets the new key`() {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .exclusiveAccess)
        #expect(Self.move(&lab).result == .good)
        #expect(lab.keys == [Lab.a: 1, Lab.b: 9])
        #expect(lab.reservation?.holder == Lab.b.address)
    }

    @Test func `APTPL is carried`() {
        var lab = Lab.with([(Lab.a, 1)], holding: .writeExclusive, policy: ReservationPolicy(persistence: .honored))
        #expect(!lab.unit.state.persistsThroughPowerLoss)
        #expect(Self.move(&lab) { $0.persistsThroughPowerLoss = true }.result == .good)
        #expect(lab.unit.state.persistsThroughPowerLoss)
    }

    @Test func `key zero is invalid`() {
        var lab = Lab.with([(Lab.a, 1)], holding: .writeExclusive)
        #expect(Self.move(&lab, to: 0).result == .checkCondition(.invalidFieldInParameterList(byte: 8)))
    }

    @Test(
        arguments: [
            .fibreChannel(portName: 1), .iscsi(name: "iqn.a", sessionID: nil), Lab.a.address.transportID,
            .sas(address: 1),
            Lab.stranger.address.transportID, .other([UInt8](repeating: 0x46, count: 24)),
        ] as [TransportID])
    func `a destination that is nobody else here is invalid, whoever holds`(id: TransportID) {
        for holding in [ReservationType.writeExclusive, .writeExclusiveAllRegistrants, nil] {
            var lab = Lab.with([(Lab.a, 1)], holding: holding)
            #expect(Self.move(&lab, destination: id).result.plain == invalidParameter)
        }
    }

    @Test(arguments: [0, 20, 23, 26, 28, 0xffff_ffff] as [UInt32]) func `a bad TransportID length is invalid`(
        length: UInt32
    ) {
        var lab = Lab.with([(Lab.a, 1)], holding: .writeExclusive)
        let result = Self.move(&lab) { $0.transportIDLength = length }.result
        #expect(result == .checkCondition(.invalidFieldInParameterList(byte: 20)))
        #expect(lab.reservation?.holder == Lab.a.address)
    }

    @Test func `two TransportIDs are one too many, none is too few`() {
        var lab = Lab.with([(Lab.a, 1)], holding: .writeExclusive)
        let ids = [Lab.b.address.transportID, Lab.c.address.transportID]
        #expect(Self.move(&lab) { $0.setTransportIDs(ids) }.result.plain == invalidParameter)
        #expect(Self.move(&lab) { $0.setTransportIDs([]) }.result.plain == invalidParameter)
    }

    @Test func `another target port is invalid`() {
        var lab = Lab.with([(Lab.a, 1)], holding: .writeExclusive)
        let result = Self.move(&lab) { $0.relativeTargetPort = 2 }.result
        #expect(result == .checkCondition(.invalidFieldInParameterList(byte: 18)))
    }

    @Test func `without a reservation there is nothing to move`() {
        var lab = Lab.with([(Lab.a, 1)])
        #expect(Self.move(&lab).result.plain == invalidCDB)
    }

    @Test(arguments: ReservationType.allCases) func `who does not hold it alone cannot move it`(type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.c, 3)], holding: type)
        #expect(Self.move(&lab, from: Lab.c, key: 3).result == conflict)
        if type.isHeldByAll { #expect(Self.move(&lab).result == conflict) }
    }

    @Test func `there must be room, which unregistering makes`() {
        var lab = Lab.with(
            [(Lab.a, 1), (Lab.c, 3)], holding: .writeExclusive, policy: ReservationPolicy(maximumRegistrations: 2))
        #expect(Self.move(&lab).result == failure(.illegalRequest, 0x5504))
        #expect(Self.move(&lab) { $0.unregistersSender = true }.result == .good)
        #expect(lab.keys == [Lab.b: 9, Lab.c: 3])
    }

    @Test func `nothing is replaced that was not lost`() {
        var lab = Lab()
        let result = lab.out(.replaceLostReservation, from: Lab.a, to: 1, type: .writeExclusive)
        #expect(result.plain == invalidCDB)
    }

    @Test(arguments: ReservationType.allCases) func `replacing ends the lost state`(type: ReservationType) {
        var lab = Lab(state: .lost)
        #expect(lab.out(.replaceLostReservation, from: Lab.a, to: 5, type: type) == .good)
        #expect(!lab.unit.state.isLost)
        #expect(lab.keys == [Lab.a: 5])
        #expect(lab.reservation == Reservation(type: type, by: Lab.a.address))
        #expect(lab.generation == 1)
        #expect(lab.unit.state.persistsThroughPowerLoss)
        #expect(lab.out(.replaceLostReservation, from: Lab.a, to: 5, type: type).plain == invalidCDB)
    }

    @Test func `replacing needs key zero, a new key, a type and the unit's scope`() {
        var lab = Lab(state: .lost)
        let replace = PersistentReserveOut.ServiceAction.replaceLostReservation
        #expect(lab.out(replace, from: Lab.a, key: 1, to: 5, type: .writeExclusive).plain == invalidParameter)
        #expect(lab.out(replace, from: Lab.a, to: 0, type: .writeExclusive).plain == invalidParameter)
        #expect(lab.out(replace, from: Lab.a, to: 5).plain == invalidCDB)
        #expect(lab.out(replace, from: Lab.a, to: 5, type: .writeExclusive) { $0.scope = 1 }.plain == invalidCDB)
        #expect(lab.unit.state.isLost)
    }
}
