// Generated from transaction.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// Options of the action `abort`: none.
///
/// - Since: 0.1
public struct Abort: QAPIObject, Hashable {
    /// Creates a value from its members.
    public init() {}

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {}

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {}
}

/// The action `abort`.
///
/// - Since: 0.1
public struct AbortWrapper: QAPIObject, Hashable {
    /// Its options.
    public var data: Abort

    /// Creates a value from its members.
    public init(data: Abort) {
        self.data = data
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        data = try visitor.required("data")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(data, "data")
    }
}

/// Actions that a transaction can consist of. Those of QEMU concern
/// bitmaps, snapshots and backups, which Holdfast does not have.
///
/// - Since: 0.1
public enum TransactionActionKind: String, QAPIEnum {
    /// Fail, so that the whole transaction fails.
    case abort

    /// The name in the schema.
    public static var typeName: String { "TransactionActionKind" }
}

/// An action of a transaction.
///
/// - Since: 0.1
public struct TransactionAction: QAPIObject, Hashable {
    /// What `type` chooses.
    public enum Branch: Sendable, Hashable {
        /// Fail, so that the whole transaction fails.
        case abort(AbortWrapper)
    }

    /// The choice that `type` names, with its own members.
    public var branch: Branch

    /// The kind of action.
    public var type: TransactionActionKind {
        switch branch {
        case .abort: .abort
        }
    }

    /// Creates a value from its members.
    public init(branch: Branch) {
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let type = try visitor.required("type", as: TransactionActionKind.self)
        switch type {
        case .abort: branch = .abort(try AbortWrapper(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(type, "type")
        switch branch {
        case .abort(let members): try members.visitMembers(&visitor)
        }
    }
}

/// How jobs that a transaction started depend on each other.
///
/// - Since: 0.1
public enum ActionCompletionMode: String, QAPIEnum {
    /// Not at all.
    case individual
    /// If one fails or is cancelled, so are the others.
    case grouped

    /// The name in the schema.
    public static var typeName: String { "ActionCompletionMode" }
}

/// Options of a transaction.
///
/// - Since: 0.1
public struct TransactionProperties: QAPIObject, Hashable {
    /// How its jobs depend on each other
    /// (default: individual).
    public var completionMode: ActionCompletionMode?

    /// Creates a value from its members.
    public init(completionMode: ActionCompletionMode? = nil) {
        self.completionMode = completionMode
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        completionMode = try visitor.optional("completion-mode")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(completionMode, "completion-mode")
    }
}
