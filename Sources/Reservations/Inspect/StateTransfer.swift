package import JSON
package import SCSI
internal import Sys

/// The reservations of a disk as a file, by which a stopped cluster moves to another host.
package struct StateTransfer: Sendable, Hashable {
    package var state: PersistentReservations
    /// Which disk it was, for people.
    package var disk: String
    /// When it was written, in nanoseconds since 1970.
    package var time: UInt64

    static let format = "holdfast-reservations"
    static let version: Int64 = 1

    package init(_ record: DiskRecord, time: UInt64) {
        state = record.state
        disk = record.identity.text
        self.time = time
    }

    /// Why a file can't be taken.
    package struct Malformed: Error, CustomStringConvertible {
        package let description: String
        init(_ description: String) { self.description = description }
    }

    /// What the file says.
    package var object: JSONObject {
        var object: JSONObject = [
            "format": .string(Self.format), "version": .int(Self.version),
            "disk": .string(disk), "time": .string(UTCTime(nanoseconds: time).text),
            "generation": JSONValue(state.generation), "aptpl": .bool(state.persistsThroughPowerLoss),
        ]
        if let held = state.reservation {
            object["type"] = .string(held.type.name)
            object["holder"] = held.holder.flatMap(state.registration).map { .string($0.nexus.name.text) }
        }
        object["registrations"] = .array(
            state.registrations.map { registration in
                .object([
                    "initiator": .string(registration.nexus.name.text), "key": .string(registration.key.keyText),
                    "all-target-ports": .bool(registration.allTargetPorts), "since": JSONValue(registration.since),
                ])
            })
        return object
    }

    /// Reads a file, whatever it contains.
    package init(_ value: JSONValue) throws(Malformed) {
        guard value["format"]?.stringValue == Self.format else {
            throw Malformed("it was not written by 'holdfast pr export'")
        }
        guard let version = value["version"]?.int64Value, version == Self.version else {
            throw Malformed("its version is not \(Self.version); use the release that wrote it")
        }
        guard let members = value["registrations"]?.arrayValue,
            members.count <= ReservationPolicy.registrationLimit
        else { throw Malformed("'registrations' must be a list of at most \(ReservationPolicy.registrationLimit)") }
        var registrations: [Registration] = []
        for member in members { registrations.append(try Self.registration(member)) }
        var reservation: Reservation?
        if let name = value["type"]?.stringValue {
            guard let type = ReservationType(name: name) else { throw Malformed("'\(name)' is no type of reservation") }
            let holder = value["holder"]?.stringValue
            let address = registrations.first { $0.nexus.name.text == holder }?.address
            guard type.isHeldByAll || address != nil else { throw Malformed("'holder' must be one who is registered") }
            reservation = Reservation(type: type, by: address ?? NexusAddress(rawValue: 0))
        }
        guard let generation = value["generation"]?.uint64Value.flatMap({ UInt32(exactly: $0) }),
            let persists = value["aptpl"]?.boolValue
        else { throw Malformed("'generation' must be a number and 'aptpl' true or false") }
        guard
            let state = PersistentReservations(
                registrations: registrations, reservation: reservation, generation: generation,
                persistsThroughPowerLoss: persists)
        else { throw Malformed("no commands lead to such a state: an initiator twice, or a reservation of nobody") }
        self.state = state
        disk = value["disk"]?.stringValue ?? ""
        time = value["time"]?.stringValue.flatMap { UTCTime(text: $0) }?.nanoseconds ?? 0
    }

    private static func registration(_ value: JSONValue) throws(Malformed) -> Registration {
        guard let name = value["initiator"]?.stringValue.flatMap({ InitiatorName($0) }),
            let text = value["key"]?.stringValue, text.hasPrefix("0x"), text.utf8.count <= 18,
            let key = UInt64(text.dropFirst(2), radix: 16), key != 0
        else { throw Malformed("a registration needs 'initiator' and 'key', in hexadecimal with 0x and not 0") }
        // The address is made anew for the disk that it is imported at; until then the name tells them apart.
        return Registration(
            nexus: Nexus(diskIdentity: [], name: name), key: key,
            allTargetPorts: value["all-target-ports"]?.boolValue ?? false, since: value["since"]?.uint64Value ?? 0)
    }
}

extension UInt64 {
    /// A reservation key as people write it: all of its digits.
    package var keyText: String {
        let digits = String(self, radix: 16)
        return "0x" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
