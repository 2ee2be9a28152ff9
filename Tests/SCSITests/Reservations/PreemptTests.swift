import SCSI
import Testing

/// PREEMPT and PREEMPT AND ABORT, row by row.
struct PreemptTests {
    typealias Action = PersistentReserveOut.ServiceAction
    static let both: [Action] = [.preempt, .preemptAndAbort]
    static let ofOne = ReservationType.allCases.filter { !$0.isHeldByAll }
    static let ofAll = ReservationType.allCases.filter(\.isHeldByAll)

    /// A holds (when something is held) with key 1; b and c share key 2; d has key 4.
    static func lab(_ type: ReservationType?) -> Lab {
        Lab.with([(Lab.a, 1), (Lab.b, 2), (Lab.c, 2), (Lab.d, 4)], holding: type)
    }

    @Test(arguments: both) func `without a reservation, registrations go and none is made`(action: Action) {
        var lab = Self.lab(nil)
        #expect(lab.out(action, from: Lab.a, key: 1, to: 2, type: .exclusiveAccess) == .good)
        #expect(lab.keys == [Lab.a: 1, Lab.d: 4])
        #expect(lab.reservation == nil)
        #expect(lab.generation == 5)
        #expect(lab.takeAttentions() == [Lab.b: [.registrationsPreempted], Lab.c: [.registrationsPreempted]])
    }

    @Test(arguments: both, ofAll) func `where all hold, key zero removes all others and takes the reservation`(
        action: Action, held: ReservationType
    ) {
        var lab = Self.lab(held)
        let outcome = lab.outcome(action, from: Lab.d, key: 4, to: 0, type: .exclusiveAccess)
        #expect(outcome.result == .good)
        #expect(lab.keys == [Lab.d: 4])
        #expect(lab.reservation == Reservation(type: .exclusiveAccess, by: Lab.d.address))
        #expect(lab.generation == 5)
        let told: [AdditionalSense] = [.registrationsPreempted]
        #expect(lab.takeAttentions() == [Lab.a: told, Lab.b: told, Lab.c: told])
        #expect(outcome.change?.losers.map(\.nexus) == [Lab.a, Lab.b, Lab.c].map(\.address).sorted())
    }

    @Test(arguments: both, ofAll) func `where all hold, a key removes its registrations and the reservation stays`(
        action: Action, held: ReservationType
    ) {
        var lab = Self.lab(held)
        #expect(lab.out(action, from: Lab.d, key: 4, to: 2, type: .exclusiveAccess) == .good)
        #expect(lab.keys == [Lab.a: 1, Lab.d: 4])
        #expect(lab.reservation == Reservation(type: held, by: Lab.d.address))
        #expect(lab.takeAttentions() == [Lab.b: [.registrationsPreempted], Lab.c: [.registrationsPreempted]])
    }

    @Test(arguments: both, ofOne) func `the holder's key takes the reservation with scope and type`(
        action: Action, held: ReservationType
    ) {
        for wanted in ReservationType.allCases {
            var lab = Self.lab(held)
            #expect(lab.out(action, from: Lab.d, key: 4, to: 1, type: wanted) == .good)
            #expect(lab.keys == [Lab.b: 2, Lab.c: 2, Lab.d: 4])
            #expect(lab.reservation == Reservation(type: wanted, by: Lab.d.address))
            #expect(lab.generation == 5)
            let others: [Nexus: [AdditionalSense]] = [Lab.b: [.reservationsReleased], Lab.c: [.reservationsReleased]]
            let victim: [Nexus: [AdditionalSense]] = [Lab.a: [.registrationsPreempted]]
            #expect(lab.takeAttentions() == (wanted == held ? victim : victim.merging(others) { first, _ in first }))
        }
    }

    @Test(arguments: both, ofOne) func `a holder may preempt itself to change the type at once`(
        action: Action, held: ReservationType
    ) {
        var lab = Self.lab(held)
        #expect(lab.out(action, from: Lab.a, key: 1, to: 1, type: .writeExclusiveAllRegistrants) == .good)
        #expect(lab.keys.count == 4)
        #expect(lab.reservation == Reservation(type: .writeExclusiveAllRegistrants, by: Lab.a.address))
        let told: [AdditionalSense] = [.reservationsReleased]
        #expect(lab.takeAttentions() == [Lab.b: told, Lab.c: told, Lab.d: told])
    }

    @Test(arguments: both, ofOne) func `another key removes its registrations and the reservation stays`(
        action: Action, held: ReservationType
    ) {
        var lab = Self.lab(held)
        #expect(lab.out(action, from: Lab.d, key: 4, to: 2, type: .exclusiveAccess) == .good)
        #expect(lab.keys == [Lab.a: 1, Lab.d: 4])
        #expect(lab.reservation == Reservation(type: held, by: Lab.a.address))
        #expect(lab.takeAttentions() == [Lab.b: [.registrationsPreempted], Lab.c: [.registrationsPreempted]])
    }

    @Test(arguments: both) func `key zero is invalid unless all hold`(action: Action) {
        for held in [nil] + Self.ofOne {
            var lab = Self.lab(held)
            let before = lab.unit
            let result = lab.out(action, from: Lab.a, key: 1, to: 0, type: .writeExclusive)
            #expect(result == .checkCondition(.invalidFieldInParameterList(byte: 8)))
            #expect(lab.unit == before)
        }
    }

    @Test(arguments: both) func `a key that nobody has is a conflict`(action: Action) {
        for held in [nil] + ReservationType.allCases {
            var lab = Self.lab(held)
            let before = lab.unit
            #expect(lab.out(action, from: Lab.a, key: 1, to: 99, type: .writeExclusive) == conflict)
            #expect(lab.unit == before)
        }
    }

    @Test(arguments: both) func `the sender stays registered when its own key is named`(action: Action) {
        for held in [nil, ReservationType.writeExclusive, .writeExclusiveAllRegistrants] {
            var lab = Self.lab(held)
            #expect(lab.out(action, from: Lab.b, key: 2, to: 2, type: .writeExclusive) == .good)
            #expect(lab.keys == [Lab.a: 1, Lab.b: 2, Lab.d: 4])
            #expect(lab.reservation?.type == held)
            #expect(lab.generation == 5)
            #expect(lab.takeAttentions() == [Lab.c: [.registrationsPreempted]])
        }
    }

    @Test func `a machine that shares the holder's key can take over from it`() {
        var lab = Lab.with([(Lab.a, 7), (Lab.b, 7)], holding: .writeExclusive)
        #expect(lab.out(.preempt, from: Lab.b, key: 7, to: 7, type: .writeExclusive) == .good)
        #expect(lab.keys == [Lab.b: 7])
        #expect(lab.reservation?.holder == Lab.b.address)
        #expect(lab.takeAttentions() == [Lab.a: [.registrationsPreempted]])
    }

    @Test(arguments: ReservationType.allCases) func `victims that lose access are named for both`(held: ReservationType)
    {
        for action in Self.both {
            var lab = Self.lab(held)
            let change = lab.outcome(action, from: Lab.a, key: 1, to: 4, type: held).change
            let couldWrite = held.isRegistrantsOnly || held.isHeldByAll
            let lost: Permissions = held.allowsReading ? .write : .all
            #expect(
                change?.losers == (couldWrite ? [PermissionLoss(nexus: Lab.d.address, permissions: lost)] : []))
        }
    }

    @Test func `only PREEMPT AND ABORT names whose commands must end, even if they lose nothing`() {
        var lab = Self.lab(nil)
        #expect(lab.outcome(.preempt, from: Lab.a, key: 1, to: 2, type: .writeExclusive).change?.aborts == [])
        lab = Self.lab(nil)
        let change = lab.outcome(.preemptAndAbort, from: Lab.a, key: 1, to: 2, type: .writeExclusive).change
        #expect(change?.losers == [])
        #expect(change?.aborts == [Lab.b, Lab.c].map(\.address).sorted())
    }

    @Test func `naming one's own key ends one's own other commands too`() {
        var lab = Self.lab(.writeExclusive)
        let change = lab.outcome(.preemptAndAbort, from: Lab.b, key: 2, to: 2, type: .writeExclusive).change
        #expect(change?.aborts == [Lab.b, Lab.c].map(\.address).sorted())
        lab = Self.lab(.writeExclusiveAllRegistrants)
        let all = lab.outcome(.preemptAndAbort, from: Lab.b, key: 2, to: 0, type: .writeExclusive).change
        #expect(all?.aborts == [Lab.a, Lab.c, Lab.d].map(\.address).sorted())
    }

    @Test func `preempting leaves APTPL as it was`() {
        var lab = Lab(policy: ReservationPolicy(persistence: .honored))
        lab.out(.register, from: Lab.b, to: 2) { $0.persistsThroughPowerLoss = true }
        lab.out(.registerAndIgnoreExistingKey, from: Lab.a, to: 1) { $0.persistsThroughPowerLoss = true }
        lab.out(.preempt, from: Lab.a, key: 1, to: 2, type: .writeExclusive)
        #expect(lab.unit.state.persistsThroughPowerLoss)
    }
}
