// Generated from char.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// A character device.
///
/// - Since: 0.1
public struct ChardevInfo: QAPIObject, Hashable {
    /// Its name.
    public var label: String
    /// Where it leads, for people.
    public var filename: String
    /// Whether something, such as a monitor, uses it.
    public var frontendOpen: Bool

    /// Creates a value from its members.
    public init(label: String, filename: String, frontendOpen: Bool) {
        self.label = label
        self.filename = filename
        self.frontendOpen = frontendOpen
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        label = try visitor.required("label")
        filename = try visitor.required("filename")
        frontendOpen = try visitor.required("frontend-open")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(label, "label")
        try visitor.required(filename, "filename")
        try visitor.required(frontendOpen, "frontend-open")
    }
}

/// Options that all character devices have.
///
/// - Since: 0.1
public struct ChardevCommon: QAPIObject, Hashable {
    /// A file that everything written to the device goes to as well
    /// (default: not set).
    public var logfile: String?
    /// Keep what the file contains already (default: off).
    public var logappend: Bool?

    /// Creates a value from its members.
    public init(logfile: String? = nil, logappend: Bool? = nil) {
        self.logfile = logfile
        self.logappend = logappend
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        logfile = try visitor.optional("logfile")
        logappend = try visitor.optional("logappend")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(logfile, "logfile")
        try visitor.optional(logappend, "logappend")
    }
}

/// A socket, as server or as client.
///
/// - Since: 0.1
public struct ChardevSocket: QAPIObject, Hashable {
    /// A file that everything written to the device goes to as well
    /// (default: not set).
    public var logfile: String?
    /// Keep what the file contains already (default: off).
    public var logappend: Bool?
    /// Where to listen or to connect to.
    public var addr: SocketAddressLegacy
    /// Listen, instead of connecting (default: on).
    public var server: Bool?
    /// When listening, start only after a client has connected
    /// (default: off).
    public var wait: Bool?
    /// Send small packets at once (TCP_NODELAY) (default: off).
    public var nodelay: Bool?
    /// As a client, try again so long after the connection was
    /// lost or refused; 0 is never (unit: ms)
    /// (range: 0...9223372036854) (default: 0).
    public var reconnectMs: Int64?

    /// Creates a value from its members.
    public init(
        logfile: String? = nil,
        logappend: Bool? = nil,
        addr: SocketAddressLegacy,
        server: Bool? = nil,
        wait: Bool? = nil,
        nodelay: Bool? = nil,
        reconnectMs: Int64? = nil
    ) {
        self.logfile = logfile
        self.logappend = logappend
        self.addr = addr
        self.server = server
        self.wait = wait
        self.nodelay = nodelay
        self.reconnectMs = reconnectMs
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        logfile = try visitor.optional("logfile")
        logappend = try visitor.optional("logappend")
        addr = try visitor.required("addr")
        server = try visitor.optional("server")
        wait = try visitor.optional("wait")
        nodelay = try visitor.optional("nodelay")
        reconnectMs = try visitor.optional("reconnect-ms")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(logfile, "logfile")
        try visitor.optional(logappend, "logappend")
        try visitor.required(addr, "addr")
        try visitor.optional(server, "server")
        try visitor.optional(wait, "wait")
        try visitor.optional(nodelay, "nodelay")
        try visitor.optional(reconnectMs, "reconnect-ms")
    }
}

/// Standard input and output.
///
/// - Since: 0.1
public struct ChardevStdio: QAPIObject, Hashable {
    /// A file that everything written to the device goes to as well
    /// (default: not set).
    public var logfile: String?
    /// Keep what the file contains already (default: off).
    public var logappend: Bool?
    /// Let the terminal's keys send signals, such as Ctrl-C
    /// (default: on).
    public var signal: Bool?

    /// Creates a value from its members.
    public init(logfile: String? = nil, logappend: Bool? = nil, signal: Bool? = nil) {
        self.logfile = logfile
        self.logappend = logappend
        self.signal = signal
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        logfile = try visitor.optional("logfile")
        logappend = try visitor.optional("logappend")
        signal = try visitor.optional("signal")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(logfile, "logfile")
        try visitor.optional(logappend, "logappend")
        try visitor.optional(signal, "signal")
    }
}

/// Kinds of character devices.
///
/// - Since: 0.1
public enum ChardevBackendKind: String, QAPIEnum {
    /// Gives nothing and takes everything.
    case null
    /// A socket.
    case socket
    /// Standard input and output.
    case stdio

    /// The name in the schema.
    public static var typeName: String { "ChardevBackendKind" }
}

/// Options of a device without options of its own.
///
/// - Since: 0.1
public struct ChardevCommonWrapper: QAPIObject, Hashable {
    /// The options.
    public var data: ChardevCommon

    /// Creates a value from its members.
    public init(data: ChardevCommon) {
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

/// Options of a socket.
///
/// - Since: 0.1
public struct ChardevSocketWrapper: QAPIObject, Hashable {
    /// The options.
    public var data: ChardevSocket

    /// Creates a value from its members.
    public init(data: ChardevSocket) {
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

/// Options of standard input and output.
///
/// - Since: 0.1
public struct ChardevStdioWrapper: QAPIObject, Hashable {
    /// The options.
    public var data: ChardevStdio

    /// Creates a value from its members.
    public init(data: ChardevStdio) {
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

/// What a character device leads to.
///
/// - Since: 0.1
public struct ChardevBackend: QAPIObject, Hashable {
    /// What `type` chooses.
    public enum Branch: Sendable, Hashable {
        /// Gives nothing and takes everything.
        case null(ChardevCommonWrapper)
        /// A socket.
        case socket(ChardevSocketWrapper)
        /// Standard input and output.
        case stdio(ChardevStdioWrapper)
    }

    /// The choice that `type` names, with its own members.
    public var branch: Branch

    /// The kind of device.
    public var type: ChardevBackendKind {
        switch branch {
        case .null: .null
        case .socket: .socket
        case .stdio: .stdio
        }
    }

    /// Creates a value from its members.
    public init(branch: Branch) {
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let type = try visitor.required("type", as: ChardevBackendKind.self)
        switch type {
        case .null: branch = .null(try ChardevCommonWrapper(membersFrom: &visitor))
        case .socket: branch = .socket(try ChardevSocketWrapper(membersFrom: &visitor))
        case .stdio: branch = .stdio(try ChardevStdioWrapper(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(type, "type")
        switch branch {
        case .null(let members): try members.visitMembers(&visitor)
        case .socket(let members): try members.visitMembers(&visitor)
        case .stdio(let members): try members.visitMembers(&visitor)
        }
    }
}

/// What creating a character device gives.
///
/// - Since: 0.1
public struct ChardevReturn: QAPIObject, Hashable {
    /// The path of the terminal that was made (absent if the kind of
    /// device makes none, and none here does).
    public var pty: String?

    /// Creates a value from its members.
    public init(pty: String? = nil) {
        self.pty = pty
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        pty = try visitor.optional("pty")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(pty, "pty")
    }
}
