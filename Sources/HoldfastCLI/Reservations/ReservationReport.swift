import Holdfast
import JSON
import SCSI

/// What a successful action has to show.
enum ReservationReport {
    case keys(ReadKeysData)
    case reservation(ReadReservationData)
    case capabilities(ReservationCapabilities)
    case status(ReadFullStatusData)
    /// Something was changed, and there is nothing to show.
    case done

    /// Reads the data of an answer.
    init(_ action: PersistentReserveAction, _ data: [UInt8]) throws(DataFormatError) {
        switch action {
        case .keys: self = .keys(try ReadKeysData(decoding: data.span))
        case .reservation: self = .reservation(try ReadReservationData(decoding: data.span))
        case .capabilities: self = .capabilities(try ReservationCapabilities(decoding: data.span))
        case .status: self = .status(try ReadFullStatusData(decoding: data.span))
        default: self = .done
        }
    }

    // MARK: - For people

    /// A table; nothing where there is nothing to show.
    var text: String {
        switch self {
        case .keys(let data):
            let missing = data.totalCount - data.keys.count
            return "generation: \(data.generation)\nkeys: \(data.totalCount)\n"
                + data.keys.map { "    \($0.keyText)\n" }.joined()
                + (missing > 0 ? "    and \(missing) more, for which there was no room\n" : "")
        case .reservation(let data):
            guard let held = data.held else { return "generation: \(data.generation)\nreservation: none\n" }
            let holder = held.type.isHeldByAll ? "all registrants" : held.key.keyText
            return """
                generation: \(data.generation)
                reservation: \(held.type.name)
                holder: \(holder)
                scope: \(held.scope == 0 ? "logical unit" : "\(held.scope)")

                """
        case .capabilities(let data):
            return Self.capabilities(data).map { "\($0.name): \($0.text)\n" }.joined()
        case .status(let data):
            return "generation: \(data.generation)\n" + Self.table(data)
                + (data.isTruncated ? "and more, for which there was no room\n" : "")
        case .done:
            return ""
        }
    }

    private static func table(_ data: ReadFullStatusData) -> String {
        let rows =
            [["key", "holds", "port", "initiator"]]
            + data.descriptors.map { one in
                [
                    one.key.keyText, one.held?.name ?? "-",
                    one.allTargetPorts ? "all" : "\(one.relativeTargetPort)", one.initiatorPort.text,
                ]
            }
        return TextTable.render(rows)
    }

    private static func capabilities(_ data: ReservationCapabilities) -> [(name: String, text: String, json: JSONValue)]
    {
        let flags = [
            ("compatible reservation handling (CRH)", data.handlesCompatibleReservations),
            ("specify initiator ports (SIP_C)", data.acceptsInitiatorPorts),
            ("all target ports (ATP_C)", data.acceptsAllTargetPorts),
            ("persist through power loss (PTPL_C)", data.canPersist),
            ("persists through power loss now (PTPL_A)", data.persists),
            ("replace lost reservation (RLR_C)", data.replacesLostReservations),
        ]
        let types = data.types.map { types in ReservationType.allCases.filter(types.contains).map(\.name) }
        return flags.map { ($0.0, $0.1 ? "yes" : "no", .bool($0.1)) } + [
            ("allow commands", "\(data.allowCommands)", .int(Int64(data.allowCommands))),
            (
                "types", types?.joined(separator: ", ") ?? "not told",
                types.map { .array($0.map { .string($0) }) } ?? .null
            ),
        ]
    }

    // MARK: - For programs

    /// The same as an object; `{}` where there is nothing to show.
    var json: JSONObject {
        switch self {
        case .keys(let data):
            return [
                "generation": .int(Int64(data.generation)), "keys": .array(data.keys.map { .string($0.keyText) }),
                "total": .int(Int64(data.totalCount)),
            ]
        case .reservation(let data):
            var object: JSONObject = ["generation": .int(Int64(data.generation))]
            guard let held = data.held else { return object }
            object["type"] = .string(held.type.name)
            object["scope"] = .int(Int64(held.scope))
            object["key"] = .string(held.key.keyText)
            return object
        case .capabilities(let data):
            let names = ["crh", "sip-c", "atp-c", "ptpl-c", "ptpl-a", "rlr-c", "allow-commands", "types"]
            var object = JSONObject()
            for (name, entry) in zip(names, Self.capabilities(data)) { object[name] = entry.json }
            return object
        case .status(let data):
            return [
                "generation": .int(Int64(data.generation)), "truncated": .bool(data.isTruncated),
                "registrations": .array(data.descriptors.map { .object(Self.json($0)) }),
            ]
        case .done:
            return JSONObject()
        }
    }

    private static func json(_ one: ReadFullStatusData.Descriptor) -> JSONObject {
        var object: JSONObject = [
            "key": .string(one.key.keyText), "initiator": .string(one.initiatorPort.text),
            "relative-target-port": .int(Int64(one.relativeTargetPort)), "all-target-ports": .bool(one.allTargetPorts),
            "holder": .bool(one.held != nil),
        ]
        object["type"] = one.held.map { .string($0.name) }
        return object
    }
}
