import SCSI
import Testing

/// The conflict table, the SPC-2 commands, and what happens to the unit.
struct AccessTests {
    /// Read and write of the holder, another registered nexus and an unregistered one, and whether harmless commands pass.
    @Test(
        arguments: [
            (.writeExclusive, ["rw", "r", "r"]), (.exclusiveAccess, ["rw", "", ""]),
            (.writeExclusiveRegistrantsOnly, ["rw", "rw", "r"]), (.exclusiveAccessRegistrantsOnly, ["rw", "rw", ""]),
            (.writeExclusiveAllRegistrants, ["rw", "rw", "r"]), (.exclusiveAccessAllRegistrants, ["rw", "rw", ""]),
        ] as [(ReservationType, [String])])
    func `each type lets pass what the table says`(type: ReservationType, expected: [String]) {
        let lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: type)
        for (nexus, allowed) in zip([Lab.a, Lab.b, Lab.c], expected) {
            let read = lab.unit.state.refusal(of: .read, from: nexus.address)
            let write = lab.unit.state.refusal(of: .write, from: nexus.address)
            #expect(read == (allowed.contains("r") ? nil : conflict))
            #expect(write == (allowed.contains("w") ? nil : conflict))
            for harmless in [CommandClass.always, .persistentReserveIn, .persistentReserveOut, .reserveRelease] {
                #expect(lab.unit.state.refusal(of: harmless, from: nexus.address) == nil)
            }
        }
    }

    @Test func `without a reservation everybody may do everything`() {
        let lab = Lab.with([(Lab.a, 1)])
        for nexus in [Lab.a, Lab.b, Lab.stranger] { #expect(lab.unit.state.permissions(of: nexus.address) == .all) }
    }

    @Test(arguments: ReservationType.allCases) func `PR OUT of others follows the table`(type: ReservationType) {
        let lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: type)
        var copy = lab
        #expect(copy.out(.register, from: Lab.c, to: 3) == .good)
        copy = lab
        #expect(copy.out(.registerAndIgnoreExistingKey, from: Lab.c, to: 3) == .good)
        for action in [PersistentReserveOut.ServiceAction.clear, .preempt, .preemptAndAbort, .release] {
            copy = lab
            #expect(copy.out(action, from: Lab.b, key: 2, to: 1, type: type) == .good)
            copy = lab
            #expect(copy.out(action, from: Lab.c, key: 0, to: 1, type: type) == conflict)
        }
    }

    @Test(arguments: PersistentReserveIn.ServiceAction.allCases, ReservationType.allCases)
    func `PR IN never conflicts`(action: PersistentReserveIn.ServiceAction, type: ReservationType) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: type)
        for nexus in [Lab.a, Lab.b, Lab.c] { #expect(!lab.read(action, from: nexus).isEmpty) }
    }

    @Test(arguments: PersistentReserveIn.ServiceAction.allCases)
    func `an answer is cut to the allocation length, its own length is not`(action: PersistentReserveIn.ServiceAction) {
        var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .writeExclusive)
        let whole = lab.read(action, from: Lab.a)
        for length in 0...whole.count + 1 {
            #expect(lab.read(action, from: Lab.a, length: UInt16(length)) == Array(whole.prefix(length)))
        }
        #expect(lab.execute(PersistentReserveIn(action, allocationLength: 0).block, from: Lab.a).result == .good)
    }

    @Test func `full status shows nexus, port and holder`() throws {
        var lab = Lab.with([(Lab.a, 1)], holding: .writeExclusiveRegistrantsOnly)
        lab.out(.register, from: Lab.b, to: 2) { $0.allTargetPorts = true }
        let data = try ReadFullStatusData(decoding: lab.read(.readFullStatus, from: Lab.c).span)
        #expect(data.descriptors.map(\.key) == [1, 2])
        #expect(data.descriptors.map(\.held) == [.writeExclusiveRegistrantsOnly, nil])
        #expect(data.descriptors.map(\.allTargetPorts) == [false, true])
        #expect(data.descriptors.map(\.relativeTargetPort) == [1, 1])
        #expect(data.descriptors.map(\.initiatorPort) == [Lab.a.address.transportID, Lab.b.address.transportID])
        lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: .exclusiveAccessAllRegistrants)
        let all = try ReadFullStatusData(decoding: lab.read(.readFullStatus, from: Lab.c).span)
        #expect(all.descriptors.map(\.held) == [.exclusiveAccessAllRegistrants, .exclusiveAccessAllRegistrants])
    }

    @Test func `capabilities say what is offered`() throws {
        var lab = Lab()
        #expect(lab.read(.reportCapabilities, from: Lab.a) == [0, 8, 0x95, 0xc1, 0xea, 0x01, 0, 0])
        lab = Lab(policy: ReservationPolicy(persistence: .honored, acceptsAllTargetPorts: false))
        #expect(lab.read(.reportCapabilities, from: Lab.a)[2...3] == [0x91, 0xc0])
        lab = Lab(policy: ReservationPolicy(persistence: .unsupported, acceptsInitiatorPorts: true))
        #expect(lab.read(.reportCapabilities, from: Lab.a)[2...3] == [0x9c, 0xc0])
    }

    static let oldCommands: [[UInt8]] = [0x16, 0x17, 0x56, 0x57].map { [$0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }

    @Test(arguments: oldCommands) func `SPC-2 commands are harmless from those who have the unit, else a conflict`(
        block: [UInt8]
    ) {
        for type in ReservationType.allCases {
            var lab = Lab.with([(Lab.a, 1), (Lab.b, 2)], holding: type)
            #expect(lab.execute(block, from: Lab.a).result == .good)
            let registered = type.isRegistrantsOnly || type.isHeldByAll
            #expect(lab.execute(block, from: Lab.b).result == (registered ? .good : conflict))
            #expect(lab.execute(block, from: Lab.c).result == conflict)
        }
        var lab = Lab.with([(Lab.a, 1)])
        #expect(lab.execute(block, from: Lab.a).result == conflict)
        lab = Lab()
        #expect(lab.execute(block, from: Lab.a).result == invalidOpcode)
    }
}
