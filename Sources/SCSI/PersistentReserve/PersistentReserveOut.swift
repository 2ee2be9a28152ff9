/// The PERSISTENT RESERVE OUT command (5Fh): descriptor block and parameter list together.
public struct PersistentReserveOut: Sendable, Hashable {
    /// What is to be done.
    public enum ServiceAction: UInt8, Sendable, Hashable, CaseIterable {
        /// Registers, changes or removes the sender's key.
        case register = 0
        /// Takes the reservation.
        case reserve = 1
        /// Gives the reservation back.
        case release = 2
        /// Removes the reservation and every registration.
        case clear = 3
        /// Removes registrations of others and may take their reservation.
        case preempt = 4
        /// Like ``preempt``, and ends the commands of those who were preempted.
        case preemptAndAbort = 5
        /// Like ``register``, without proof of the key that is there.
        case registerAndIgnoreExistingKey = 6
        /// Registers another nexus and gives it the reservation.
        case registerAndMove = 7
        /// Starts anew after the device lost what it knew.
        case replaceLostReservation = 8
    }

    /// The length of the command descriptor block in bytes.
    public static let blockLength = 10
    /// The length of the basic parameter list in bytes.
    public static let basicListLength = 24
    /// The longest parameter list that is accepted, in bytes.
    public static let maximumListLength = 8192

    /// What is to be done.
    public var action: ServiceAction
    /// The scope as it stands in the descriptor block, four bits; only 0 is valid.
    public var scope: UInt8
    /// The type as it stands in the descriptor block, four bits.
    public var typeCode: UInt8
    /// The key by which the sender proves itself (RESERVATION KEY).
    public var reservationKey: UInt64
    /// The key that the action is about (SERVICE ACTION RESERVATION KEY).
    public var actionKey: UInt64
    /// SPEC_I_PT: the initiator ports that follow are registered too.
    public var specifiesInitiatorPorts = false
    /// ALL_TG_PT: the registration counts on all target ports.
    public var allTargetPorts = false
    /// APTPL: registrations and reservation outlive a loss of power.
    public var persistsThroughPowerLoss = false
    /// UNREG of REGISTER AND MOVE: the sender's registration is removed.
    public var unregistersSender = false
    /// The target port of REGISTER AND MOVE.
    public var relativeTargetPort: UInt16 = 0
    /// The length of the TransportIDs in bytes, as the list states it.
    public var transportIDLength: UInt32 = 0
    /// The TransportIDs as they stand in the list.
    public var transportIDs: [UInt8] = []

    /// Creates a command with a basic parameter list.
    public init(_ action: ServiceAction, type: ReservationType? = nil, key: UInt64, actionKey: UInt64 = 0) {
        self.action = action
        scope = 0
        typeCode = type?.rawValue ?? 0
        reservationKey = key
        self.actionKey = actionKey
    }

    /// The type, or nil when the descriptor block holds none of the six.
    public var type: ReservationType? { ReservationType(rawValue: typeCode) }

    /// Whether the action makes use of scope and type, and refuses bad ones.
    public var usesScopeAndType: Bool {
        switch action {
        case .reserve, .release, .preempt, .preemptAndAbort, .replaceLostReservation: true
        case .register, .registerAndIgnoreExistingKey, .clear, .registerAndMove: false
        }
    }

    /// The command descriptor block, 10 bytes, control byte zero.
    public var block: [UInt8] {
        var bytes = [Opcode.persistentReserveOut, action.rawValue, (scope & 0x0f) << 4 | typeCode & 0x0f, 0, 0]
        bytes.append(bigEndian: UInt32(clamping: parameterList.count))
        return bytes + [0]
    }

    /// The parameter list.
    public var parameterList: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: reservationKey)
        bytes.append(bigEndian: actionKey)
        if action == .registerAndMove {
            bytes += [0, (unregistersSender ? 2 : 0) | (persistsThroughPowerLoss ? 1 : 0)]
            bytes.append(bigEndian: relativeTargetPort)
            bytes.append(bigEndian: transportIDLength)
            return bytes + transportIDs
        }
        bytes.append(zeroes: 4)
        let flags: UInt8 =
            (specifiesInitiatorPorts ? 8 : 0) | (allTargetPorts ? 4 : 0) | (persistsThroughPowerLoss ? 1 : 0)
        bytes += [flags, 0, 0, 0]
        if specifiesInitiatorPorts {
            bytes.append(bigEndian: transportIDLength)
            bytes += transportIDs
        }
        return bytes
    }

    /// Sets the TransportIDs and their length.
    public mutating func setTransportIDs(_ ids: [TransportID]) {
        transportIDs = ids.flatMap(\.encoded)
        transportIDLength = UInt32(clamping: transportIDs.count)
    }
}
