// Generated from common.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// The direction of an operation on a block device.
///
/// - Since: 0.1
public enum IoOperationType: String, QAPIEnum {
    /// Data, or knowledge about them, comes from the device.
    case read
    /// The device is changed; also discards, writes of zeroes and
    /// flushes.
    case write

    /// The name in the schema.
    public static var typeName: String { "IoOperationType" }
}

/// On, off, or whatever suits the circumstances.
///
/// - Since: 0.1
public enum OnOffAuto: String, QAPIEnum {
    /// Decided when the option is used; the option says how.
    case auto
    /// Yes, or an error if that is impossible.
    case on
    /// No.
    case off

    /// The name in the schema.
    public static var typeName: String { "OnOffAuto" }
}
