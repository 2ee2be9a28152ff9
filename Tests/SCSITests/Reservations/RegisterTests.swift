import SCSI
import Testing

/// REGISTER and REGISTER AND IGNORE EXISTING KEY, row by row.
struct RegisterTests {
    typealias Action = PersistentReserveOut.ServiceAction
    static let both: [Action] = [.register, .registerAndIgnoreExistingKey]

    @Test(arguments: [0, 5] as [UInt64]) func `a newcomer that claims a key gets a conflict`(actionKey: UInt64) {
        var lab = Lab()
        #expect(lab.out(.register, from: Lab.a, key: 1, to: actionKey) == conflict)
        #expect(lab.generation == 0)
        let accepting = ReservationPolicy(acceptsInitiatorPorts: true)
        lab = Lab(policy: accepting)
        let result = lab.out(.register, from: Lab.a, key: 1, to: actionKey) { $0.specifiesInitiatorPorts = true }
        #expect(result == conflict)
    }

    @Test(arguments: both) func `a newcomer with key zero registers nothing, successfully`(action: Action) {
        var lab = Lab()
        let outcome = lab.outcome(action, from: Lab.a)
        #expect(outcome.result == .good)
        #expect(outcome.change == nil)
        #expect(lab.generation == 0)
    }

    @Test(arguments: both) func `a newcomer registers`(action: Action) {
        var lab = Lab()
        #expect(lab.out(action, from: Lab.a, to: 5) == .good)
        #expect(lab.keys == [Lab.a: 5])
        #expect(lab.generation == 1)
        #expect(lab.unit.state.registrations.first?.since == 1000)
        #expect(lab.takeAttentions().isEmpty)
    }

    @Test func `an ignored key is not looked at`() {
        var lab = Lab.with([(Lab.a, 1)])
        #expect(lab.out(.registerAndIgnoreExistingKey, from: Lab.a, key: 99, to: 2) == .good)
        #expect(lab.out(.registerAndIgnoreExistingKey, from: Lab.b, key: 99, to: 3) == .good)
        #expect(lab.keys == [Lab.a: 2, Lab.b: 3])
    }

    @Test func `one key may serve several nexuses, and is listed for each`() {
        var lab = Lab.with([(Lab.a, 7), (Lab.b, 7)])
        #expect(lab.read(.readKeys, from: Lab.c) == ReadKeysData(generation: 2, keys: [7, 7]).encoded)
    }

    @Test(arguments: both, ReservationType.allCases)
    func `a new key replaces the old one and the reservation stays`(action: Action, type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: type)
        let outcome = lab.outcome(action, from: Lab.a, key: 1, to: 9)
        #expect(outcome.result == .good)
        #expect(lab.keys == [Lab.a: 9, Lab.b: 2])
        #expect(lab.reservation == Reservation(type: type, by: Lab.a.address))
        #expect(lab.generation == 3)
        #expect(outcome.change?.losers == [])
        #expect(lab.takeAttentions().isEmpty)
        #expect(lab.read(.readReservation, from: Lab.b)[8..<16] == [0, 0, 0, 0, 0, 0, 0, type.isHeldByAll ? 0 : 9])
    }

    @Test(arguments: both) func `the same key again is a success and a step`(action: Action) {
        var lab = Lab.with([(Lab.a, 1)])
        #expect(lab.out(action, from: Lab.a, key: 1, to: 1) == .good)
        #expect(lab.generation == 2)
    }

    @Test(arguments: both) func `key zero unregisters`(action: Action) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)])
        #expect(lab.out(action, from: Lab.a, key: 1, to: 0) == .good)
        #expect(lab.keys == [Lab.b: 2])
        #expect(lab.generation == 3)
        #expect(lab.takeAttentions().isEmpty)
    }

    @Test(
        arguments: [
            (.writeExclusive, false), (.exclusiveAccess, false), (.writeExclusiveRegistrantsOnly, true),
            (.exclusiveAccessRegistrantsOnly, true),
        ] as [(ReservationType, Bool)])
    func `a holder that unregisters releases`(type: ReservationType, tells: Bool) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2), (Lab.c, 3)], holding: type)
        let outcome = lab.outcome(.register, from: Lab.a, key: 1, to: 0)
        #expect(lab.reservation == nil)
        #expect(outcome.change?.losers == [])
        #expect(
            lab.takeAttentions() == (tells ? [Lab.b: [.reservationsReleased], Lab.c: [.reservationsReleased]] : [:]))
    }

    @Test(arguments: ReservationType.allCases.filter { !$0.isHeldByAll })
    func `a registrant that unregisters leaves the reservation`(type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: type)
        let outcome = lab.outcome(.register, from: Lab.b, key: 2, to: 0)
        #expect(lab.reservation?.holder == Lab.a.address)
        #expect(lab.takeAttentions().isEmpty)
        // Where registering was what gave access, it goes with the registration.
        let lost: Permissions = type == .exclusiveAccessRegistrantsOnly ? .all : .write
        #expect(
            outcome.change?.losers
                == (type.isRegistrantsOnly ? [PermissionLoss(nexus: Lab.b.address, permissions: lost)] : []))
    }

    @Test(arguments: ReservationType.allCases.filter(\.isHeldByAll))
    func `where all hold, the last one to unregister releases`(type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: type)
        lab.out(.register, from: Lab.a, key: 1, to: 0)
        #expect(lab.reservation == Reservation(type: type, by: Lab.b.address))
        #expect(lab.read(.readReservation, from: Lab.b)[8..<16] == [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(lab.out(.release, from: Lab.b, key: 2, type: type) == .good)
        #expect(lab.reservation == nil)
        lab.out(.reserve, from: Lab.b, key: 2, type: type)
        lab.out(.register, from: Lab.b, key: 2, to: 0)
        #expect(lab.reservation == nil)
        #expect(lab.takeAttentions().isEmpty)
    }

    @Test(arguments: both) func `APTPL is what the last registration carried`(action: Action) {
        var lab = Lab(policy: ReservationPolicy(persistence: .honored))
        for bit in [true, false, true] {
            lab.out(action, from: Lab.a, key: lab.keys[Lab.a] ?? 0, to: 1) { $0.persistsThroughPowerLoss = bit }
            #expect(lab.unit.state.persistsThroughPowerLoss == bit)
            #expect(lab.read(.reportCapabilities, from: Lab.a)[3] & 1 == (bit ? 1 : 0))
        }
        lab.out(.reserve, from: Lab.a, key: 1, type: .writeExclusive)
        #expect(lab.unit.state.persistsThroughPowerLoss)
    }

    @Test func `the registration after the last one finds no room`() throws {
        var lab = Lab()
        for number in 0..<128 {
            #expect(lab.out(.register, from: Lab.nexus("machine \(number)"), to: 1) == .good)
        }
        let before = lab.unit
        #expect(lab.out(.register, from: Lab.a, to: 1) == failure(.illegalRequest, 0x5504))
        #expect(lab.unit == before)
        #expect(lab.read(.readKeys, from: Lab.a).count == 8 + 128 * 8)
        #expect(lab.read(.readFullStatus, from: Lab.a).count == 8 + 128 * 48)
        // Whoever is registered may still change the key.
        #expect(lab.out(.register, from: Lab.nexus("machine 0"), key: 1, to: 2) == .good)
    }

    @Test func `fewer registrations can be configured, but not none and not more`() {
        #expect(ReservationPolicy(maximumRegistrations: 0).maximumRegistrations == 1)
        #expect(ReservationPolicy(maximumRegistrations: 129).maximumRegistrations == 128)
        var lab = Lab.with([(Lab.a, 1)], policy: ReservationPolicy(maximumRegistrations: 1))
        #expect(lab.out(.register, from: Lab.b, to: 1) == failure(.illegalRequest, 0x5504))
    }

    @Test func `the generation wraps`() throws {
        let registration = Registration(nexus: Lab.a, key: 1, since: 0)
        let state = try #require(
            PersistentReservations(
                registrations: [registration], reservation: nil, generation: .max, persistsThroughPowerLoss: false))
        var lab = Lab(state: state)
        lab.out(.register, from: Lab.a, key: 1, to: 2)
        #expect(lab.generation == 0)
    }
}
