import SCSI

/// A logical unit with four machines at it, and short words for what they do.
struct Lab {
    static let identity = Array("test disk".utf8)
    static let a = nexus("a")
    static let b = nexus("b")
    static let c = nexus("c")
    static let d = nexus("d")
    /// Attached to nothing and registered nowhere.
    static let stranger = nexus("stranger")

    var unit: ReservationUnit

    init(policy: ReservationPolicy = ReservationPolicy(), state: PersistentReservations = PersistentReservations()) {
        unit = ReservationUnit(state: state, policy: policy)
        for nexus in [Self.a, Self.b, Self.c, Self.d] {
            unit.attach(nexus)
            _ = unit.takeAttention(of: nexus.address)
        }
    }

    static func nexus(_ name: String) -> Nexus {
        guard let name = InitiatorName(name) else { preconditionFailure("\(name) is a name") }
        return Nexus(diskIdentity: identity, name: name)
    }

    /// Registers nexuses with their keys; with a type, the first one reserves.
    static func with(
        _ keys: [(Nexus, UInt64)], holding type: ReservationType? = nil, policy: ReservationPolicy = .init()
    ) -> Lab {
        var lab = Lab(policy: policy)
        for (nexus, key) in keys {
            lab.out(.register, from: nexus, to: key)
        }
        if let type, let (nexus, key) = keys.first {
            lab.out(.reserve, from: nexus, key: key, type: type)
        }
        return lab
    }

    @discardableResult
    mutating func out(
        _ action: PersistentReserveOut.ServiceAction, from nexus: Nexus, key: UInt64 = 0, to actionKey: UInt64 = 0,
        type: ReservationType? = nil, change: (inout PersistentReserveOut) -> Void = { _ in }
    ) -> CommandResult {
        outcome(action, from: nexus, key: key, to: actionKey, type: type, change: change).result
    }

    mutating func outcome(
        _ action: PersistentReserveOut.ServiceAction, from nexus: Nexus, key: UInt64 = 0, to actionKey: UInt64 = 0,
        type: ReservationType? = nil, change: (inout PersistentReserveOut) -> Void = { _ in }
    ) -> ReservationOutcome {
        var command = PersistentReserveOut(action, type: type, key: key, actionKey: actionKey)
        change(&command)
        return execute(command.block, command.parameterList, from: nexus)
    }

    mutating func execute(_ block: [UInt8], _ list: [UInt8] = [], from nexus: Nexus) -> ReservationOutcome {
        unit.execute(block.span, list: list.span, from: nexus, now: 1000)
    }

    mutating func read(_ action: PersistentReserveIn.ServiceAction, from nexus: Nexus, length: UInt16 = 8192) -> [UInt8]
    {
        execute(PersistentReserveIn(action, allocationLength: length).block, from: nexus).data
    }

    mutating func admit(_ command: [UInt8], from nexus: Nexus) -> CommandResult? {
        unit.admit(command.span, from: nexus.address)
    }

    /// The registered nexuses with their keys.
    var keys: [Nexus: UInt64] {
        Dictionary(uniqueKeysWithValues: unit.state.registrations.map { ($0.nexus, $0.key) })
    }

    var reservation: Reservation? { unit.state.reservation }
    var generation: UInt32 { unit.state.generation }

    /// The reasons of all waiting unit attentions, by nexus; taking them clears them.
    mutating func takeAttentions() -> [Nexus: [AdditionalSense]] {
        var all: [Nexus: [AdditionalSense]] = [:]
        for nexus in unit.attached {
            while let sense = unit.takeAttention(of: nexus.address) {
                all[nexus, default: []].append(sense.reason)
            }
        }
        return all
    }
}

let conflict = CommandResult.reservationConflict
let invalidCDB = failure(.illegalRequest, 0x2400)
let invalidParameter = failure(.illegalRequest, 0x2600)
let lengthError = failure(.illegalRequest, 0x1a00)
let invalidOpcode = failure(.illegalRequest, 0x2000)

func failure(_ key: SenseKey, _ reason: UInt16) -> CommandResult {
    .checkCondition(Sense(key, AdditionalSense(rawValue: reason)))
}

extension CommandResult {
    /// The result without the pointer to the field at fault.
    var plain: CommandResult {
        var copy = self
        copy.sense?.field = nil
        return copy
    }
}
