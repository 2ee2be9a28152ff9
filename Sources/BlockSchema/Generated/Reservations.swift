// Generated from reservations.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// Whether a helper must be reachable when its manager is created.
///
/// - Since: 0.1
public enum PrManagerConnect: String, QAPIEnum {
    /// Creating the manager connects, and fails if it can't.
    case require
    /// The first command connects; until then, and after every loss
    /// of the connection, the manager connects in the background with
    /// growing pauses.
    case lazy

    /// The name in the schema.
    public static var typeName: String { "PrManagerConnect" }
}

/// Which commands wait until the I/O of those who lose a permission has
/// finished.
///
/// - Since: 0.1
public enum PrManagerDrain: String, QAPIEnum {
    /// Every command that takes a permission from somebody; after
    /// its answer no earlier write of the losers can land any more.
    case always
    /// Only PREEMPT AND ABORT, which the standard obliges to
    /// it; after the other commands writes that were accepted before
    /// may still land.
    case abortOnly = "abort-only"

    /// The name in the schema.
    public static var typeName: String { "PrManagerDrain" }
}

/// What to do with a process that does not finish its I/O, or does not
/// release the registry lock, within `stuck-timeout`.
///
/// - Since: 0.1
public enum PrManagerOnStuck: String, QAPIEnum {
    /// The command fails, and nothing is changed: the fence did not
    /// happen and nobody believes that it did.
    case fail
    /// Kill the process, once boot, namespace, start time and its
    /// open files prove that it is the right one, and wait as long
    /// again; never oneself, never a process that holds other disks or
    /// other initiators.
    case kill
    /// The same, and also processes that hold other disks or
    /// other initiators.
    case killAny = "kill-any"

    /// The name in the schema.
    public static var typeName: String { "PrManagerOnStuck" }
}

/// Whether registrations and the reservation survive that no process
/// uses the disk any more, and a restart of the host.
///
/// - Since: 0.1
public enum PrManagerAptpl: String, QAPIEnum {
    /// Always, whatever the initiators ask for.
    case force
    /// If the last successful REGISTER asked for it (APTPL bit).
    case honor

    /// The name in the schema.
    public static var typeName: String { "PrManagerAptpl" }
}

/// How a manager that works on one host makes sure that no other host
/// uses the disk.
///
/// - Since: 0.1
public enum PrManagerSingleHost: String, QAPIEnum {
    /// Look at the file system or at the device's transport, and
    /// refuse what another host could reach or what is unknown.
    case auto
    /// Believe the user that no other host uses the disk; if it is
    /// not true, fences don't work and data are lost.
    case assert

    /// The name in the schema.
    public static var typeName: String { "PrManagerSingleHost" }
}

/// Properties of pr-manager-helper objects: reservation commands go to
/// a privileged helper over a Unix socket, in the protocol of
/// qemu-pr-helper. For SCSI disks and multipath devices of the host.
///
/// - Since: 0.1
public struct PrManagerHelperProperties: QAPIObject, Hashable {
    /// The helper's socket. Connected to when the object is
    /// created, unless `connect` says otherwise.
    public var path: String
    /// Whether the helper must be there when the object is
    /// created (default: require).
    public var connect: PrManagerConnect?
    /// How long a command may take from its submission to the
    /// helper's answer; after that it fails with a communication error
    /// in the sense data and the connection is dropped. Fractions are
    /// allowed (unit: s) (range: 0.01...3600) (default: 30; QEMU: no
    /// limit) (run time).
    public var timeout: Double?

    /// Creates a value from its members.
    public init(path: String, connect: PrManagerConnect? = nil, timeout: Double? = nil) {
        self.path = path
        self.connect = connect
        self.timeout = timeout
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        path = try visitor.required("path")
        connect = try visitor.optional("connect")
        timeout = try visitor.optional("timeout")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(path, "path")
        try visitor.optional(connect, "connect")
        try visitor.optional(timeout, "timeout")
    }
}

/// Properties of pr-manager-ioctl objects: reservation commands become
/// the kernel's `IOC_PR_*` calls, which work on SCSI, NVMe and
/// device-mapper disks without a helper. It has no properties.
///
/// The kernel hides unit attentions: an initiator learns of a change
/// only by a reservation conflict. READ FULL STATUS and REGISTER AND
/// MOVE are not available. Commands that read reservations need Linux
/// 6.19. PREEMPT AND ABORT on a device-mapper disk is refused, because
/// the kernel turns it into PREEMPT.
///
/// - Since: 0.1
public struct PrManagerIoctlProperties: QAPIObject, Hashable {
    /// Creates a value from its members.
    public init() {}

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {}

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {}
}

/// Properties of pr-manager-multipath objects: reservation commands go
/// to libmpathpersist in this process, which keeps the paths of a
/// multipath device registered alike. It has no properties.
///
/// Needs a running multipathd, CAP_SYS_ADMIN, and `reservation_key` in
/// multipath.conf.
///
/// - Since: 0.1
public struct PrManagerMultipathProperties: QAPIObject, Hashable {
    /// Creates a value from its members.
    public init() {}

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {}

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {}
}

/// Properties of the managers that keep registrations and reservations
/// themselves and enforce them on every I/O of every process that uses
/// the disk with such a manager. They work on regular files and block
/// devices of one host, without privileges.
///
/// - Since: 0.1
public struct PrManagerSoftwareProperties: QAPIObject, Hashable {
    /// The name of the initiator that this process speaks for:
    /// one name for each virtual machine, the same after a restart and
    /// after a migration. The identity that other initiators see is
    /// derived from it and from the disk. A second live use of a name
    /// on a disk is refused (default: the one that the program around
    /// has set; an error where it has set none).
    public var initiator: String?
    /// Where the page is shared that every I/O looks at: `auto` for
    /// anonymous memory handed over through sockets beside the state,
    /// or a directory on a tmpfs that all users of the disk can write
    /// (regular files only) (default: auto).
    public var gate: String?
    /// Which commands wait for the I/O of those who lose a
    /// permission (default: always).
    public var drain: PrManagerDrain?
    /// What to do with a process that does not finish its I/O in
    /// time (default: fail) (run time).
    public var onStuck: PrManagerOnStuck?
    /// How long a process may take to finish its I/O before
    /// `on-stuck` decides; a kill waits as long again. Keep the sum
    /// well below the guests' SCSI timeouts (unit: ms)
    /// (range: 1...3600000) (default: 5000) (run time).
    public var stuckTimeout: UInt32?
    /// Whether registrations survive a restart of all users
    /// (default: force).
    public var aptpl: PrManagerAptpl?
    /// How to make sure that no other host uses the disk
    /// (default: auto).
    public var singleHost: PrManagerSingleHost?
    /// How many registrations the disk may have; one
    /// more is refused with insufficient registration resources
    /// (range: 1...128) (default: 128).
    public var maxRegistrations: UInt8?
    /// Where commands that change something are logged: `on` for a
    /// file beside the state or, with a database, a table in it; `off`;
    /// or a path that begins with `/` or `.` (default: on) (run time).
    public var audit: String?
    /// The group, by name or number, that owns state, log and
    /// sockets (default: the image's).
    public var group: String?
    /// The permissions of state, log and sockets, in octal, for
    /// instance `0660` (default: the image's).
    public var mode: String?

    /// Creates a value from its members.
    public init(
        initiator: String? = nil,
        gate: String? = nil,
        drain: PrManagerDrain? = nil,
        onStuck: PrManagerOnStuck? = nil,
        stuckTimeout: UInt32? = nil,
        aptpl: PrManagerAptpl? = nil,
        singleHost: PrManagerSingleHost? = nil,
        maxRegistrations: UInt8? = nil,
        audit: String? = nil,
        group: String? = nil,
        mode: String? = nil
    ) {
        self.initiator = initiator
        self.gate = gate
        self.drain = drain
        self.onStuck = onStuck
        self.stuckTimeout = stuckTimeout
        self.aptpl = aptpl
        self.singleHost = singleHost
        self.maxRegistrations = maxRegistrations
        self.audit = audit
        self.group = group
        self.mode = mode
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        initiator = try visitor.optional("initiator")
        gate = try visitor.optional("gate")
        drain = try visitor.optional("drain")
        onStuck = try visitor.optional("on-stuck")
        stuckTimeout = try visitor.optional("stuck-timeout")
        aptpl = try visitor.optional("aptpl")
        singleHost = try visitor.optional("single-host")
        maxRegistrations = try visitor.optional("max-registrations")
        audit = try visitor.optional("audit")
        group = try visitor.optional("group")
        mode = try visitor.optional("mode")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(initiator, "initiator")
        try visitor.optional(gate, "gate")
        try visitor.optional(drain, "drain")
        try visitor.optional(onStuck, "on-stuck")
        try visitor.optional(stuckTimeout, "stuck-timeout")
        try visitor.optional(aptpl, "aptpl")
        try visitor.optional(singleHost, "single-host")
        try visitor.optional(maxRegistrations, "max-registrations")
        try visitor.optional(audit, "audit")
        try visitor.optional(group, "group")
        try visitor.optional(mode, "mode")
    }
}

/// Properties of pr-manager-flock objects: the state of each disk is a
/// small file, protected by file locks.
///
/// - Since: 0.1
public struct PrManagerFlockProperties: QAPIObject, Hashable {
    /// The name of the initiator that this process speaks for:
    /// one name for each virtual machine, the same after a restart and
    /// after a migration. The identity that other initiators see is
    /// derived from it and from the disk. A second live use of a name
    /// on a disk is refused (default: the one that the program around
    /// has set; an error where it has set none).
    public var initiator: String?
    /// Where the page is shared that every I/O looks at: `auto` for
    /// anonymous memory handed over through sockets beside the state,
    /// or a directory on a tmpfs that all users of the disk can write
    /// (regular files only) (default: auto).
    public var gate: String?
    /// Which commands wait for the I/O of those who lose a
    /// permission (default: always).
    public var drain: PrManagerDrain?
    /// What to do with a process that does not finish its I/O in
    /// time (default: fail) (run time).
    public var onStuck: PrManagerOnStuck?
    /// How long a process may take to finish its I/O before
    /// `on-stuck` decides; a kill waits as long again. Keep the sum
    /// well below the guests' SCSI timeouts (unit: ms)
    /// (range: 1...3600000) (default: 5000) (run time).
    public var stuckTimeout: UInt32?
    /// Whether registrations survive a restart of all users
    /// (default: force).
    public var aptpl: PrManagerAptpl?
    /// How to make sure that no other host uses the disk
    /// (default: auto).
    public var singleHost: PrManagerSingleHost?
    /// How many registrations the disk may have; one
    /// more is refused with insufficient registration resources
    /// (range: 1...128) (default: 128).
    public var maxRegistrations: UInt8?
    /// Where commands that change something are logged: `on` for a
    /// file beside the state or, with a database, a table in it; `off`;
    /// or a path that begins with `/` or `.` (default: on) (run time).
    public var audit: String?
    /// The group, by name or number, that owns state, log and
    /// sockets (default: the image's).
    public var group: String?
    /// The permissions of state, log and sockets, in octal, for
    /// instance `0660` (default: the image's).
    public var mode: String?
    /// The directory of the state files: `auto` for a file named
    /// after the image, with `.pr` added, beside it; block devices need
    /// a directory. All users of a disk must give the same
    /// (default: auto).
    public var state: String?

    /// Creates a value from its members.
    public init(
        initiator: String? = nil,
        gate: String? = nil,
        drain: PrManagerDrain? = nil,
        onStuck: PrManagerOnStuck? = nil,
        stuckTimeout: UInt32? = nil,
        aptpl: PrManagerAptpl? = nil,
        singleHost: PrManagerSingleHost? = nil,
        maxRegistrations: UInt8? = nil,
        audit: String? = nil,
        group: String? = nil,
        mode: String? = nil,
        state: String? = nil
    ) {
        self.initiator = initiator
        self.gate = gate
        self.drain = drain
        self.onStuck = onStuck
        self.stuckTimeout = stuckTimeout
        self.aptpl = aptpl
        self.singleHost = singleHost
        self.maxRegistrations = maxRegistrations
        self.audit = audit
        self.group = group
        self.mode = mode
        self.state = state
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        initiator = try visitor.optional("initiator")
        gate = try visitor.optional("gate")
        drain = try visitor.optional("drain")
        onStuck = try visitor.optional("on-stuck")
        stuckTimeout = try visitor.optional("stuck-timeout")
        aptpl = try visitor.optional("aptpl")
        singleHost = try visitor.optional("single-host")
        maxRegistrations = try visitor.optional("max-registrations")
        audit = try visitor.optional("audit")
        group = try visitor.optional("group")
        mode = try visitor.optional("mode")
        state = try visitor.optional("state")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(initiator, "initiator")
        try visitor.optional(gate, "gate")
        try visitor.optional(drain, "drain")
        try visitor.optional(onStuck, "on-stuck")
        try visitor.optional(stuckTimeout, "stuck-timeout")
        try visitor.optional(aptpl, "aptpl")
        try visitor.optional(singleHost, "single-host")
        try visitor.optional(maxRegistrations, "max-registrations")
        try visitor.optional(audit, "audit")
        try visitor.optional(group, "group")
        try visitor.optional(mode, "mode")
        try visitor.optional(state, "state")
    }
}

/// Properties of pr-manager-sqlite objects: the state of many disks is
/// kept in one database.
///
/// - Since: 0.1
public struct PrManagerSqliteProperties: QAPIObject, Hashable {
    /// The name of the initiator that this process speaks for:
    /// one name for each virtual machine, the same after a restart and
    /// after a migration. The identity that other initiators see is
    /// derived from it and from the disk. A second live use of a name
    /// on a disk is refused (default: the one that the program around
    /// has set; an error where it has set none).
    public var initiator: String?
    /// Where the page is shared that every I/O looks at: `auto` for
    /// anonymous memory handed over through sockets beside the state,
    /// or a directory on a tmpfs that all users of the disk can write
    /// (regular files only) (default: auto).
    public var gate: String?
    /// Which commands wait for the I/O of those who lose a
    /// permission (default: always).
    public var drain: PrManagerDrain?
    /// What to do with a process that does not finish its I/O in
    /// time (default: fail) (run time).
    public var onStuck: PrManagerOnStuck?
    /// How long a process may take to finish its I/O before
    /// `on-stuck` decides; a kill waits as long again. Keep the sum
    /// well below the guests' SCSI timeouts (unit: ms)
    /// (range: 1...3600000) (default: 5000) (run time).
    public var stuckTimeout: UInt32?
    /// Whether registrations survive a restart of all users
    /// (default: force).
    public var aptpl: PrManagerAptpl?
    /// How to make sure that no other host uses the disk
    /// (default: auto).
    public var singleHost: PrManagerSingleHost?
    /// How many registrations the disk may have; one
    /// more is refused with insufficient registration resources
    /// (range: 1...128) (default: 128).
    public var maxRegistrations: UInt8?
    /// Where commands that change something are logged: `on` for a
    /// file beside the state or, with a database, a table in it; `off`;
    /// or a path that begins with `/` or `.` (default: on) (run time).
    public var audit: String?
    /// The group, by name or number, that owns state, log and
    /// sockets (default: the image's).
    public var group: String?
    /// The permissions of state, log and sockets, in octal, for
    /// instance `0660` (default: the image's).
    public var mode: String?
    /// The database's file, created if it doesn't exist. It must
    /// lie on a local file system; all users of a disk must give the
    /// same.
    public var database: String

    /// Creates a value from its members.
    public init(
        initiator: String? = nil,
        gate: String? = nil,
        drain: PrManagerDrain? = nil,
        onStuck: PrManagerOnStuck? = nil,
        stuckTimeout: UInt32? = nil,
        aptpl: PrManagerAptpl? = nil,
        singleHost: PrManagerSingleHost? = nil,
        maxRegistrations: UInt8? = nil,
        audit: String? = nil,
        group: String? = nil,
        mode: String? = nil,
        database: String
    ) {
        self.initiator = initiator
        self.gate = gate
        self.drain = drain
        self.onStuck = onStuck
        self.stuckTimeout = stuckTimeout
        self.aptpl = aptpl
        self.singleHost = singleHost
        self.maxRegistrations = maxRegistrations
        self.audit = audit
        self.group = group
        self.mode = mode
        self.database = database
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        initiator = try visitor.optional("initiator")
        gate = try visitor.optional("gate")
        drain = try visitor.optional("drain")
        onStuck = try visitor.optional("on-stuck")
        stuckTimeout = try visitor.optional("stuck-timeout")
        aptpl = try visitor.optional("aptpl")
        singleHost = try visitor.optional("single-host")
        maxRegistrations = try visitor.optional("max-registrations")
        audit = try visitor.optional("audit")
        group = try visitor.optional("group")
        mode = try visitor.optional("mode")
        database = try visitor.required("database")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(initiator, "initiator")
        try visitor.optional(gate, "gate")
        try visitor.optional(drain, "drain")
        try visitor.optional(onStuck, "on-stuck")
        try visitor.optional(stuckTimeout, "stuck-timeout")
        try visitor.optional(aptpl, "aptpl")
        try visitor.optional(singleHost, "single-host")
        try visitor.optional(maxRegistrations, "max-registrations")
        try visitor.optional(audit, "audit")
        try visitor.optional(group, "group")
        try visitor.optional(mode, "mode")
        try visitor.required(database, "database")
    }
}

/// Types of reservations.
///
/// - Since: 0.1
public enum PrReservationType: String, QAPIEnum {
    /// Only the holder may write.
    case writeExclusive = "write-exclusive"
    /// Only the holder may read or write.
    case exclusiveAccess = "exclusive-access"
    /// Only registered initiators may
    /// write.
    case writeExclusiveRegistrantsOnly = "write-exclusive-registrants-only"
    /// Only registered initiators may
    /// read or write.
    case exclusiveAccessRegistrantsOnly = "exclusive-access-registrants-only"
    /// Only registered initiators may
    /// write, and all of them hold the reservation.
    case writeExclusiveAllRegistrants = "write-exclusive-all-registrants"
    /// Only registered initiators may read
    /// or write, and all of them hold the reservation.
    case exclusiveAccessAllRegistrants = "exclusive-access-all-registrants"

    /// The name in the schema.
    public static var typeName: String { "PrReservationType" }
}

/// What changes registrations and reservations: the service actions of
/// PERSISTENT RESERVE OUT, and people.
///
/// - Since: 0.1
public enum PrAction: String, QAPIEnum {
    /// Register, change one's key or unregister.
    case register
    /// Reserve.
    case reserve
    /// Give the reservation up.
    case release
    /// Remove the reservation and all registrations.
    case clear
    /// Remove others' registrations and take over the reservation.
    case preempt
    /// The same, and wait until the losers' I/O is done.
    case preemptAndAbort = "preempt-and-abort"
    /// Register whatever the key was.
    case registerAndIgnoreExistingKey = "register-and-ignore-existing-key"
    /// Hand the reservation to another initiator.
    case registerAndMove = "register-and-move"
    /// Begin anew after the state was lost.
    case replaceLostReservation = "replace-lost-reservation"
    /// Somebody repaired, reset or imported the state with a tool.
    case `operator` = "operator"

    /// The name in the schema.
    public static var typeName: String { "PrAction" }
}

/// A registration.
///
/// - Since: 0.1
public struct PrRegistration: QAPIObject, Hashable {
    /// The reservation key, as `0x` and 16 hexadecimal digits.
    public var key: String
    /// The initiator's name (absent if the manager doesn't know
    /// it).
    public var initiator: String?
    /// Whether it holds the reservation.
    public var holder: Bool
    /// Whether a process that speaks for the initiator uses the
    /// disk now (absent if the manager doesn't know it).
    public var attached: Bool?
    /// Whether this process speaks for it (absent if the manager
    /// doesn't know it).
    public var local: Bool?
    /// The number of the process that speaks for it, as this
    /// process sees it (absent if there is none or it is not known).
    public var process: Int64?

    /// Creates a value from its members.
    public init(
        key: String,
        initiator: String? = nil,
        holder: Bool,
        attached: Bool? = nil,
        local: Bool? = nil,
        process: Int64? = nil
    ) {
        self.key = key
        self.initiator = initiator
        self.holder = holder
        self.attached = attached
        self.local = local
        self.process = process
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        key = try visitor.required("key")
        initiator = try visitor.optional("initiator")
        holder = try visitor.required("holder")
        attached = try visitor.optional("attached")
        local = try visitor.optional("local")
        process = try visitor.optional("process")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(key, "key")
        try visitor.optional(initiator, "initiator")
        try visitor.required(holder, "holder")
        try visitor.optional(attached, "attached")
        try visitor.optional(local, "local")
        try visitor.optional(process, "process")
    }
}

/// Registrations and reservation of a disk.
///
/// - Since: 0.1
public struct PrReservationInfo: QAPIObject, Hashable {
    /// The node.
    public var nodeName: String
    /// The manager.
    public var id: String
    /// The number that steps with every change of registrations.
    public var generation: UInt32
    /// The reservation's type (absent if nothing is reserved).
    public var type: PrReservationType?
    /// The registrations.
    public var registrations: [PrRegistration]
    /// True if the state is damaged, so that no I/O is let through
    /// until somebody repairs it (absent if it is sound).
    public var lost: Bool?
    /// How long I/O of this process has been held back by a fence
    /// under way (unit: ms) (absent if none is).
    public var holding: UInt64?

    /// Creates a value from its members.
    public init(
        nodeName: String,
        id: String,
        generation: UInt32,
        type: PrReservationType? = nil,
        registrations: [PrRegistration],
        lost: Bool? = nil,
        holding: UInt64? = nil
    ) {
        self.nodeName = nodeName
        self.id = id
        self.generation = generation
        self.type = type
        self.registrations = registrations
        self.lost = lost
        self.holding = holding
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        id = try visitor.required("id")
        generation = try visitor.required("generation")
        type = try visitor.optional("type")
        registrations = try visitor.required("registrations")
        lost = try visitor.optional("lost")
        holding = try visitor.optional("holding")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(id, "id")
        try visitor.required(generation, "generation")
        try visitor.optional(type, "type")
        try visitor.required(registrations, "registrations")
        try visitor.optional(lost, "lost")
        try visitor.optional(holding, "holding")
    }
}

/// Registrations or the reservation of a disk have changed, by this
/// process or by another. At most one event a second for each node; the
/// last one shows the present state (rate: 1/s per node-name).
///
/// Comes from managers that keep reservations themselves; the others hear
/// of nothing but their own commands.
///
/// - Since: 0.1
public struct PrReservationChangedEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "PR_RESERVATION_CHANGED" }

    /// The node.
    public var nodeName: String
    /// The manager.
    public var id: String
    /// What changed it.
    public var action: PrAction
    /// Who changed it (absent if the manager doesn't know).
    public var initiator: String?
    /// The number that steps with every change of registrations.
    public var generation: UInt32
    /// The reservation's type now (absent if nothing is reserved).
    public var type: PrReservationType?
    /// How many registrations there are now.
    public var registrations: UInt32

    /// Creates a value from its members.
    public init(
        nodeName: String,
        id: String,
        action: PrAction,
        initiator: String? = nil,
        generation: UInt32,
        type: PrReservationType? = nil,
        registrations: UInt32
    ) {
        self.nodeName = nodeName
        self.id = id
        self.action = action
        self.initiator = initiator
        self.generation = generation
        self.type = type
        self.registrations = registrations
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        id = try visitor.required("id")
        action = try visitor.required("action")
        initiator = try visitor.optional("initiator")
        generation = try visitor.required("generation")
        type = try visitor.optional("type")
        registrations = try visitor.required("registrations")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(id, "id")
        try visitor.required(action, "action")
        try visitor.optional(initiator, "initiator")
        try visitor.required(generation, "generation")
        try visitor.optional(type, "type")
        try visitor.required(registrations, "registrations")
    }
}

/// An initiator has lost a permission, and all its I/O that the loss
/// concerns is done: none of it can reach the disk any more. Sent by
/// the process that carried out the fence and by those that lost.
///
/// - Since: 0.1
public struct PrFencedEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "PR_FENCED" }

    /// The node.
    public var nodeName: String
    /// The manager.
    public var id: String
    /// Who lost the permission.
    public var initiator: String
    /// Whether this process speaks for the loser.
    public var local: Bool
    /// Who took it (absent if somebody with a tool did).
    public var by: String?
    /// The command.
    public var action: PrAction
    /// The number that steps with every change of registrations.
    public var generation: UInt32
    /// How long it took until the loser's I/O was done
    /// (unit: ms) (absent if this process did not carry out the fence).
    public var drainedAfter: UInt64?
    /// True if the loser's process had to be killed (absent if not).
    public var killed: Bool?

    /// Creates a value from its members.
    public init(
        nodeName: String,
        id: String,
        initiator: String,
        local: Bool,
        by: String? = nil,
        action: PrAction,
        generation: UInt32,
        drainedAfter: UInt64? = nil,
        killed: Bool? = nil
    ) {
        self.nodeName = nodeName
        self.id = id
        self.initiator = initiator
        self.local = local
        self.by = by
        self.action = action
        self.generation = generation
        self.drainedAfter = drainedAfter
        self.killed = killed
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        id = try visitor.required("id")
        initiator = try visitor.required("initiator")
        local = try visitor.required("local")
        by = try visitor.optional("by")
        action = try visitor.required("action")
        generation = try visitor.required("generation")
        drainedAfter = try visitor.optional("drained-after")
        killed = try visitor.optional("killed")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(id, "id")
        try visitor.required(initiator, "initiator")
        try visitor.required(local, "local")
        try visitor.optional(by, "by")
        try visitor.required(action, "action")
        try visitor.required(generation, "generation")
        try visitor.optional(drainedAfter, "drained-after")
        try visitor.optional(killed, "killed")
    }
}

/// What somebody else holds up.
///
/// - Since: 0.1
public enum PrStuckStage: String, QAPIEnum {
    /// The disk's registry lock is not released.
    case lock
    /// I/O of somebody who loses a permission does not finish.
    case drain
    /// A process that dies, or that does not answer, still has what
    /// an attaching one needs.
    case attach

    /// The name in the schema.
    public static var typeName: String { "PrStuckStage" }
}

/// A command waited for another process in vain.
///
/// - Since: 0.1
public struct PrStuckEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "PR_STUCK" }

    /// The node.
    public var nodeName: String
    /// The manager.
    public var id: String
    /// What the other process holds up.
    public var stage: PrStuckStage
    /// Whom it speaks for (absent if it is not known).
    public var initiator: String?
    /// Its number, as this process sees it (absent if it is not
    /// known).
    public var process: Int64?
    /// How long the command has waited (unit: ms).
    public var waited: UInt64
    /// What happens now: `fail` for a command that failed and
    /// changed nothing, `kill` or `kill-any` for a process that was sent
    /// a signal and is waited for.
    public var onStuck: PrManagerOnStuck
    /// What is known about it; for people.
    public var reason: String

    /// Creates a value from its members.
    public init(
        nodeName: String,
        id: String,
        stage: PrStuckStage,
        initiator: String? = nil,
        process: Int64? = nil,
        waited: UInt64,
        onStuck: PrManagerOnStuck,
        reason: String
    ) {
        self.nodeName = nodeName
        self.id = id
        self.stage = stage
        self.initiator = initiator
        self.process = process
        self.waited = waited
        self.onStuck = onStuck
        self.reason = reason
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        id = try visitor.required("id")
        stage = try visitor.required("stage")
        initiator = try visitor.optional("initiator")
        process = try visitor.optional("process")
        waited = try visitor.required("waited")
        onStuck = try visitor.required("on-stuck")
        reason = try visitor.required("reason")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(id, "id")
        try visitor.required(stage, "stage")
        try visitor.optional(initiator, "initiator")
        try visitor.optional(process, "process")
        try visitor.required(waited, "waited")
        try visitor.required(onStuck, "on-stuck")
        try visitor.required(reason, "reason")
    }
}

/// Registrations and reservation of a disk are damaged or belong to
/// another disk. No I/O is let through until an initiator sends REPLACE
/// LOST RESERVATION or somebody repairs the state.
///
/// - Since: 0.1
public struct PrStateLostEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "PR_STATE_LOST" }

    /// The node.
    public var nodeName: String
    /// The manager.
    public var id: String
    /// What is damaged, and the ways out; for people.
    public var reason: String

    /// Creates a value from its members.
    public init(nodeName: String, id: String, reason: String) {
        self.nodeName = nodeName
        self.id = id
        self.reason = reason
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        id = try visitor.required("id")
        reason = try visitor.required("reason")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(id, "id")
        try visitor.required(reason, "reason")
    }
}
