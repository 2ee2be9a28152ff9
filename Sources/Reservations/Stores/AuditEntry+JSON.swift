package import JSON
internal import SCSI

extension AuditEntry {
    /// The entry as a JSON object on a line of its own; keys are in hexadecimal, as `sg_persist` prints them.
    func line(disk: DiskIdentity) -> [UInt8] {
        JSONWriter().bytes(.object(object(disk: disk))) + [UInt8(ascii: "\n")]
    }

    /// The entry as a JSON object.
    package func object(disk: DiskIdentity) -> JSONObject {
        var object = JSONObject()
        func add(_ name: String, _ value: JSONValue?) {
            if let value { object.appendIfAbsent(name, value) }
        }
        add("time", .string(UTCTime(nanoseconds: time).text))
        add("disk", .string(disk.fileName))
        add("initiator", initiator.map { .string($0.name.text) })
        add("nexus", initiator.map { .string($0.address.description) })
        add("process", JSONValue(process))
        add("command", .string(command))
        add("type", type.map { JSONValue($0.rawValue) })
        add("reservation-key", reservationKey == 0 ? nil : .string(Self.hexadecimal(reservationKey)))
        add("action-key", actionKey == 0 ? nil : .string(Self.hexadecimal(actionKey)))
        add("status", .string(status))
        add("generation-before", JSONValue(generationBefore))
        add("generation", JSONValue(generationAfter))
        add("record", committed.map { JSONValue($0) })
        add("victims", victims.isEmpty ? nil : .array(victims.map { .object($0.object) }))
        add("drain-ns", drain.map { JSONValue($0) })
        return object
    }

    /// Reads an entry back from a line or a row, and which disk it is about; nil when it is none.
    package static func decode(_ value: JSONValue) -> (disk: String, entry: AuditEntry)? {
        guard let disk = value["disk"]?.stringValue, let time = value["time"]?.stringValue.flatMap(UTCTime.init(text:)),
            let command = value["command"]?.stringValue, let status = value["status"]?.stringValue
        else { return nil }
        let entry = AuditEntry(
            time: time.nanoseconds, initiator: nexus(in: value), process: number(value["process"]) ?? 0,
            command: command,
            type: number(value["type"]).flatMap(ReservationType.init(rawValue:)),
            reservationKey: key(value["reservation-key"]) ?? 0, actionKey: key(value["action-key"]) ?? 0,
            status: status,
            generationBefore: number(value["generation-before"]) ?? 0,
            generationAfter: number(value["generation"]) ?? 0,
            committed: value["record"]?.uint64Value,
            victims: (value["victims"]?.arrayValue ?? []).compactMap(Victim.init),
            drain: value["drain-ns"]?.uint64Value)
        return (disk, entry)
    }

    fileprivate static func nexus(in value: JSONValue) -> Nexus? {
        guard let name = value["initiator"]?.stringValue.flatMap({ InitiatorName($0) }),
            let address = key(value["nexus"])
        else { return nil }
        return Nexus(address: NexusAddress(rawValue: address), name: name)
    }

    fileprivate static func number<Value: FixedWidthInteger>(_ value: JSONValue?) -> Value? {
        value?.int64Value.flatMap { Value(exactly: $0) }
    }

    private static func key(_ value: JSONValue?) -> UInt64? {
        guard let text = value?.stringValue, text.hasPrefix("0x") else { return nil }
        return UInt64(text.dropFirst(2), radix: 16)
    }

    private static func hexadecimal(_ key: UInt64) -> String { "0x\(String(key, radix: 16))" }
}

extension AuditEntry.Victim {
    fileprivate var object: JSONObject {
        var object: JSONObject = [
            "initiator": .string(nexus.name.text), "nexus": .string(nexus.address.description),
        ]
        if let slot { object.appendIfAbsent("slot", JSONValue(slot)) }
        if let process { object.appendIfAbsent("process", JSONValue(process)) }
        if let action { object.appendIfAbsent("action", .string(action)) }
        return object
    }

    fileprivate init?(_ value: JSONValue) {
        guard let nexus = AuditEntry.nexus(in: value) else { return nil }
        self.init(
            nexus: nexus, slot: AuditEntry.number(value["slot"]), process: AuditEntry.number(value["process"]),
            action: value["action"]?.stringValue)
    }
}
