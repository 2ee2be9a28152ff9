// Generated from control.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// What a client may switch on when it begins to talk.
///
/// - Since: 0.1
public enum QMPCapability: String, QAPIEnum {
    /// Commands that overtake others. Offered only by a monitor that
    /// has a thread of its own.
    case oob

    /// The name in the schema.
    public static var typeName: String { "QMPCapability" }
}

/// A version in three numbers.
///
/// - Since: 0.1
public struct VersionTriple: QAPIObject, Hashable {
    /// The first.
    public var major: Int64
    /// The second.
    public var minor: Int64
    /// The third.
    public var micro: Int64

    /// Creates a value from its members.
    public init(major: Int64, minor: Int64, micro: Int64) {
        self.major = major
        self.minor = minor
        self.micro = micro
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        major = try visitor.required("major")
        minor = try visitor.required("minor")
        micro = try visitor.required("micro")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(major, "major")
        try visitor.required(minor, "minor")
        try visitor.required(micro, "micro")
    }
}

/// The versions of interface and program.
///
/// - Since: 0.1
public struct VersionInfo: QAPIObject, Hashable {
    /// The version of QEMU whose commands and options are followed.
    public var qemu: VersionTriple
    /// The name and version of this program.
    public var package: String

    /// Creates a value from its members.
    public init(qemu: VersionTriple, package: String) {
        self.qemu = qemu
        self.package = package
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        qemu = try visitor.required("qemu")
        package = try visitor.required("package")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(qemu, "qemu")
        try visitor.required(package, "package")
    }
}

/// A command.
///
/// - Since: 0.1
public struct CommandInfo: QAPIObject, Hashable {
    /// Its name.
    public var name: String

    /// Creates a value from its members.
    public init(name: String) {
        self.name = name
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
    }
}

/// How a monitor talks.
///
/// - Since: 0.1
public enum MonitorMode: String, QAPIEnum {
    /// With programs, in JSON.
    case control

    /// The name in the schema.
    public static var typeName: String { "MonitorMode" }
}

/// Options of a monitor.
///
/// - Since: 0.1
public struct MonitorOptions: QAPIObject, Hashable {
    /// Its name (default: a generated name).
    public var id: String?
    /// How it talks (default: control).
    public var mode: MonitorMode?
    /// Write JSON on several lines, with indentation (default: off).
    public var pretty: Bool?
    /// The character device that it talks over.
    public var chardev: String

    /// Creates a value from its members.
    public init(id: String? = nil, mode: MonitorMode? = nil, pretty: Bool? = nil, chardev: String) {
        self.id = id
        self.mode = mode
        self.pretty = pretty
        self.chardev = chardev
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.optional("id")
        mode = try visitor.optional("mode")
        pretty = try visitor.optional("pretty")
        chardev = try visitor.required("chardev")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(id, "id")
        try visitor.optional(mode, "mode")
        try visitor.optional(pretty, "pretty")
        try visitor.required(chardev, "chardev")
    }
}
