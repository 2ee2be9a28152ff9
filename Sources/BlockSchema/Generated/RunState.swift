// Generated from run-state.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// Why the daemon ends.
///
/// - Since: 0.1
public enum ShutdownCause: String, QAPIEnum {
    /// Something failed that it can't do without.
    case hostError = "host-error"
    /// A client sent `quit`.
    case hostQmpQuit = "host-qmp-quit"
    /// It received SIGINT, SIGTERM or SIGHUP.
    case hostSignal = "host-signal"

    /// The name in the schema.
    public static var typeName: String { "ShutdownCause" }
}

/// The daemon ends. Exports are closed and requests in flight finished
/// after this event.
///
/// - Since: 0.1
public struct ShutdownEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "SHUTDOWN" }

    /// Always false: no guest can end the daemon.
    public var guest: Bool
    /// Why.
    public var reason: ShutdownCause

    /// Creates a value from its members.
    public init(guest: Bool, reason: ShutdownCause) {
        self.guest = guest
        self.reason = reason
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        guest = try visitor.required("guest")
        reason = try visitor.required("reason")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(guest, "guest")
        try visitor.required(reason, "reason")
    }
}
