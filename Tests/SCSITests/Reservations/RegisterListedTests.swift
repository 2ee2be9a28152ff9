import SCSI
import Testing

/// REGISTER with SPEC_I_PT, where it is offered.
struct RegisterListedTests {
    static func lab(_ keys: [(Nexus, UInt64)] = [], maximum: Int = 128) -> Lab {
        Lab.with(keys, policy: ReservationPolicy(maximumRegistrations: maximum, acceptsInitiatorPorts: true))
    }

    static func register(_ lab: inout Lab, _ ids: [TransportID], key: UInt64 = 0, to actionKey: UInt64 = 5)
        -> CommandResult
    {
        lab.out(.register, from: Lab.a, key: key, to: actionKey) {
            $0.specifiesInitiatorPorts = true
            $0.setTransportIDs(ids)
        }
    }

    @Test func `the sender and every listed nexus are registered at once`() {
        var lab = Self.lab()
        #expect(Self.register(&lab, [Lab.c.address.transportID, Lab.b.address.transportID]) == .good)
        #expect(lab.keys == [Lab.a: 5, Lab.b: 5, Lab.c: 5])
        #expect(lab.generation == 1)
    }

    @Test func `an empty list registers the sender`() {
        var lab = Self.lab()
        #expect(Self.register(&lab, []) == .good)
        #expect(lab.keys == [Lab.a: 5])
    }

    @Test func `a listed nexus that is registered is a conflict and undoes all`() {
        var lab = Self.lab([(Lab.b, 2)])
        #expect(Self.register(&lab, [Lab.c.address.transportID, Lab.b.address.transportID]) == conflict)
        #expect(lab.keys == [Lab.b: 2])
    }

    @Test(
        arguments: [
            .sas(address: 1), .fibreChannel(portName: 1), .iscsi(name: "iqn.a", sessionID: nil), .other([9, 9]),
            Lab.a.address.transportID, Lab.stranger.address.transportID,
        ] as [TransportID])
    func `a TransportID that names nobody else here is invalid and undoes all`(id: TransportID) {
        var lab = Self.lab()
        #expect(Self.register(&lab, [Lab.b.address.transportID, id]).plain == invalidParameter)
        #expect(lab.keys.isEmpty)
    }

    @Test func `naming one nexus twice is invalid`() {
        var lab = Self.lab()
        #expect(Self.register(&lab, [Lab.b.address.transportID, Lab.b.address.transportID]).plain == invalidParameter)
    }

    @Test func `lengths that do not agree are invalid`() {
        var lab = Self.lab()
        for length in [0, 20, 28, 0xffff_ffff] as [UInt32] {
            let result = lab.out(.register, from: Lab.a, to: 5) {
                $0.specifiesInitiatorPorts = true
                $0.setTransportIDs([Lab.b.address.transportID])
                $0.transportIDLength = length
            }
            #expect(result == .checkCondition(.invalidFieldInParameterList(byte: 24)))
        }
        // The list ends before the length.
        let block: [UInt8] = [0x5f, 0, 0, 0, 0, 0, 0, 0, 24, 0]
        let list = NaiveReservations.number(0, 8) + NaiveReservations.number(5, 8) + [0, 0, 0, 0, 8, 0, 0, 0]
        #expect(lab.execute(block, list, from: Lab.a).result.plain == invalidParameter)
    }

    @Test func `key zero registers nobody`() {
        var lab = Self.lab()
        #expect(Self.register(&lab, [], to: 0).plain == invalidParameter)
    }

    @Test func `a registered sender may not bring others along, if its key is right at all`() {
        var lab = Self.lab([(Lab.a, 1)])
        #expect(Self.register(&lab, [Lab.b.address.transportID], key: 1).plain == invalidParameter)
        #expect(Self.register(&lab, [Lab.b.address.transportID], key: 2) == conflict)
        #expect(lab.keys == [Lab.a: 1])
    }

    @Test func `too little room for all is room for none`() {
        var lab = Self.lab(maximum: 2)
        let ids = [Lab.b.address.transportID, Lab.c.address.transportID]
        #expect(Self.register(&lab, ids) == failure(.illegalRequest, 0x5504))
        #expect(lab.keys.isEmpty)
        #expect(Self.register(&lab, Array(ids.prefix(1))) == .good)
    }

    @Test func `more TransportIDs than fit into 8 KiB never arrive`() {
        var lab = Self.lab()
        let ids = [TransportID](repeating: Lab.b.address.transportID, count: 341)
        #expect(Self.register(&lab, ids) == lengthError)
    }
}
