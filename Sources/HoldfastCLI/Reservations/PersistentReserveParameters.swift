import ArgumentParser
import SCSI

/// The fields of PERSISTENT RESERVE OUT, by the names that `sg_persist` has for them.
struct PersistentReserveParameters: ParsableArguments {
    @Option(
        name: [.customShort("K"), .long], help: ArgumentHelp("The own key, in hexadecimal.", valueName: "rk"),
        transform: PersistentReserveParameters.key)
    var paramRk: UInt64?

    @Option(
        name: [.customShort("S"), .long],
        help: ArgumentHelp("The key that the action is about, in hexadecimal.", valueName: "sark"),
        transform: PersistentReserveParameters.key)
    var paramSark: UInt64?

    @Option(
        name: [.customShort("T"), .long],
        help: ArgumentHelp("The type of the reservation: 1, 3, 5, 6, 7, 8 or its name.", valueName: "type"),
        transform: PersistentReserveParameters.type)
    var proutType: ReservationType?

    @Flag(name: [.customShort("Z"), .long], help: "Registrations and reservation survive a loss of power.")
    var paramAptpl = false

    @Flag(
        name: [.customShort("Y"), .customLong("param-alltgpt")], help: "The registration counts on all target ports.")
    var paramAllTargetPorts = false

    @Flag(
        name: [.customShort("U"), .customLong("unreg"), .customLong("param-unreg")], help: "Move: unregister oneself.")
    var unreg = false

    @Option(
        name: [.customShort("Q"), .long],
        help: ArgumentHelp("Move: the target port, in hexadecimal (default: 1).", valueName: "port"),
        transform: PersistentReserveParameters.port)
    var relativeTargetPort: UInt16?

    @Option(
        name: [.customShort("X"), .long],
        help: ArgumentHelp(
            "Move, register: another initiator, such as 'sas,5000c50005b32001' or 'iqn.2001-04.org.example:vm'.",
            valueName: "id"),
        transform: PersistentReserveParameters.transportID)
    var transportId: [TransportID] = []

    private var isEmpty: Bool {
        paramRk == nil && paramSark == nil && proutType == nil && !paramAptpl && !paramAllTargetPorts && !unreg
            && relativeTargetPort == nil && transportId.isEmpty
    }

    /// Throws unless the options fit the action.
    func check(for action: PersistentReserveAction) throws {
        guard case .write(let service) = action.request else {
            guard isEmpty else { throw ValidationError("'\(action.rawValue)' only asks and takes no such options.") }
            return
        }
        let needsType = PersistentReserveOut(service, key: 0).usesScopeAndType
        guard !needsType || proutType != nil else {
            throw ValidationError("'\(action.rawValue)' needs --prout-type.")
        }
        guard action != .move || transportId.count == 1 else {
            throw ValidationError("'move' needs the other initiator by one --transport-id.")
        }
        guard action == .move || action == .register || transportId.isEmpty else {
            throw ValidationError("'\(action.rawValue)' takes no --transport-id.")
        }
        guard action == .move || !unreg && relativeTargetPort == nil else {
            throw ValidationError("--unreg and --relative-target-port belong to 'move'.")
        }
    }

    /// The command.
    func command(_ action: PersistentReserveOut.ServiceAction) -> PersistentReserveOut {
        var command = PersistentReserveOut(action, type: proutType, key: paramRk ?? 0, actionKey: paramSark ?? 0)
        command.persistsThroughPowerLoss = paramAptpl
        command.allTargetPorts = paramAllTargetPorts
        command.unregistersSender = unreg
        command.relativeTargetPort = relativeTargetPort ?? 1
        if !transportId.isEmpty {
            command.specifiesInitiatorPorts = action != .registerAndMove
            command.setTransportIDs(transportId)
        }
        return command
    }

    // MARK: - Values

    private static func key(_ text: String) throws -> UInt64 {
        guard let key = hexadecimal(text, digits: 16) else {
            throw ValidationError("'\(text)' is no key; a key has up to 16 hexadecimal digits.")
        }
        return key
    }

    private static func port(_ text: String) throws -> UInt16 {
        guard let port = hexadecimal(text, digits: 4) else {
            throw ValidationError("'\(text)' is no target port; it has up to 4 hexadecimal digits.")
        }
        return UInt16(port)
    }

    private static func type(_ text: String) throws -> ReservationType {
        guard let type = ReservationType(name: text) ?? UInt8(text).flatMap(ReservationType.init(rawValue:)) else {
            let names = ReservationType.allCases.map { "\($0.rawValue) (\($0.name))" }.joined(separator: ", ")
            throw ValidationError("'\(text)' is no type; there are: \(names).")
        }
        return type
    }

    private static func transportID(_ text: String) throws -> TransportID {
        guard let id = TransportID(text: text) else {
            throw ValidationError(
                "'\(text)' is no TransportID; write 'sas,' or 'fcp,' and 16 hexadecimal digits, an iSCSI name, or bytes."
            )
        }
        return id
    }

    /// A number of up to so many hexadecimal digits, with or without `0x`.
    static func hexadecimal(_ text: some StringProtocol, digits: Int) -> UInt64? {
        let plain = text.hasPrefix("0x") || text.hasPrefix("0X") ? text.dropFirst(2) : text[...]
        guard (1...digits).contains(plain.utf8.count), plain.allSatisfy(\.isHexDigit) else { return nil }
        return UInt64(plain, radix: 16)
    }
}

extension TransportID {
    /// Reads the forms that `sg_persist` takes: `sas,HEX`, `fcp,HEX`, an iSCSI name with or without `,i,0xISID`, or bytes.
    init?(text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        if text.lowercased().hasPrefix("sas,"), parts.count == 2 {
            guard let address = PersistentReserveParameters.hexadecimal(parts[1], digits: 16) else { return nil }
            self = .sas(address: address)
        } else if text.lowercased().hasPrefix("fcp,"), parts.count == 2 {
            guard let name = PersistentReserveParameters.hexadecimal(parts[1], digits: 16) else { return nil }
            self = .fibreChannel(portName: name)
        } else if text.hasPrefix("iqn.") {
            guard parts.count == 1 || parts.count == 3 && parts[1] == "i", text.utf8.count <= 223 else { return nil }
            let session = parts.count == 3 ? PersistentReserveParameters.hexadecimal(parts[2], digits: 12) : nil
            guard parts.count == 1 || session != nil else { return nil }
            self = .iscsi(name: String(parts[0]), sessionID: session)
        } else {
            let numbers = text.split { $0 == "," || $0 == " " }
                .map { PersistentReserveParameters.hexadecimal($0, digits: 2).map(UInt8.init) }
            guard !numbers.isEmpty, numbers.count <= 228, !numbers.contains(nil) else { return nil }
            var bytes = numbers.compactMap(\.self)
            while bytes.count < Self.minimumLength || bytes.count % 4 != 0 { bytes.append(0) }
            self = .other(bytes)
        }
    }

    /// The form that ``init(text:)`` reads.
    var text: String {
        func digits(_ value: UInt64, _ count: Int) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        switch self {
        case .sas(let address): return "sas,\(digits(address, 16))"
        case .fibreChannel(let portName): return "fcp,\(digits(portName, 16))"
        case .iscsi(let name, let sessionID): return name + (sessionID.map { ",i,0x\(digits($0, 12))" } ?? "")
        case .other(let bytes): return bytes.map { digits(UInt64($0), 2) }.joined(separator: ",")
        }
    }
}
