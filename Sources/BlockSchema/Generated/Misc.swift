// Generated from misc.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// Where `add-fd` put the file descriptor.
///
/// - Since: 0.1
public struct AddfdInfo: QAPIObject, Hashable {
    /// The set; `/dev/fdset/` and this number is its path.
    public var fdsetId: Int64
    /// The file descriptor's number in this process.
    public var fd: Int64

    /// Creates a value from its members.
    public init(fdsetId: Int64, fd: Int64) {
        self.fdsetId = fdsetId
        self.fd = fd
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        fdsetId = try visitor.required("fdset-id")
        fd = try visitor.required("fd")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(fdsetId, "fdset-id")
        try visitor.required(fd, "fd")
    }
}

/// A file descriptor in a set.
///
/// - Since: 0.1
public struct FdsetFdInfo: QAPIObject, Hashable {
    /// Its number.
    public var fd: Int64
    /// The text that came with it (absent if none came).
    public var opaque: String?

    /// Creates a value from its members.
    public init(fd: Int64, opaque: String? = nil) {
        self.fd = fd
        self.opaque = opaque
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        fd = try visitor.required("fd")
        opaque = try visitor.optional("opaque")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(fd, "fd")
        try visitor.optional(opaque, "opaque")
    }
}

/// A set of file descriptors.
///
/// - Since: 0.1
public struct FdsetInfo: QAPIObject, Hashable {
    /// Its number.
    public var fdsetId: Int64
    /// What it contains.
    public var fds: [FdsetFdInfo]

    /// Creates a value from its members.
    public init(fdsetId: Int64, fds: [FdsetFdInfo]) {
        self.fdsetId = fdsetId
        self.fds = fds
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        fdsetId = try visitor.required("fdset-id")
        fds = try visitor.required("fds")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(fdsetId, "fdset-id")
        try visitor.required(fds, "fds")
    }
}
