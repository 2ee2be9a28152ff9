// Generated from block-export.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// What the two forms of options of the NBD server have in common.
///
/// - Since: 0.1
public struct NbdServerOptionsBase: QAPIObject, Hashable {
    /// How long a client may take to negotiate; 0 is
    /// no limit (unit: s) (default: 10).
    public var handshakeMaxSeconds: UInt32?
    /// The id of an object with credentials for TLS; no type of
    /// object provides them yet (default: not set).
    public var tlsCreds: String?
    /// The id of an object that decides which clients are let in;
    /// no type of object provides it yet (default: not set).
    public var tlsAuthz: String?
    /// Most clients at the same time; 0 is no limit
    /// (unit: connections) (default: 100).
    public var maxConnections: UInt32?

    /// Creates a value from its members.
    public init(
        handshakeMaxSeconds: UInt32? = nil,
        tlsCreds: String? = nil,
        tlsAuthz: String? = nil,
        maxConnections: UInt32? = nil
    ) {
        self.handshakeMaxSeconds = handshakeMaxSeconds
        self.tlsCreds = tlsCreds
        self.tlsAuthz = tlsAuthz
        self.maxConnections = maxConnections
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        handshakeMaxSeconds = try visitor.optional("handshake-max-seconds")
        tlsCreds = try visitor.optional("tls-creds")
        tlsAuthz = try visitor.optional("tls-authz")
        maxConnections = try visitor.optional("max-connections")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(handshakeMaxSeconds, "handshake-max-seconds")
        try visitor.optional(tlsCreds, "tls-creds")
        try visitor.optional(tlsAuthz, "tls-authz")
        try visitor.optional(maxConnections, "max-connections")
    }
}

/// Options of the NBD server on the command line.
///
/// - Since: 0.1
public struct NbdServerOptions: QAPIObject, Hashable {
    /// How long a client may take to negotiate; 0 is
    /// no limit (unit: s) (default: 10).
    public var handshakeMaxSeconds: UInt32?
    /// The id of an object with credentials for TLS; no type of
    /// object provides them yet (default: not set).
    public var tlsCreds: String?
    /// The id of an object that decides which clients are let in;
    /// no type of object provides it yet (default: not set).
    public var tlsAuthz: String?
    /// Most clients at the same time; 0 is no limit
    /// (unit: connections) (default: 100).
    public var maxConnections: UInt32?
    /// Where to listen.
    public var addr: SocketAddress

    /// Creates a value from its members.
    public init(
        handshakeMaxSeconds: UInt32? = nil,
        tlsCreds: String? = nil,
        tlsAuthz: String? = nil,
        maxConnections: UInt32? = nil,
        addr: SocketAddress
    ) {
        self.handshakeMaxSeconds = handshakeMaxSeconds
        self.tlsCreds = tlsCreds
        self.tlsAuthz = tlsAuthz
        self.maxConnections = maxConnections
        self.addr = addr
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        handshakeMaxSeconds = try visitor.optional("handshake-max-seconds")
        tlsCreds = try visitor.optional("tls-creds")
        tlsAuthz = try visitor.optional("tls-authz")
        maxConnections = try visitor.optional("max-connections")
        addr = try visitor.required("addr")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(handshakeMaxSeconds, "handshake-max-seconds")
        try visitor.optional(tlsCreds, "tls-creds")
        try visitor.optional(tlsAuthz, "tls-authz")
        try visitor.optional(maxConnections, "max-connections")
        try visitor.required(addr, "addr")
    }
}

/// Options of the NBD server as the command takes them.
///
/// - Since: 0.1
public struct NbdServerOptionsLegacy: QAPIObject, Hashable {
    /// How long a client may take to negotiate; 0 is
    /// no limit (unit: s) (default: 10).
    public var handshakeMaxSeconds: UInt32?
    /// The id of an object with credentials for TLS; no type of
    /// object provides them yet (default: not set).
    public var tlsCreds: String?
    /// The id of an object that decides which clients are let in;
    /// no type of object provides it yet (default: not set).
    public var tlsAuthz: String?
    /// Most clients at the same time; 0 is no limit
    /// (unit: connections) (default: 100).
    public var maxConnections: UInt32?
    /// Where to listen.
    public var addr: SocketAddressLegacy

    /// Creates a value from its members.
    public init(
        handshakeMaxSeconds: UInt32? = nil,
        tlsCreds: String? = nil,
        tlsAuthz: String? = nil,
        maxConnections: UInt32? = nil,
        addr: SocketAddressLegacy
    ) {
        self.handshakeMaxSeconds = handshakeMaxSeconds
        self.tlsCreds = tlsCreds
        self.tlsAuthz = tlsAuthz
        self.maxConnections = maxConnections
        self.addr = addr
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        handshakeMaxSeconds = try visitor.optional("handshake-max-seconds")
        tlsCreds = try visitor.optional("tls-creds")
        tlsAuthz = try visitor.optional("tls-authz")
        maxConnections = try visitor.optional("max-connections")
        addr = try visitor.required("addr")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(handshakeMaxSeconds, "handshake-max-seconds")
        try visitor.optional(tlsCreds, "tls-creds")
        try visitor.optional(tlsAuthz, "tls-authz")
        try visitor.optional(maxConnections, "max-connections")
        try visitor.required(addr, "addr")
    }
}

/// How clients see an NBD export.
///
/// - Since: 0.1
public struct BlockExportOptionsNbdBase: QAPIObject, Hashable {
    /// Its name for clients; 4096 bytes at most
    /// (default: the node's name).
    public var name: String?
    /// A text that clients can ask for; 4096 bytes at most
    /// (default: not set).
    public var description: String?

    /// Creates a value from its members.
    public init(name: String? = nil, description: String? = nil) {
        self.name = name
        self.description = description
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.optional("name")
        description = try visitor.optional("description")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(name, "name")
        try visitor.optional(description, "description")
    }
}

/// A dirty bitmap of a node.
///
/// - Since: 0.1
public struct BlockDirtyBitmap: QAPIObject, Hashable {
    /// The node.
    public var node: String
    /// The bitmap.
    public var name: String

    /// Creates a value from its members.
    public init(node: String, name: String) {
        self.node = node
        self.name = name
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        node = try visitor.required("node")
        name = try visitor.required("name")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(node, "node")
        try visitor.required(name, "name")
    }
}

/// A dirty bitmap, of the node in question or of another.
///
/// - Since: 0.1
public enum BlockDirtyBitmapOrStr: QAPIValue, Hashable {
    /// The name of a bitmap of the node in question.
    case local(String)
    /// A bitmap of another node.
    case external(BlockDirtyBitmap)

    /// Reads a value; its kind chooses the case.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        switch try visitor.startAlternate(name) {
        case .string: self = .local(try String(from: &visitor, name: name))
        case .object: self = .external(try BlockDirtyBitmap(from: &visitor, name: name))
        case let kind:
            throw visitor.noBranch(for: kind, name, of: "BlockDirtyBitmapOrStr", accepting: [.string, .object])
        }
        visitor.endAlternate()
    }

    /// Writes the value of the case.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        switch self {
        case .local(let value): try value.visit(&visitor, name: name)
        case .external(let value): try value.visit(&visitor, name: name)
        }
    }
}

/// Options of an NBD export.
///
/// - Since: 0.1
public struct BlockExportOptionsNbd: QAPIObject, Hashable {
    /// Its name for clients; 4096 bytes at most
    /// (default: the node's name).
    public var name: String?
    /// A text that clients can ask for; 4096 bytes at most
    /// (default: not set).
    public var description: String?
    /// Dirty bitmaps that clients may read. No node of Holdfast
    /// has any, so every name is an unknown one (default: no bitmaps).
    public var bitmaps: [BlockDirtyBitmapOrStr]?
    /// Whether clients may ask on which level data lie;
    /// here they always lie on the first (default: off).
    public var allocationDepth: Bool?

    /// Creates a value from its members.
    public init(
        name: String? = nil,
        description: String? = nil,
        bitmaps: [BlockDirtyBitmapOrStr]? = nil,
        allocationDepth: Bool? = nil
    ) {
        self.name = name
        self.description = description
        self.bitmaps = bitmaps
        self.allocationDepth = allocationDepth
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.optional("name")
        description = try visitor.optional("description")
        bitmaps = try visitor.optional("bitmaps")
        allocationDepth = try visitor.optional("allocation-depth")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(name, "name")
        try visitor.optional(description, "description")
        try visitor.optional(bitmaps, "bitmaps")
        try visitor.optional(allocationDepth, "allocation-depth")
    }
}

/// Options of a vhost-user-blk export.
///
/// - Since: 0.1
public struct BlockExportOptionsVhostUserBlk: QAPIObject, Hashable {
    /// Where to listen; `unix` or `fd`.
    public var addr: SocketAddress
    /// The block size that the guest sees, a power of
    /// two (unit: bytes) (range: 512...32768) (default: 512).
    public var logicalBlockSize: ByteSize?
    /// How many queues the device has (unit: queues)
    /// (range: 1...256) (default: 1).
    public var numQueues: UInt16?

    /// Creates a value from its members.
    public init(addr: SocketAddress, logicalBlockSize: ByteSize? = nil, numQueues: UInt16? = nil) {
        self.addr = addr
        self.logicalBlockSize = logicalBlockSize
        self.numQueues = numQueues
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        addr = try visitor.required("addr")
        logicalBlockSize = try visitor.optional("logical-block-size")
        numQueues = try visitor.optional("num-queues")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(addr, "addr")
        try visitor.optional(logicalBlockSize, "logical-block-size")
        try visitor.optional(numQueues, "num-queues")
    }
}

/// Kinds of exports.
///
/// - Since: 0.1
public enum BlockExportType: String, QAPIEnum {
    /// Clients reach the node through the NBD server.
    case nbd
    /// A virtual machine monitor has the node as a virtio
    /// disk.
    case vhostUserBlk = "vhost-user-blk"

    /// The name in the schema.
    public static var typeName: String { "BlockExportType" }
}

/// The options of an export: those that all types have, and the type's
/// own.
///
/// - Since: 0.1
public struct BlockExportOptions: QAPIObject, Hashable {
    /// What `type` chooses.
    public enum Branch: Sendable, Hashable {
        /// Clients reach the node through the NBD server.
        case nbd(BlockExportOptionsNbd)
        /// A virtual machine monitor has the node as a virtio
        /// disk.
        case vhostUserBlk(BlockExportOptionsVhostUserBlk)
    }

    /// The export's name, one for all types.
    public var id: String
    /// Fail if the node can't be served from `iothread`,
    /// instead of serving it from where the node is (default: off).
    public var fixedIothread: Bool?
    /// The id of the iothread object whose queue serves the export
    /// (default: the main queue).
    public var iothread: String?
    /// The node.
    public var nodeName: String
    /// Whether clients may write (default: off).
    public var writable: Bool?
    /// Make every write durable before it is answered
    /// (default: off).
    public var writethrough: Bool?
    /// Keep the export while the node is inactive; requests
    /// are refused then (default: off).
    public var allowInactive: Bool?
    /// The choice that `type` names, with its own members.
    public var branch: Branch

    /// The type.
    public var type: BlockExportType {
        switch branch {
        case .nbd: .nbd
        case .vhostUserBlk: .vhostUserBlk
        }
    }

    /// Creates a value from its members.
    public init(
        id: String,
        fixedIothread: Bool? = nil,
        iothread: String? = nil,
        nodeName: String,
        writable: Bool? = nil,
        writethrough: Bool? = nil,
        allowInactive: Bool? = nil,
        branch: Branch
    ) {
        self.id = id
        self.fixedIothread = fixedIothread
        self.iothread = iothread
        self.nodeName = nodeName
        self.writable = writable
        self.writethrough = writethrough
        self.allowInactive = allowInactive
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let type = try visitor.required("type", as: BlockExportType.self)
        id = try visitor.required("id")
        fixedIothread = try visitor.optional("fixed-iothread")
        iothread = try visitor.optional("iothread")
        nodeName = try visitor.required("node-name")
        writable = try visitor.optional("writable")
        writethrough = try visitor.optional("writethrough")
        allowInactive = try visitor.optional("allow-inactive")
        switch type {
        case .nbd: branch = .nbd(try BlockExportOptionsNbd(membersFrom: &visitor))
        case .vhostUserBlk: branch = .vhostUserBlk(try BlockExportOptionsVhostUserBlk(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(type, "type")
        try visitor.required(id, "id")
        try visitor.optional(fixedIothread, "fixed-iothread")
        try visitor.optional(iothread, "iothread")
        try visitor.required(nodeName, "node-name")
        try visitor.optional(writable, "writable")
        try visitor.optional(writethrough, "writethrough")
        try visitor.optional(allowInactive, "allow-inactive")
        switch branch {
        case .nbd(let members): try members.visitMembers(&visitor)
        case .vhostUserBlk(let members): try members.visitMembers(&visitor)
        }
    }
}

/// What to do with clients of an export that is to be deleted.
///
/// - Since: 0.1
public enum BlockExportRemoveMode: String, QAPIEnum {
    /// Refuse if there are any.
    case safe
    /// Disconnect them.
    case hard

    /// The name in the schema.
    public static var typeName: String { "BlockExportRemoveMode" }
}

/// An export is gone, and its id is free again.
///
/// - Since: 0.1
public struct BlockExportDeletedEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "BLOCK_EXPORT_DELETED" }

    /// The export.
    public var id: String

    /// Creates a value from its members.
    public init(id: String) {
        self.id = id
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
    }
}

/// An export.
///
/// - Since: 0.1
public struct BlockExportInfo: QAPIObject, Hashable {
    /// Its name.
    public var id: String
    /// Its type.
    public var type: BlockExportType
    /// The node.
    public var nodeName: String
    /// Whether it is about to be deleted.
    public var shuttingDown: Bool

    /// Creates a value from its members.
    public init(id: String, type: BlockExportType, nodeName: String, shuttingDown: Bool) {
        self.id = id
        self.type = type
        self.nodeName = nodeName
        self.shuttingDown = shuttingDown
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        type = try visitor.required("type")
        nodeName = try visitor.required("node-name")
        shuttingDown = try visitor.required("shutting-down")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.required(type, "type")
        try visitor.required(nodeName, "node-name")
        try visitor.required(shuttingDown, "shutting-down")
    }
}
