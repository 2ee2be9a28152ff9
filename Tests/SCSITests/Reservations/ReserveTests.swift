import SCSI
import Testing

/// RESERVE, RELEASE and CLEAR.
struct ReserveTests {
    @Test(arguments: ReservationType.allCases) func `the first one reserves`(type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)])
        #expect(lab.out(.reserve, from: Lab.a, key: 1, type: type) == .good)
        #expect(lab.reservation?.type == type)
        #expect(lab.reservation?.holder == (type.isHeldByAll ? nil : Lab.a.address))
        #expect(lab.generation == 2)
        #expect(lab.takeAttentions().isEmpty)
        #expect(lab.unit.state.isHolder(Lab.b.address) == type.isHeldByAll)
        #expect(!lab.unit.state.isHolder(Lab.c.address))
    }

    @Test(arguments: ReservationType.allCases) func `repeating a reservation changes nothing`(type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: type)
        let again = lab.outcome(.reserve, from: Lab.a, key: 1, type: type)
        #expect(again.result == .good)
        #expect(again.change == nil)
        #expect(lab.out(.reserve, from: Lab.b, key: 2, type: type) == (type.isHeldByAll ? .good : conflict))
    }

    @Test(arguments: ReservationType.allCases, ReservationType.allCases)
    func `another type is a conflict, for the holder too`(held: ReservationType, wanted: ReservationType) {
        guard held != wanted else { return }
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: held)
        #expect(lab.out(.reserve, from: Lab.a, key: 1, type: wanted) == conflict)
        #expect(lab.out(.reserve, from: Lab.b, key: 2, type: wanted) == conflict)
        #expect(lab.reservation?.type == held)
    }

    @Test func `whoever loses access is named, attached or registered`() {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2), (Lab.stranger, 3)])
        func losers(_ type: ReservationType) -> [NexusAddress: Permissions] {
            var copy = lab
            let change = copy.outcome(.reserve, from: Lab.a, key: 1, type: type).change
            return Dictionary(uniqueKeysWithValues: (change?.losers ?? []).map { ($0.nexus, $0.permissions) })
        }
        let (b, c, d, stranger) = (Lab.b.address, Lab.c.address, Lab.d.address, Lab.stranger.address)
        #expect(losers(.writeExclusive) == [b: .write, c: .write, d: .write, stranger: .write])
        #expect(losers(.exclusiveAccess) == [b: .all, c: .all, d: .all, stranger: .all])
        for type in [ReservationType.writeExclusiveRegistrantsOnly, .writeExclusiveAllRegistrants] {
            #expect(losers(type) == [c: .write, d: .write])
        }
        for type in [ReservationType.exclusiveAccessRegistrantsOnly, .exclusiveAccessAllRegistrants] {
            #expect(losers(type) == [c: .all, d: .all])
        }
        #expect(lab.outcome(.reserve, from: Lab.a, key: 1, type: .exclusiveAccess).change?.aborts == [])
    }

    @Test(arguments: ReservationType.allCases) func `the holder releases`(type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2), (Lab.c, 3)], holding: type)
        let outcome = lab.outcome(.release, from: Lab.a, key: 1, type: type)
        #expect(outcome.result == .good)
        #expect(outcome.change?.losers == [])
        #expect(lab.reservation == nil)
        #expect(lab.keys.count == 3)
        #expect(lab.generation == 3)
        let isSilent = type == .writeExclusive || type == .exclusiveAccess
        #expect(
            lab.takeAttentions() == (isSilent ? [:] : [Lab.b: [.reservationsReleased], Lab.c: [.reservationsReleased]]))
    }

    @Test(arguments: ReservationType.allCases) func `who holds nothing releases nothing, successfully`(
        type: ReservationType
    ) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)])
        #expect(lab.outcome(.release, from: Lab.a, key: 1, type: type) == ReservationOutcome(.good))
        lab.out(.reserve, from: Lab.a, key: 1, type: .exclusiveAccessRegistrantsOnly)
        #expect(lab.outcome(.release, from: Lab.b, key: 2, type: type) == ReservationOutcome(.good))
        #expect(lab.reservation?.holder == Lab.a.address)
    }

    @Test(arguments: ReservationType.allCases, ReservationType.allCases)
    func `releasing another type is an invalid release`(held: ReservationType, wanted: ReservationType) {
        guard held != wanted else { return }
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: held)
        #expect(lab.out(.release, from: Lab.a, key: 1, type: wanted) == failure(.illegalRequest, 0x2604))
        #expect(lab.reservation?.type == held)
    }

    @Test func `the key is looked at before who holds what`() {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .writeExclusive)
        #expect(lab.out(.release, from: Lab.b, key: 9, type: .writeExclusive) == conflict)
        #expect(lab.out(.release, from: Lab.a, key: 9, type: .exclusiveAccess) == conflict)
    }

    @Test(arguments: ReservationType.allCases)
    func `any registered nexus clears, whoever holds`(type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2), (Lab.c, 3)], holding: type)
        let outcome = lab.outcome(.clear, from: Lab.b, key: 2)
        #expect(outcome.result == .good)
        #expect(outcome.change?.losers == [])
        #expect(lab.keys.isEmpty)
        #expect(lab.reservation == nil)
        #expect(lab.generation == 4)
        #expect(lab.takeAttentions() == [Lab.a: [.reservationsPreempted], Lab.c: [.reservationsPreempted]])
    }

    @Test func `clearing leaves APTPL as it was`() {
        var lab = Lab(policy: ReservationPolicy(persistence: .honored))
        lab.out(.register, from: Lab.a, to: 1) { $0.persistsThroughPowerLoss = true }
        lab.out(.clear, from: Lab.a, key: 1)
        #expect(lab.unit.state.persistsThroughPowerLoss)
    }
}
