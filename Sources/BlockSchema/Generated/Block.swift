// Generated from block.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// A manager of persistent reservations.
///
/// - Since: 0.1
public struct PRManagerInfo: QAPIObject, Hashable {
    /// The object's id.
    public var id: String
    /// Whether it can work: a helper is connected; the other
    /// kinds are always so.
    public var connected: Bool

    /// Creates a value from its members.
    public init(id: String, connected: Bool) {
        self.id = id
        self.connected = connected
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        connected = try visitor.required("connected")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.required(connected, "connected")
    }
}

/// A manager lost its helper or found it again.
///
/// - Since: 0.1
public struct PrManagerStatusChangedEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "PR_MANAGER_STATUS_CHANGED" }

    /// The object's id.
    public var id: String
    /// Whether it is connected now.
    public var connected: Bool

    /// Creates a value from its members.
    public init(id: String, connected: Bool) {
        self.id = id
        self.connected = connected
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        connected = try visitor.required("connected")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.required(connected, "connected")
    }
}
