internal import Block
internal import JSON
internal import ObjectModel
internal import QAPI
internal import Sys

/// A `throttle-group` object: limits that `throttle` nodes share.
final class ThrottleGroupObject: ManagedObject {
    static let typeName = "throttle-group"

    let group: ThrottleGroup

    private init(checking creation: ObjectCreation) throws(ObjectError) {
        var limits = Block.ThrottleLimits()
        for member in creation.given {
            try ThrottleGroupObject.set(&limits, member.name, member.value)
        }
        do throws(BlockError) {
            group = try ThrottleGroup(limits, now: System.monotonicNanoseconds)
        } catch {
            throw ObjectError(.invalidValue, error.message)
        }
        super.init(creation)
    }

    static let type = TypeDescriptor(
        typeName, summary: "Limits that several nodes of the driver `throttle` share.",
        properties: [
            PropertyDescriptor(
                "limits", .value(name: "ThrottleLimits"), access: .runTime,
                summary: "the limits, set together; what is left out stays as it is")
        ]
            + Block.ThrottleLimits.options.map { option in
                PropertyDescriptor(
                    "x-\(option)", .int, access: .runTime, summary: "one member of `limits`; see there")
            }
    ) { (creation) throws(ObjectError) in try ThrottleGroupObject(checking: creation) }

    override func value(of property: PropertyDescriptor) -> JSONValue? {
        let limits = group.limits
        func value(_ option: String) -> JSONValue { .int(Int64(limits[option: option] ?? 0)) }
        guard property.name == "limits" else { return value(String(property.name.dropFirst(2))) }
        return .object(
            JSONObject(Block.ThrottleLimits.options.map { JSONObject.Member(name: $0, value: value($0)) }))
    }

    override func apply(_ value: JSONValue, to property: PropertyDescriptor) throws(ObjectError) {
        var limits = group.limits
        try ThrottleGroupObject.set(&limits, property.name, value)
        do throws(BlockError) {
            try group.setLimits(limits, now: System.monotonicNanoseconds)
        } catch {
            throw ObjectError(.invalidValue, error.message)
        }
    }

    /// Changes what one property says.
    private static func set(
        _ limits: inout Block.ThrottleLimits, _ property: String, _ value: JSONValue
    ) throws(ObjectError) {
        guard property != "limits" else {
            guard let members = value.objectValue else {
                throw ObjectError(.invalidValue, "the property 'limits' must be an object")
            }
            for member in members { try set(&limits, "x-\(member.name)", member.value) }
            return
        }
        let option = String(property.dropFirst(2))
        guard limits[option: option] != nil else {
            throw ObjectError(.invalidValue, "limits have no member '\(QAPIError.shown(option))'")
        }
        guard let number = value.uint64Value else {
            throw ObjectError(.invalidValue, "the limit \(option) must be a number of 0 or more")
        }
        limits[option: option] = number
    }
}

extension Block.ThrottleLimits {
    /// The names of all options.
    static let options: [String] =
        Kind.allCases.flatMap { [$0.name, "\($0.name)-max", "\($0.name)-max-length"] } + ["iops-size"]

    /// The number that an option gives; nil for what is no option.
    subscript(option option: String) -> UInt64? {
        get {
            if option == "iops-size" { return operationSize }
            guard let (kind, part) = Block.ThrottleLimits.part(option) else { return nil }
            return self[kind][keyPath: part]
        }
        set {
            guard let newValue else { return }
            if option == "iops-size" { operationSize = newValue }
            guard let (kind, part) = Block.ThrottleLimits.part(option) else { return }
            self[kind][keyPath: part] = newValue
        }
    }

    private static func part(_ option: String) -> (Kind, WritableKeyPath<Rate, UInt64>)? {
        for kind in Kind.allCases where option.hasPrefix(kind.name) {
            switch option.dropFirst(kind.name.count) {
            case "": return (kind, \.average)
            case "-max": return (kind, \.burst)
            case "-max-length": return (kind, \.burstLength)
            default: return nil
            }
        }
        return nil
    }
}
