// Generated from trace.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// The state of a trace event.
///
/// - Since: 0.1
public enum TraceEventState: String, QAPIEnum {
    /// It was not built in.
    case unavailable
    /// It is off.
    case disabled
    /// It is on.
    case enabled

    /// The name in the schema.
    public static var typeName: String { "TraceEventState" }
}

/// A trace event.
///
/// - Since: 0.1
public struct TraceEventInfo: QAPIObject, Hashable {
    /// Its name.
    public var name: String
    /// Its state.
    public var state: TraceEventState

    /// Creates a value from its members.
    public init(name: String, state: TraceEventState) {
        self.name = name
        self.state = state
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        state = try visitor.required("state")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.required(state, "state")
    }
}
