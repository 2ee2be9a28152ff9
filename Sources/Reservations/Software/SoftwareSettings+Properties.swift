internal import Block
internal import JSON
internal import ObjectModel
internal import SCSI
internal import Sys

extension SoftwareSettings {
    private static let (initiator, gate, drain, onStuck) = ("initiator", "gate", "drain", "on-stuck")
    private static let (stuckTimeout, aptpl, singleHost) = ("stuck-timeout", "aptpl", "single-host")
    private static let (maxRegistrations, audit, group, mode) = ("max-registrations", "audit", "group", "mode")
    private static let (auto, on, off) = ("auto", "on", "off")
    private static let (always, abortOnly) = ("always", "abort-only")
    private static let (fail, kill, killAny) = ("fail", "kill", "kill-any")
    private static let (force, honor, assert) = ("force", "honor", "assert")

    /// The properties that all kinds of software managers have; who names no initiator is the one given here, if it is.
    static func properties(initiator name: String?) -> [PropertyDescriptor] {
        let own = PropertyDescriptor(
            initiator, .string, isRequired: name == nil, default: name.map { .string($0) },
            summary: "The name of the initiator that this process speaks for.")
        return [own] + common
    }

    /// The properties with the same defaults in every program.
    private static let common = [
        PropertyDescriptor(
            gate, .string, default: .string(auto),
            summary: "Where the page is shared that every request looks at: auto, or a folder on a tmpfs."),
        PropertyDescriptor(
            drain, .enumeration(name: "PrManagerDrain", values: [always, abortOnly]), default: .string(always),
            summary: "Which commands wait for the requests of those who lose a permission."),
        PropertyDescriptor(
            onStuck, .enumeration(name: "PrManagerOnStuck", values: [fail, kill, killAny]), access: .runTime,
            default: .string(fail), summary: "What to do with a process that doesn't finish its requests in time."),
        PropertyDescriptor(
            stuckTimeout, .unsigned(name: "uint32", bounds: 1...3_600_000), access: .runTime, default: .int(5000),
            summary: "How long a process may take to finish its requests, in milliseconds."),
        PropertyDescriptor(
            aptpl, .enumeration(name: "PrManagerAptpl", values: [force, honor]), default: .string(force),
            summary: "Whether registrations survive that nobody uses the disk any more."),
        PropertyDescriptor(
            singleHost, .enumeration(name: "PrManagerSingleHost", values: [auto, assert]), default: .string(auto),
            summary: "How to make sure that no other host uses the disk."),
        PropertyDescriptor(
            maxRegistrations, .unsigned(name: "uint8", bounds: 1...UInt64(ReservationPolicy.registrationLimit)),
            default: .int(Int64(ReservationPolicy.registrationLimit)),
            summary: "How many registrations the disk may have."),
        PropertyDescriptor(
            audit, .string, access: .runTime, default: .string(on),
            summary: "Where commands that change something are logged: on, off, or a path."),
        PropertyDescriptor(group, .string, summary: "The group that owns state, log and sockets."),
        PropertyDescriptor(mode, .string, summary: "The permissions of state, log and sockets, in octal."),
    ]

    /// Reads the properties of a new object.
    init(_ creation: ObjectCreation) throws(ObjectError) {
        let text = creation[Self.initiator]?.stringValue ?? ""
        guard let name = InitiatorName(text) else {
            throw ObjectError(
                .invalidValue,
                "the property 'initiator' must be a name of 1 to \(InitiatorName.maximumLength) bytes without control "
                    + "characters")
        }
        self.init(initiator: name)
        let type = creation.objectClass.name
        for property in Self.common {
            if let value = creation[property.name] { try apply(value, to: property.name, of: type) }
        }
    }

    /// Takes a property's new value.
    mutating func apply(_ value: JSONValue, to name: String, of type: String) throws(ObjectError) {
        let text = value.stringValue ?? ""
        switch name {
        case Self.gate: gateFolder = text == Self.auto ? nil : try Self.path(text, name, type)
        case Self.drain: drainsAlways = text == Self.always
        case Self.onStuck: onStuck = text == Self.kill ? .kill : text == Self.killAny ? .killAny : .fail
        case Self.stuckTimeout: stuckTimeout = UInt32(clamping: value.uint64Value ?? 5000)
        case Self.aptpl: policy.persistence = text == Self.honor ? .honored : .forced
        case Self.singleHost: assertsSingleHost = text == Self.assert
        case Self.maxRegistrations:
            policy = ReservationPolicy(
                maximumRegistrations: value.int64Value.map(Int.init(clamping:)) ?? ReservationPolicy.registrationLimit,
                persistence: policy.persistence)
        case Self.audit:
            if text != Self.on, text != Self.off { _ = try Self.path(text, name, type) }
            audit = AuditPlace(text)
        case Self.group:
            guard let number = UInt32(text) ?? System.group(named: text) else {
                throw Self.refusal(name, type, "the name or the number of a group of this host")
            }
            group = number
        case Self.mode:
            guard let number = UInt32(text, radix: 8), number <= 0o777, number & 0o600 == 0o600 else {
                throw Self.refusal(name, type, "permissions in octal that let the owner read and write, such as 0660")
            }
            mode = number
        default: break
        }
    }

    private static func path(_ text: String, _ name: String, _ type: String) throws(ObjectError) -> String {
        guard text.hasPrefix("/") || text.hasPrefix("."), !text.utf8.contains(0) else {
            throw refusal(
                name, type, "a path that begins with '/' or '.', or one of the words that the documentation lists")
        }
        return text
    }

    private static func refusal(_ name: String, _ type: String, _ wanted: String) -> ObjectError {
        ObjectError(.invalidValue, "the property '\(name)' of type '\(type)' must be \(wanted)")
    }
}
