// Generated from error.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// What kind of error a command answered with. Programs may act upon
/// the class; the description beside it is for people and may change.
///
/// - Since: 0.1
public enum QapiErrorClass: String, QAPIEnum {
    /// Anything that has no class of its own.
    case genericError = "GenericError"
    /// The command does not exist, or not before
    /// `qmp_capabilities`, or not by the present policy.
    case commandNotFound = "CommandNotFound"
    /// The device is not active.
    case deviceNotActive = "DeviceNotActive"
    /// There is no object with this path or no type with
    /// this name; other things that don't exist are a GenericError, as
    /// clients of QEMU expect it.
    case deviceNotFound = "DeviceNotFound"
    /// Never used here; clients of QEMU know it.
    case kVMMissingCap = "KVMMissingCap"

    /// The name in the schema.
    public static var typeName: String { "QapiErrorClass" }
}
