// Generated from qom.json by `make generate`; do not edit.
// swift-format-ignore-file

public import JSON
public import QAPI

/// A property of an object or of a type.
///
/// - Since: 0.1
public struct ObjectPropertyInfo: QAPIObject, Hashable {
    /// The property's name.
    public var name: String
    /// The name of its type: `bool`, `int`, `uint32`, `number`,
    /// `string`, `size`, or that of a type of the schema; `string` is
    /// also the type of the property `type`, which every object has.
    public var type: String
    /// What it is for, and whether it can be changed at run
    /// time (absent if nothing is known about it).
    public var description: String?
    /// Its value when it is not set (absent if it has none,
    /// or in an answer about an object).
    public var defaultValue: JSONValue?

    /// Creates a value from its members.
    public init(name: String, type: String, description: String? = nil, defaultValue: JSONValue? = nil) {
        self.name = name
        self.type = type
        self.description = description
        self.defaultValue = defaultValue
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        type = try visitor.required("type")
        description = try visitor.optional("description")
        defaultValue = try visitor.optional("default-value")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.required(type, "type")
        try visitor.optional(description, "description")
        try visitor.optional(defaultValue, "default-value")
    }
}

/// A type of objects.
///
/// - Since: 0.1
public struct ObjectTypeInfo: QAPIObject, Hashable {
    /// The type's name.
    public var name: String
    /// True for a type that exists only to be derived from
    /// (absent if it is not abstract).
    public var abstract: Bool?
    /// The type that it is derived from (absent if it is derived
    /// from none).
    public var parent: String?

    /// Creates a value from its members.
    public init(name: String, abstract: Bool? = nil, parent: String? = nil) {
        self.name = name
        self.abstract = abstract
        self.parent = parent
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        abstract = try visitor.optional("abstract")
        parent = try visitor.optional("parent")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.optional(abstract, "abstract")
        try visitor.optional(parent, "parent")
    }
}

/// Properties of every object that runs a loop of events.
///
/// - Since: 0.1
public struct EventLoopBaseProperties: QAPIObject, Hashable {
    /// Most requests that one call hands to the kernel; 0
    /// leaves it to the engine (unit: requests)
    /// (range: 0...9223372036854775807) (default: 0) (run time).
    public var aioMaxBatch: Int64?
    /// Threads that are always there for blocking calls
    /// (unit: threads) (range: 0...1024) (default: 0) (run time).
    public var threadPoolMin: Int64?
    /// The most threads for blocking calls; not below
    /// `thread-pool-min` (unit: threads) (range: 1...1024) (default: 64)
    /// (run time).
    public var threadPoolMax: Int64?

    /// Creates a value from its members.
    public init(aioMaxBatch: Int64? = nil, threadPoolMin: Int64? = nil, threadPoolMax: Int64? = nil) {
        self.aioMaxBatch = aioMaxBatch
        self.threadPoolMin = threadPoolMin
        self.threadPoolMax = threadPoolMax
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        aioMaxBatch = try visitor.optional("aio-max-batch")
        threadPoolMin = try visitor.optional("thread-pool-min")
        threadPoolMax = try visitor.optional("thread-pool-max")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(aioMaxBatch, "aio-max-batch")
        try visitor.optional(threadPoolMin, "thread-pool-min")
        try visitor.optional(threadPoolMax, "thread-pool-max")
    }
}

/// Properties of iothread objects.
///
/// - Since: 0.1
public struct IothreadProperties: QAPIObject, Hashable {
    /// Most requests that one call hands to the kernel; 0
    /// leaves it to the engine (unit: requests)
    /// (range: 0...9223372036854775807) (default: 0) (run time).
    public var aioMaxBatch: Int64?
    /// Threads that are always there for blocking calls
    /// (unit: threads) (range: 0...1024) (default: 0) (run time).
    public var threadPoolMin: Int64?
    /// The most threads for blocking calls; not below
    /// `thread-pool-min` (unit: threads) (range: 1...1024) (default: 64)
    /// (run time).
    public var threadPoolMax: Int64?
    /// The longest time to look for completions by itself
    /// before sleeping; 0 sleeps at once (unit: ns)
    /// (range: 0...9223372036854775807) (default: 32768) (run time).
    public var pollMaxNs: Int64?
    /// The factor by which the time grows while looking pays; 0
    /// stands for 2 (range: 0...9223372036854775807) (default: 0)
    /// (run time).
    public var pollGrow: Int64?
    /// The divisor by which it shrinks when looking was in
    /// vain; 0 goes straight to no time at all
    /// (range: 0...9223372036854775807) (default: 0) (run time).
    public var pollShrink: Int64?

    /// Creates a value from its members.
    public init(
        aioMaxBatch: Int64? = nil,
        threadPoolMin: Int64? = nil,
        threadPoolMax: Int64? = nil,
        pollMaxNs: Int64? = nil,
        pollGrow: Int64? = nil,
        pollShrink: Int64? = nil
    ) {
        self.aioMaxBatch = aioMaxBatch
        self.threadPoolMin = threadPoolMin
        self.threadPoolMax = threadPoolMax
        self.pollMaxNs = pollMaxNs
        self.pollGrow = pollGrow
        self.pollShrink = pollShrink
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        aioMaxBatch = try visitor.optional("aio-max-batch")
        threadPoolMin = try visitor.optional("thread-pool-min")
        threadPoolMax = try visitor.optional("thread-pool-max")
        pollMaxNs = try visitor.optional("poll-max-ns")
        pollGrow = try visitor.optional("poll-grow")
        pollShrink = try visitor.optional("poll-shrink")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(aioMaxBatch, "aio-max-batch")
        try visitor.optional(threadPoolMin, "thread-pool-min")
        try visitor.optional(threadPoolMax, "thread-pool-max")
        try visitor.optional(pollMaxNs, "poll-max-ns")
        try visitor.optional(pollGrow, "poll-grow")
        try visitor.optional(pollShrink, "poll-shrink")
    }
}

/// Properties of throttle-group objects, whose members are `throttle`
/// nodes.
///
/// - Note: `unstable`: the members whose names begin with `x-` are for debugging
///   and may go away; use `limits`
///
/// - Since: 0.1
public struct ThrottleGroupProperties: QAPIObject, Hashable {
    /// The limits, set together (default: no limits) (run time).
    public var limits: ThrottleLimits?
    /// One member of `limits`; see there (default: 0) (run
    /// time).
    public var xIopsTotal: Int64?
    /// One member of `limits`; see there (default: 0)
    /// (run time).
    public var xIopsTotalMax: Int64?
    /// One member of `limits`; see there
    /// (default: 1) (run time).
    public var xIopsTotalMaxLength: Int64?
    /// One member of `limits`; see there (default: 0) (run
    /// time).
    public var xIopsRead: Int64?
    /// One member of `limits`; see there (default: 0)
    /// (run time).
    public var xIopsReadMax: Int64?
    /// One member of `limits`; see there (default:
    /// 1) (run time).
    public var xIopsReadMaxLength: Int64?
    /// One member of `limits`; see there (default: 0) (run
    /// time).
    public var xIopsWrite: Int64?
    /// One member of `limits`; see there (default: 0)
    /// (run time).
    public var xIopsWriteMax: Int64?
    /// One member of `limits`; see there
    /// (default: 1) (run time).
    public var xIopsWriteMaxLength: Int64?
    /// One member of `limits`; see there (default: 0) (run
    /// time).
    public var xBpsTotal: Int64?
    /// One member of `limits`; see there (default: 0)
    /// (run time).
    public var xBpsTotalMax: Int64?
    /// One member of `limits`; see there (default:
    /// 1) (run time).
    public var xBpsTotalMaxLength: Int64?
    /// One member of `limits`; see there (default: 0) (run
    /// time).
    public var xBpsRead: Int64?
    /// One member of `limits`; see there (default: 0) (run
    /// time).
    public var xBpsReadMax: Int64?
    /// One member of `limits`; see there (default:
    /// 1) (run time).
    public var xBpsReadMaxLength: Int64?
    /// One member of `limits`; see there (default: 0) (run
    /// time).
    public var xBpsWrite: Int64?
    /// One member of `limits`; see there (default: 0)
    /// (run time).
    public var xBpsWriteMax: Int64?
    /// One member of `limits`; see there (default:
    /// 1) (run time).
    public var xBpsWriteMaxLength: Int64?
    /// One member of `limits`; see there (default: 0) (run
    /// time).
    public var xIopsSize: Int64?

    /// Creates a value from its members.
    public init(
        limits: ThrottleLimits? = nil,
        xIopsTotal: Int64? = nil,
        xIopsTotalMax: Int64? = nil,
        xIopsTotalMaxLength: Int64? = nil,
        xIopsRead: Int64? = nil,
        xIopsReadMax: Int64? = nil,
        xIopsReadMaxLength: Int64? = nil,
        xIopsWrite: Int64? = nil,
        xIopsWriteMax: Int64? = nil,
        xIopsWriteMaxLength: Int64? = nil,
        xBpsTotal: Int64? = nil,
        xBpsTotalMax: Int64? = nil,
        xBpsTotalMaxLength: Int64? = nil,
        xBpsRead: Int64? = nil,
        xBpsReadMax: Int64? = nil,
        xBpsReadMaxLength: Int64? = nil,
        xBpsWrite: Int64? = nil,
        xBpsWriteMax: Int64? = nil,
        xBpsWriteMaxLength: Int64? = nil,
        xIopsSize: Int64? = nil
    ) {
        self.limits = limits
        self.xIopsTotal = xIopsTotal
        self.xIopsTotalMax = xIopsTotalMax
        self.xIopsTotalMaxLength = xIopsTotalMaxLength
        self.xIopsRead = xIopsRead
        self.xIopsReadMax = xIopsReadMax
        self.xIopsReadMaxLength = xIopsReadMaxLength
        self.xIopsWrite = xIopsWrite
        self.xIopsWriteMax = xIopsWriteMax
        self.xIopsWriteMaxLength = xIopsWriteMaxLength
        self.xBpsTotal = xBpsTotal
        self.xBpsTotalMax = xBpsTotalMax
        self.xBpsTotalMaxLength = xBpsTotalMaxLength
        self.xBpsRead = xBpsRead
        self.xBpsReadMax = xBpsReadMax
        self.xBpsReadMaxLength = xBpsReadMaxLength
        self.xBpsWrite = xBpsWrite
        self.xBpsWriteMax = xBpsWriteMax
        self.xBpsWriteMaxLength = xBpsWriteMaxLength
        self.xIopsSize = xIopsSize
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        limits = try visitor.optional("limits")
        xIopsTotal = try visitor.optional("x-iops-total", features: .unstable)
        xIopsTotalMax = try visitor.optional("x-iops-total-max", features: .unstable)
        xIopsTotalMaxLength = try visitor.optional("x-iops-total-max-length", features: .unstable)
        xIopsRead = try visitor.optional("x-iops-read", features: .unstable)
        xIopsReadMax = try visitor.optional("x-iops-read-max", features: .unstable)
        xIopsReadMaxLength = try visitor.optional("x-iops-read-max-length", features: .unstable)
        xIopsWrite = try visitor.optional("x-iops-write", features: .unstable)
        xIopsWriteMax = try visitor.optional("x-iops-write-max", features: .unstable)
        xIopsWriteMaxLength = try visitor.optional("x-iops-write-max-length", features: .unstable)
        xBpsTotal = try visitor.optional("x-bps-total", features: .unstable)
        xBpsTotalMax = try visitor.optional("x-bps-total-max", features: .unstable)
        xBpsTotalMaxLength = try visitor.optional("x-bps-total-max-length", features: .unstable)
        xBpsRead = try visitor.optional("x-bps-read", features: .unstable)
        xBpsReadMax = try visitor.optional("x-bps-read-max", features: .unstable)
        xBpsReadMaxLength = try visitor.optional("x-bps-read-max-length", features: .unstable)
        xBpsWrite = try visitor.optional("x-bps-write", features: .unstable)
        xBpsWriteMax = try visitor.optional("x-bps-write-max", features: .unstable)
        xBpsWriteMaxLength = try visitor.optional("x-bps-write-max-length", features: .unstable)
        xIopsSize = try visitor.optional("x-iops-size", features: .unstable)
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(limits, "limits")
        try visitor.optional(xIopsTotal, "x-iops-total", features: .unstable)
        try visitor.optional(xIopsTotalMax, "x-iops-total-max", features: .unstable)
        try visitor.optional(xIopsTotalMaxLength, "x-iops-total-max-length", features: .unstable)
        try visitor.optional(xIopsRead, "x-iops-read", features: .unstable)
        try visitor.optional(xIopsReadMax, "x-iops-read-max", features: .unstable)
        try visitor.optional(xIopsReadMaxLength, "x-iops-read-max-length", features: .unstable)
        try visitor.optional(xIopsWrite, "x-iops-write", features: .unstable)
        try visitor.optional(xIopsWriteMax, "x-iops-write-max", features: .unstable)
        try visitor.optional(xIopsWriteMaxLength, "x-iops-write-max-length", features: .unstable)
        try visitor.optional(xBpsTotal, "x-bps-total", features: .unstable)
        try visitor.optional(xBpsTotalMax, "x-bps-total-max", features: .unstable)
        try visitor.optional(xBpsTotalMaxLength, "x-bps-total-max-length", features: .unstable)
        try visitor.optional(xBpsRead, "x-bps-read", features: .unstable)
        try visitor.optional(xBpsReadMax, "x-bps-read-max", features: .unstable)
        try visitor.optional(xBpsReadMaxLength, "x-bps-read-max-length", features: .unstable)
        try visitor.optional(xBpsWrite, "x-bps-write", features: .unstable)
        try visitor.optional(xBpsWriteMax, "x-bps-write-max", features: .unstable)
        try visitor.optional(xBpsWriteMaxLength, "x-bps-write-max-length", features: .unstable)
        try visitor.optional(xIopsSize, "x-iops-size", features: .unstable)
    }
}

/// The types of objects that users can create.
///
/// - Since: 0.1
public enum ObjectType: String, QAPIEnum {
    /// A thread that owns one queue and serves exports.
    case iothread
    /// Persistent reservations kept in a file for each
    /// disk.
    case prManagerFlock = "pr-manager-flock"
    /// Persistent reservations through a privileged
    /// helper.
    case prManagerHelper = "pr-manager-helper"
    /// Persistent reservations through the kernel's calls.
    case prManagerIoctl = "pr-manager-ioctl"
    /// Persistent reservations through libmpathpersist.
    case prManagerMultipath = "pr-manager-multipath"
    /// Persistent reservations kept in a database.
    case prManagerSqlite = "pr-manager-sqlite"
    /// Limits that several nodes share.
    case throttleGroup = "throttle-group"

    /// The name in the schema.
    public static var typeName: String { "ObjectType" }
}

/// What it takes to create an object.
///
/// - Since: 0.1
public struct ObjectOptions: QAPIObject, Hashable {
    /// What `qom-type` chooses.
    public enum Branch: Sendable, Hashable {
        /// A thread that owns one queue and serves exports.
        case iothread(IothreadProperties)
        /// Persistent reservations kept in a file for each
        /// disk.
        case prManagerFlock(PrManagerFlockProperties)
        /// Persistent reservations through a privileged
        /// helper.
        case prManagerHelper(PrManagerHelperProperties)
        /// Persistent reservations through the kernel's calls.
        case prManagerIoctl(PrManagerIoctlProperties)
        /// Persistent reservations through libmpathpersist.
        case prManagerMultipath(PrManagerMultipathProperties)
        /// Persistent reservations kept in a database.
        case prManagerSqlite(PrManagerSqliteProperties)
        /// Limits that several nodes share.
        case throttleGroup(ThrottleGroupProperties)
    }

    /// The name of the new object: a letter, then letters, digits, `-`,
    /// `.` and `_`.
    public var id: String
    /// The choice that `qom-type` names, with its own members.
    public var branch: Branch

    /// The object's type.
    public var qomType: ObjectType {
        switch branch {
        case .iothread: .iothread
        case .prManagerFlock: .prManagerFlock
        case .prManagerHelper: .prManagerHelper
        case .prManagerIoctl: .prManagerIoctl
        case .prManagerMultipath: .prManagerMultipath
        case .prManagerSqlite: .prManagerSqlite
        case .throttleGroup: .throttleGroup
        }
    }

    /// Creates a value from its members.
    public init(id: String, branch: Branch) {
        self.id = id
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let qomType = try visitor.required("qom-type", as: ObjectType.self)
        id = try visitor.required("id")
        switch qomType {
        case .iothread: branch = .iothread(try IothreadProperties(membersFrom: &visitor))
        case .prManagerFlock: branch = .prManagerFlock(try PrManagerFlockProperties(membersFrom: &visitor))
        case .prManagerHelper: branch = .prManagerHelper(try PrManagerHelperProperties(membersFrom: &visitor))
        case .prManagerIoctl: branch = .prManagerIoctl(try PrManagerIoctlProperties(membersFrom: &visitor))
        case .prManagerMultipath: branch = .prManagerMultipath(try PrManagerMultipathProperties(membersFrom: &visitor))
        case .prManagerSqlite: branch = .prManagerSqlite(try PrManagerSqliteProperties(membersFrom: &visitor))
        case .throttleGroup: branch = .throttleGroup(try ThrottleGroupProperties(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(qomType, "qom-type")
        try visitor.required(id, "id")
        switch branch {
        case .iothread(let members): try members.visitMembers(&visitor)
        case .prManagerFlock(let members): try members.visitMembers(&visitor)
        case .prManagerHelper(let members): try members.visitMembers(&visitor)
        case .prManagerIoctl(let members): try members.visitMembers(&visitor)
        case .prManagerMultipath(let members): try members.visitMembers(&visitor)
        case .prManagerSqlite(let members): try members.visitMembers(&visitor)
        case .throttleGroup(let members): try members.visitMembers(&visitor)
        }
    }
}
