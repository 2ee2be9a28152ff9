// Generated from sockets.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// Host and port of an Internet address.
///
/// - Since: 0.1
public struct InetSocketAddressBase: QAPIObject, Hashable {
    /// A name or a numeric address; empty, when listening, for all
    /// addresses of this host.
    public var host: String
    /// A number or the name of a service.
    public var port: String

    /// Creates a value from its members.
    public init(host: String, port: String) {
        self.host = host
        self.port = port
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        host = try visitor.required("host")
        port = try visitor.required("port")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(host, "host")
        try visitor.required(port, "port")
    }
}

/// An Internet address to listen on or to connect to.
///
/// - Since: 0.1
public struct InetSocketAddress: QAPIObject, Hashable {
    /// A name or a numeric address; empty, when listening, for all
    /// addresses of this host.
    public var host: String
    /// A number or the name of a service.
    public var port: String
    /// Host and port are numbers: don't ask a name service
    /// (default: off).
    public var numeric: Bool?
    /// When listening, the last port to try, beginning with `port`
    /// (default: only port itself).
    public var to: UInt16?
    /// Whether to use IPv4 (default: both unless one is on).
    public var ipv4: Bool?
    /// Whether to use IPv6 (default: both unless one is on).
    public var ipv6: Bool?
    /// Let the kernel probe idle connections; not when listening
    /// (default: off).
    public var keepAlive: Bool?
    /// Use multipath TCP (needs: Linux 5.6) (default: off).
    public var mptcp: Bool?

    /// Creates a value from its members.
    public init(
        host: String,
        port: String,
        numeric: Bool? = nil,
        to: UInt16? = nil,
        ipv4: Bool? = nil,
        ipv6: Bool? = nil,
        keepAlive: Bool? = nil,
        mptcp: Bool? = nil
    ) {
        self.host = host
        self.port = port
        self.numeric = numeric
        self.to = to
        self.ipv4 = ipv4
        self.ipv6 = ipv6
        self.keepAlive = keepAlive
        self.mptcp = mptcp
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        host = try visitor.required("host")
        port = try visitor.required("port")
        numeric = try visitor.optional("numeric")
        to = try visitor.optional("to")
        ipv4 = try visitor.optional("ipv4")
        ipv6 = try visitor.optional("ipv6")
        keepAlive = try visitor.optional("keep-alive")
        mptcp = try visitor.optional("mptcp")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(host, "host")
        try visitor.required(port, "port")
        try visitor.optional(numeric, "numeric")
        try visitor.optional(to, "to")
        try visitor.optional(ipv4, "ipv4")
        try visitor.optional(ipv6, "ipv6")
        try visitor.optional(keepAlive, "keep-alive")
        try visitor.optional(mptcp, "mptcp")
    }
}

/// An address in the file system or in the abstract namespace.
///
/// - Since: 0.1
public struct UnixSocketAddress: QAPIObject, Hashable {
    /// The socket's path, or its abstract name; 107 bytes at most.
    public var path: String
    /// The name is an abstract one (default: off).
    public var abstract: Bool?
    /// An abstract name is as long as it is written, instead of being
    /// filled with zero bytes to its greatest length (default: on).
    public var tight: Bool?

    /// Creates a value from its members.
    public init(path: String, abstract: Bool? = nil, tight: Bool? = nil) {
        self.path = path
        self.abstract = abstract
        self.tight = tight
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        path = try visitor.required("path")
        abstract = try visitor.optional("abstract")
        tight = try visitor.optional("tight")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(path, "path")
        try visitor.optional(abstract, "abstract")
        try visitor.optional(tight, "tight")
    }
}

/// An address between a host and its virtual machines.
///
/// - Since: 0.1
public struct VsockSocketAddress: QAPIObject, Hashable {
    /// The number of the machine.
    public var cid: String
    /// The port's number.
    public var port: String

    /// Creates a value from its members.
    public init(cid: String, port: String) {
        self.cid = cid
        self.port = port
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        cid = try visitor.required("cid")
        port = try visitor.required("port")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(cid, "cid")
        try visitor.required(port, "port")
    }
}

/// A socket that somebody else has opened.
///
/// - Since: 0.1
public struct FdSocketAddress: QAPIObject, Hashable {
    /// The number of an inherited file descriptor, or the name under
    /// which `getfd` received it.
    public var str: String

    /// Creates a value from its members.
    public init(str: String) {
        self.str = str
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        str = try visitor.required("str")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(str, "str")
    }
}

/// Kinds of socket addresses.
///
/// - Since: 0.1
public enum SocketAddressType: String, QAPIEnum {
    /// An Internet address.
    case inet
    /// A Unix socket.
    case unix
    /// An address between host and virtual machines.
    case vsock
    /// A socket that is open already.
    case fd

    /// The name in the schema.
    public static var typeName: String { "SocketAddressType" }
}

/// Where to listen or to connect to.
///
/// - Since: 0.1
public struct SocketAddress: QAPIObject, Hashable {
    /// What `type` chooses.
    public enum Branch: Sendable, Hashable {
        /// An Internet address.
        case inet(InetSocketAddress)
        /// A Unix socket.
        case unix(UnixSocketAddress)
        /// An address between host and virtual machines.
        case vsock(VsockSocketAddress)
        /// A socket that is open already.
        case fd(FdSocketAddress)
    }

    /// The choice that `type` names, with its own members.
    public var branch: Branch

    /// The kind of address.
    public var type: SocketAddressType {
        switch branch {
        case .inet: .inet
        case .unix: .unix
        case .vsock: .vsock
        case .fd: .fd
        }
    }

    /// Creates a value from its members.
    public init(branch: Branch) {
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let type = try visitor.required("type", as: SocketAddressType.self)
        switch type {
        case .inet: branch = .inet(try InetSocketAddress(membersFrom: &visitor))
        case .unix: branch = .unix(try UnixSocketAddress(membersFrom: &visitor))
        case .vsock: branch = .vsock(try VsockSocketAddress(membersFrom: &visitor))
        case .fd: branch = .fd(try FdSocketAddress(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(type, "type")
        switch branch {
        case .inet(let members): try members.visitMembers(&visitor)
        case .unix(let members): try members.visitMembers(&visitor)
        case .vsock(let members): try members.visitMembers(&visitor)
        case .fd(let members): try members.visitMembers(&visitor)
        }
    }
}

/// An Internet address, one level deeper.
///
/// - Since: 0.1
public struct InetSocketAddressWrapper: QAPIObject, Hashable {
    /// The address.
    public var data: InetSocketAddress

    /// Creates a value from its members.
    public init(data: InetSocketAddress) {
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

/// The address of a Unix socket, one level deeper.
///
/// - Since: 0.1
public struct UnixSocketAddressWrapper: QAPIObject, Hashable {
    /// The address.
    public var data: UnixSocketAddress

    /// Creates a value from its members.
    public init(data: UnixSocketAddress) {
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

/// An address between host and virtual machines, one level deeper.
///
/// - Since: 0.1
public struct VsockSocketAddressWrapper: QAPIObject, Hashable {
    /// The address.
    public var data: VsockSocketAddress

    /// Creates a value from its members.
    public init(data: VsockSocketAddress) {
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

/// An open socket, one level deeper.
///
/// - Since: 0.1
public struct FdSocketAddressWrapper: QAPIObject, Hashable {
    /// The socket.
    public var data: FdSocketAddress

    /// Creates a value from its members.
    public init(data: FdSocketAddress) {
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

/// The same as `SocketAddress` with one more level, as the older commands
/// expect it.
///
/// - Since: 0.1
public struct SocketAddressLegacy: QAPIObject, Hashable {
    /// What `type` chooses.
    public enum Branch: Sendable, Hashable {
        /// An Internet address.
        case inet(InetSocketAddressWrapper)
        /// A Unix socket.
        case unix(UnixSocketAddressWrapper)
        /// An address between host and virtual machines.
        case vsock(VsockSocketAddressWrapper)
        /// A socket that is open already.
        case fd(FdSocketAddressWrapper)
    }

    /// The choice that `type` names, with its own members.
    public var branch: Branch

    /// The kind of address.
    public var type: SocketAddressType {
        switch branch {
        case .inet: .inet
        case .unix: .unix
        case .vsock: .vsock
        case .fd: .fd
        }
    }

    /// Creates a value from its members.
    public init(branch: Branch) {
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let type = try visitor.required("type", as: SocketAddressType.self)
        switch type {
        case .inet: branch = .inet(try InetSocketAddressWrapper(membersFrom: &visitor))
        case .unix: branch = .unix(try UnixSocketAddressWrapper(membersFrom: &visitor))
        case .vsock: branch = .vsock(try VsockSocketAddressWrapper(membersFrom: &visitor))
        case .fd: branch = .fd(try FdSocketAddressWrapper(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(type, "type")
        switch branch {
        case .inet(let members): try members.visitMembers(&visitor)
        case .unix(let members): try members.visitMembers(&visitor)
        case .vsock(let members): try members.visitMembers(&visitor)
        case .fd(let members): try members.visitMembers(&visitor)
        }
    }
}
