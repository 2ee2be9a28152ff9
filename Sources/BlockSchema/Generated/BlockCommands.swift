// Generated from the schema by `make generate`; do not edit.
// swift-format-ignore-file

public import JSON
public import QAPI

/// The commands of the schema: whoever serves a monitor implements them.
///
/// Each is called with its arguments checked against the schema. Commands for which the schema says
/// `gen: false` have arguments of no fixed shape: a program registers those itself.
public protocol BlockCommands {
    /// Pause a job. Succeeds as soon as the request is noted; the job pauses
    /// when it can.
    ///
    /// - Throws: If there is no such job;
    ///   If its state doesn't allow it
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: The job.
    func jobPause(id: String) throws(QAPIError)

    /// Let a paused job go on.
    ///
    /// - Throws: If there is no such job;
    ///   If it isn't paused
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: The job.
    func jobResume(id: String) throws(QAPIError)

    /// Cancel a job at its next opportunity.
    ///
    /// - Throws: If there is no such job;
    ///   If its state doesn't allow it
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: The job.
    func jobCancel(id: String) throws(QAPIError)

    /// Tell a job that is ready to complete.
    ///
    /// - Throws: If there is no such job;
    ///   If its type or state doesn't allow it; `create` never does
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: The job.
    func jobComplete(id: String) throws(QAPIError)

    /// Remove a job that has concluded.
    ///
    /// - Throws: If there is no such job;
    ///   If it has not concluded
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: The job.
    func jobDismiss(id: String) throws(QAPIError)

    /// Let a pending job, and its transaction, finish.
    ///
    /// - Throws: If there is no such job;
    ///   If it isn't pending
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: The job.
    func jobFinalize(id: String) throws(QAPIError)

    /// List the jobs.
    ///
    /// - Returns: the jobs
    ///
    /// - Since: 0.1
    func queryJobs() throws(QAPIError) -> [JobInfo]

    /// Create a node. `node-name` is obligatory.
    ///
    /// - Throws: If the name is missing, malformed, too long or taken;
    ///   If a file can't be opened, or another process's image locks
    ///   exclude the use; the error names who holds them, where the host
    ///   tells;
    ///   If an option doesn't fit the others or the host
    ///
    /// - Since: 0.1
    func blockdevAdd(_ arguments: BlockdevOptions) throws(QAPIError)

    /// Delete a node that `blockdev-add` created.
    ///
    /// - Throws: If there is no such node;
    ///   If it is in use; the error names the users
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - nodeName: The node.
    func blockdevDel(nodeName: String) throws(QAPIError)

    /// Change options of nodes, all of them or none.
    ///
    /// The options are complete ones, as for `blockdev-add`: one that is
    /// left out goes back to its default. Only options marked `reopen` may
    /// differ from the present ones. Requests wait while the change takes
    /// place.
    ///
    /// - Throws: If there is no such node;
    ///   If an option differs that can't be changed;
    ///   If a file can't be opened in the new way
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - options: The options; each element must have a `node-name`.
    func blockdevReopen(options: [BlockdevOptions]) throws(QAPIError)

    /// Activate or inactivate nodes, for a handover between two processes.
    ///
    /// An inactive node keeps its file open and its registrations, gives up
    /// its image locks and refuses I/O.
    ///
    /// - Throws: If there is no such node;
    ///   If a user of the node needs it active, or one below is inactive;
    ///   If another process still uses the image
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - nodeName: The node.
    ///   - active: The state to reach; a node that has it already stays as it is.
    func blockdevSetActive(nodeName: String?, active: Bool) throws(QAPIError)

    /// Start a job that creates an image. Whether it succeeded is told by
    /// `query-jobs` once the job has concluded.
    ///
    /// - Throws: If the name is malformed or taken;
    ///   If the driver can't create images
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - jobId: The job's name.
    ///   - options: The image's options.
    func blockdevCreate(jobId: String, options: BlockdevCreateOptions) throws(QAPIError)

    /// List the nodes.
    ///
    /// - Returns: the nodes
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - flat: Leave out backing images.
    func queryNamedBlockNodes(flat: Bool?) throws(QAPIError) -> [BlockDeviceInfo]

    /// List the users of nodes that have a name.
    ///
    /// - Returns: the users
    ///
    /// - Since: 0.1
    func queryBlock() throws(QAPIError) -> [BlockInfo]

    /// List which engine serves which node. Nodes that do no I/O of their
    /// own are left out. (QEMU does not have this command.)
    ///
    /// - Returns: the engines
    ///
    /// - Since: 0.1
    func queryBlockEngines() throws(QAPIError) -> [BlockEngineInfo]

    /// Ask for statistics.
    ///
    /// - Returns: the statistics
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - queryNodes: List nodes instead of users of nodes.
    func queryBlockstats(queryNodes: Bool?) throws(QAPIError) -> [BlockStats]

    /// Change the size of a node's image. Users learn of it by
    /// BLOCK_RESIZED.
    ///
    /// - Throws: If both or neither of `device` and `node-name` are given;
    ///   If there is no such user or node;
    ///   If it is read-only, inactive, or another user excludes it;
    ///   If the driver or device can't
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - device: The user whose node is meant; either this or `node-name`.
    ///   - nodeName: The node.
    ///   - size: The new size; what is new reads as zeroes.
    func blockResize(device: String?, nodeName: String?, size: Int64) throws(QAPIError)

    /// Ask for one event when a write ends beyond an offset.
    ///
    /// - Throws: If there is no such node
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - nodeName: The node.
    ///   - writeThreshold: The offset; 0 asks for no event any more.
    func blockSetWriteThreshold(nodeName: String, writeThreshold: UInt64) throws(QAPIError)

    /// List the managers of persistent reservations.
    ///
    /// - Returns: the managers
    ///
    /// - Since: 0.1
    func queryPrManagers() throws(QAPIError) -> [PRManagerInfo]

    /// Begin, change or end the counting of requests by their latency.
    ///
    /// With one boundary there are two bins: below it, and from it on. The
    /// boundaries must rise strictly. Setting them, even to the same values,
    /// begins anew. Without any boundaries all counting ends.
    ///
    /// - Throws: If there is no such node or user;
    ///   If a list is empty or doesn't rise; then nothing has changed
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: A node, or a user of one as `query-block` names it.
    ///   - boundaries: The boundaries for all kinds of requests that have none
    ///     of their own.
    ///   - boundariesRead: The boundaries for reads.
    ///   - boundariesWrite: The boundaries for writes.
    ///   - boundariesZap: The boundaries for zone appends, which no node of
    ///     Holdfast does.
    ///   - boundariesFlush: The boundaries for flushes.
    func blockLatencyHistogramSet(
        id: String,
        boundaries: [UInt64]?,
        boundariesRead: [UInt64]?,
        boundariesWrite: [UInt64]?,
        boundariesZap: [UInt64]?,
        boundariesFlush: [UInt64]?
    ) throws(QAPIError)

    /// Ask who has registered and reserved what. (QEMU does not have this
    /// command.)
    ///
    /// - Returns: the disks
    ///
    /// - Throws: If there is no such node or it has no manager;
    ///   If the helper or the device does not answer
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - nodeName: Only this node.
    func queryReservations(nodeName: String?) throws(QAPIError) -> [PrReservationInfo]

    /// Start the NBD server; exports of type `nbd` are reached through it.
    ///
    /// - Throws: If it runs already;
    ///   If it can't listen there
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - handshakeMaxSeconds: How long a client may take to negotiate; 0 is
    ///     no limit.
    ///   - tlsCreds: The id of an object with credentials for TLS; no type of
    ///     object provides them yet.
    ///   - tlsAuthz: The id of an object that decides which clients are let in;
    ///     no type of object provides it yet.
    ///   - maxConnections: Most clients at the same time; 0 is no limit.
    ///   - addr: Where to listen.
    func nbdServerStart(
        handshakeMaxSeconds: UInt32?,
        tlsCreds: String?,
        tlsAuthz: String?,
        maxConnections: UInt32?,
        addr: SocketAddressLegacy
    ) throws(QAPIError)

    /// Stop the NBD server, disconnect its clients and delete its exports.
    ///
    /// - Throws: If it doesn't run
    ///
    /// - Since: 0.1
    func nbdServerStop() throws(QAPIError)

    /// Export a node.
    ///
    /// - Throws: If the id is malformed or taken;
    ///   If there is no such node or iothread;
    ///   If the node is read-only and the export writable;
    ///   If another user of the node excludes this one;
    ///   If the NBD server doesn't run, for the type `nbd`
    ///
    /// - Since: 0.1
    func blockExportAdd(_ arguments: BlockExportOptions) throws(QAPIError)

    /// Delete an export. It is gone when BLOCK_EXPORT_DELETED says so.
    ///
    /// - Throws: If there is no such export;
    ///   If `mode` is `safe` and there are clients
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: The export.
    ///   - mode: What to do with clients.
    func blockExportDel(id: String, mode: BlockExportRemoveMode?) throws(QAPIError)

    /// List the exports.
    ///
    /// - Returns: the exports
    ///
    /// - Since: 0.1
    func queryBlockExports() throws(QAPIError) -> [BlockExportInfo]

    /// List the character devices.
    ///
    /// - Returns: the devices
    ///
    /// - Since: 0.1
    func queryChardev() throws(QAPIError) -> [ChardevInfo]

    /// Create a character device.
    ///
    /// - Returns: what there is to say about the new device
    ///
    /// - Throws: If the id is malformed or taken;
    ///   If the address can't be used
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: Its name.
    ///   - backend: What it leads to.
    func chardevAdd(id: String, backend: ChardevBackend) throws(QAPIError) -> ChardevReturn

    /// Delete a character device.
    ///
    /// - Throws: If there is no such device;
    ///   If a monitor uses it
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: Its name.
    func chardevRemove(id: String) throws(QAPIError)

    /// Carry out all actions of a list, or none.
    ///
    /// - Throws: If an action fails; those before it have been undone
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - actions: The actions, in order.
    ///   - properties: Options of the transaction.
    func transaction(actions: [TransactionAction], properties: TransactionProperties?) throws(QAPIError)

    /// Look up trace events.
    ///
    /// - Returns: the events with such a name
    ///
    /// - Throws: If the name contains no `*` and there is no such event
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - name: A name; `*` stands for any characters.
    func traceEventGetState(name: String) throws(QAPIError) -> [TraceEventInfo]

    /// Switch trace events on or off.
    ///
    /// - Throws: If the name contains no `*` and there is no such event;
    ///   If one of the events is not built in; then none has changed
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - name: A name; `*` stands for any characters.
    ///   - enable: On or off.
    ///   - ignoreUnavailable: Leave out events that are not built in, instead
    ///     of failing.
    func traceEventSetState(name: String, enable: Bool, ignoreUnavailable: Bool?) throws(QAPIError)

    /// End the negotiation; before it no other command is accepted.
    ///
    /// - Throws: If a capability is not offered;
    ///   If the negotiation has ended already, CommandNotFound
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - enable: The capabilities to switch on; the greeting says which are
    ///     offered.
    func qmpCapabilities(enable: [QMPCapability]?) throws(QAPIError)

    /// Ask for the versions of interface and program.
    ///
    /// - Returns: the versions
    ///
    /// - Since: 0.1
    func queryVersion() throws(QAPIError) -> VersionInfo

    /// List the commands.
    ///
    /// - Returns: the commands that are available now
    ///
    /// - Since: 0.1
    func queryCommands() throws(QAPIError) -> [CommandInfo]

    /// End the daemon. The answer comes before the end.
    ///
    /// - Since: 0.1
    func quit() throws(QAPIError)

    /// Ask which commands, events and types there are.
    ///
    /// - Returns: the elements, each once, in no particular order
    ///
    /// - Since: 0.1
    func queryQmpSchema() throws(QAPIError) -> [SchemaInfo]

    /// List the properties of an object or the children of a container.
    ///
    /// - Returns: the properties
    ///
    /// - Throws: If nothing has this path, DeviceNotFound;
    ///   If several objects end so
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - path: An absolute path such as `/objects/pr0`, or the last part or
    ///     parts of one if only one object ends so.
    func qomList(path: String) throws(QAPIError) -> [ObjectPropertyInfo]

    /// Read a property.
    ///
    /// - Returns: the value; its type depends on the property
    ///
    /// - Throws: If nothing has this path, DeviceNotFound;
    ///   If several objects end so;
    ///   If the object has no such property
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - path: The object's path; see `qom-list`.
    ///   - property: The property's name.
    func qomGet(path: String, property: String) throws(QAPIError) -> JSONValue

    /// Change a property.
    ///
    /// - Throws: If nothing has this path, DeviceNotFound;
    ///   If several objects end so;
    ///   If the object has no such property, or it can be set only when
    ///   the object is created;
    ///   If the value is of another type or not allowed
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - path: The object's path; see `qom-list`.
    ///   - property: The property's name.
    ///   - value: The value, of the type that the property has.
    func qomSet(path: String, property: String, value: JSONValue) throws(QAPIError)

    /// List the types of objects.
    ///
    /// - Returns: the types; none if `implements` names an unknown one
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - implements: Only types derived from this one, and it itself.
    ///   - abstract: Whether to list abstract types too.
    func qomListTypes(implements: String?, abstract: Bool?) throws(QAPIError) -> [ObjectTypeInfo]

    /// List the properties that objects of a type have.
    ///
    /// - Returns: the properties, with descriptions and default values
    ///
    /// - Throws: If there is no such type, DeviceNotFound
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - typename: The type's name.
    func qomListProperties(typename: String) throws(QAPIError) -> [ObjectPropertyInfo]

    /// Create an object. Its path is `/objects/` and its id.
    ///
    /// - Throws: If the id is malformed or taken;
    ///   If the type can't be created by users;
    ///   If a property is unknown or its value not allowed;
    ///   If the object's own check fails; then nothing is left of it
    ///
    /// - Since: 0.1
    func objectAdd(_ arguments: ObjectOptions) throws(QAPIError)

    /// Delete an object.
    ///
    /// - Throws: If there is no such object;
    ///   If it is in use; the error names the users
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - id: The object's id.
    func objectDel(id: String) throws(QAPIError)

    /// Take the file descriptor that came with the command's bytes
    /// (SCM_RIGHTS), under a name. Replaces one that has the name already.
    ///
    /// - Throws: If none came along;
    ///   If the name is malformed
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - fdname: The name; must not begin with a digit.
    func getfd(fdname: String) throws(QAPIError)

    /// Close a file descriptor that `getfd` took.
    ///
    /// - Throws: If there is none of this name
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - fdname: Its name.
    func closefd(fdname: String) throws(QAPIError)

    /// Put the file descriptor that came with the command's bytes
    /// (SCM_RIGHTS) into a set. Nodes can open a set by its path
    /// `/dev/fdset/N`; the descriptor whose access mode suits is reopened.
    ///
    /// - Returns: the set and the file descriptor
    ///
    /// - Throws: If none came along;
    ///   If `fdset-id` is negative
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - fdsetId: The set; it is made if it doesn't exist.
    ///   - opaque: A text that `query-fdsets` repeats.
    func addFd(fdsetId: Int64?, opaque: String?) throws(QAPIError) -> AddfdInfo

    /// Remove a file descriptor, or all, from a set. An empty set that no
    /// node uses disappears.
    ///
    /// - Throws: If the set or the file descriptor doesn't exist
    ///
    /// - Since: 0.1
    ///
    /// - Parameters:
    ///   - fdsetId: The set.
    ///   - fd: The file descriptor.
    func removeFd(fdsetId: Int64, fd: Int64?) throws(QAPIError)

    /// List the sets of file descriptors.
    ///
    /// - Returns: the sets
    ///
    /// - Since: 0.1
    func queryFdsets() throws(QAPIError) -> [FdsetInfo]
}

/// The arguments of the command `job-pause`.
public struct JobPauseArguments: QAPIObject, Hashable {
    /// The job.
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

/// The arguments of the command `job-resume`.
public struct JobResumeArguments: QAPIObject, Hashable {
    /// The job.
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

/// The arguments of the command `job-cancel`.
public struct JobCancelArguments: QAPIObject, Hashable {
    /// The job.
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

/// The arguments of the command `job-complete`.
public struct JobCompleteArguments: QAPIObject, Hashable {
    /// The job.
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

/// The arguments of the command `job-dismiss`.
public struct JobDismissArguments: QAPIObject, Hashable {
    /// The job.
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

/// The arguments of the command `job-finalize`.
public struct JobFinalizeArguments: QAPIObject, Hashable {
    /// The job.
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

/// The arguments of the command `blockdev-del`.
public struct BlockdevDelArguments: QAPIObject, Hashable {
    /// The node.
    public var nodeName: String

    /// Creates a value from its members.
    public init(nodeName: String) {
        self.nodeName = nodeName
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
    }
}

/// The arguments of the command `blockdev-reopen`.
public struct BlockdevReopenArguments: QAPIObject, Hashable {
    /// The options; each element must have a `node-name`.
    public var options: [BlockdevOptions]

    /// Creates a value from its members.
    public init(options: [BlockdevOptions]) {
        self.options = options
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        options = try visitor.required("options")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(options, "options")
    }
}

/// The arguments of the command `blockdev-set-active`.
public struct BlockdevSetActiveArguments: QAPIObject, Hashable {
    /// The node (default: all nodes).
    public var nodeName: String?
    /// The state to reach; a node that has it already stays as it is.
    public var active: Bool

    /// Creates a value from its members.
    public init(nodeName: String? = nil, active: Bool) {
        self.nodeName = nodeName
        self.active = active
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.optional("node-name")
        active = try visitor.required("active")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(nodeName, "node-name")
        try visitor.required(active, "active")
    }
}

/// The arguments of the command `blockdev-create`.
public struct BlockdevCreateArguments: QAPIObject, Hashable {
    /// The job's name.
    public var jobId: String
    /// The image's options.
    public var options: BlockdevCreateOptions

    /// Creates a value from its members.
    public init(jobId: String, options: BlockdevCreateOptions) {
        self.jobId = jobId
        self.options = options
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        jobId = try visitor.required("job-id")
        options = try visitor.required("options")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(jobId, "job-id")
        try visitor.required(options, "options")
    }
}

/// The arguments of the command `query-named-block-nodes`.
public struct QueryNamedBlockNodesArguments: QAPIObject, Hashable {
    /// Leave out backing images (default: off).
    public var flat: Bool?

    /// Creates a value from its members.
    public init(flat: Bool? = nil) {
        self.flat = flat
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        flat = try visitor.optional("flat")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(flat, "flat")
    }
}

/// The arguments of the command `query-blockstats`.
public struct QueryBlockstatsArguments: QAPIObject, Hashable {
    /// List nodes instead of users of nodes (default: off).
    public var queryNodes: Bool?

    /// Creates a value from its members.
    public init(queryNodes: Bool? = nil) {
        self.queryNodes = queryNodes
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        queryNodes = try visitor.optional("query-nodes")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(queryNodes, "query-nodes")
    }
}

/// The arguments of the command `block_resize`.
public struct BlockResizeArguments: QAPIObject, Hashable {
    /// The user whose node is meant; either this or `node-name`
    /// (default: not set).
    public var device: String?
    /// The node (default: not set).
    public var nodeName: String?
    /// The new size; what is new reads as zeroes (unit: bytes)
    /// (range: 0...9223372036854775807).
    public var size: Int64

    /// Creates a value from its members.
    public init(device: String? = nil, nodeName: String? = nil, size: Int64) {
        self.device = device
        self.nodeName = nodeName
        self.size = size
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        device = try visitor.optional("device")
        nodeName = try visitor.optional("node-name")
        size = try visitor.required("size")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(device, "device")
        try visitor.optional(nodeName, "node-name")
        try visitor.required(size, "size")
    }
}

/// The arguments of the command `block-set-write-threshold`.
public struct BlockSetWriteThresholdArguments: QAPIObject, Hashable {
    /// The node.
    public var nodeName: String
    /// The offset; 0 asks for no event any more
    /// (unit: bytes).
    public var writeThreshold: UInt64

    /// Creates a value from its members.
    public init(nodeName: String, writeThreshold: UInt64) {
        self.nodeName = nodeName
        self.writeThreshold = writeThreshold
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        writeThreshold = try visitor.required("write-threshold")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(writeThreshold, "write-threshold")
    }
}

/// The arguments of the command `block-latency-histogram-set`.
public struct BlockLatencyHistogramSetArguments: QAPIObject, Hashable {
    /// A node, or a user of one as `query-block` names it.
    public var id: String
    /// The boundaries for all kinds of requests that have none
    /// of their own (unit: ns) (default: not set).
    public var boundaries: [UInt64]?
    /// The boundaries for reads (unit: ns)
    /// (default: as in boundaries).
    public var boundariesRead: [UInt64]?
    /// The boundaries for writes (unit: ns)
    /// (default: as in boundaries).
    public var boundariesWrite: [UInt64]?
    /// The boundaries for zone appends, which no node of
    /// Holdfast does (unit: ns) (default: as in boundaries).
    public var boundariesZap: [UInt64]?
    /// The boundaries for flushes (unit: ns)
    /// (default: as in boundaries).
    public var boundariesFlush: [UInt64]?

    /// Creates a value from its members.
    public init(
        id: String,
        boundaries: [UInt64]? = nil,
        boundariesRead: [UInt64]? = nil,
        boundariesWrite: [UInt64]? = nil,
        boundariesZap: [UInt64]? = nil,
        boundariesFlush: [UInt64]? = nil
    ) {
        self.id = id
        self.boundaries = boundaries
        self.boundariesRead = boundariesRead
        self.boundariesWrite = boundariesWrite
        self.boundariesZap = boundariesZap
        self.boundariesFlush = boundariesFlush
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        boundaries = try visitor.optional("boundaries")
        boundariesRead = try visitor.optional("boundaries-read")
        boundariesWrite = try visitor.optional("boundaries-write")
        boundariesZap = try visitor.optional("boundaries-zap")
        boundariesFlush = try visitor.optional("boundaries-flush")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.optional(boundaries, "boundaries")
        try visitor.optional(boundariesRead, "boundaries-read")
        try visitor.optional(boundariesWrite, "boundaries-write")
        try visitor.optional(boundariesZap, "boundaries-zap")
        try visitor.optional(boundariesFlush, "boundaries-flush")
    }
}

/// The arguments of the command `query-reservations`.
public struct QueryReservationsArguments: QAPIObject, Hashable {
    /// Only this node (default: all nodes with a manager).
    public var nodeName: String?

    /// Creates a value from its members.
    public init(nodeName: String? = nil) {
        self.nodeName = nodeName
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.optional("node-name")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(nodeName, "node-name")
    }
}

/// The arguments of the command `block-export-del`.
public struct BlockExportDelArguments: QAPIObject, Hashable {
    /// The export.
    public var id: String
    /// What to do with clients (default: safe).
    public var mode: BlockExportRemoveMode?

    /// Creates a value from its members.
    public init(id: String, mode: BlockExportRemoveMode? = nil) {
        self.id = id
        self.mode = mode
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        mode = try visitor.optional("mode")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.optional(mode, "mode")
    }
}

/// The arguments of the command `chardev-add`.
public struct ChardevAddArguments: QAPIObject, Hashable {
    /// Its name.
    public var id: String
    /// What it leads to.
    public var backend: ChardevBackend

    /// Creates a value from its members.
    public init(id: String, backend: ChardevBackend) {
        self.id = id
        self.backend = backend
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        backend = try visitor.required("backend")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.required(backend, "backend")
    }
}

/// The arguments of the command `chardev-remove`.
public struct ChardevRemoveArguments: QAPIObject, Hashable {
    /// Its name.
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

/// The arguments of the command `transaction`.
public struct TransactionArguments: QAPIObject, Hashable {
    /// The actions, in order.
    public var actions: [TransactionAction]
    /// Options of the transaction (default: all defaults).
    public var properties: TransactionProperties?

    /// Creates a value from its members.
    public init(actions: [TransactionAction], properties: TransactionProperties? = nil) {
        self.actions = actions
        self.properties = properties
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        actions = try visitor.required("actions")
        properties = try visitor.optional("properties")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(actions, "actions")
        try visitor.optional(properties, "properties")
    }
}

/// The arguments of the command `trace-event-get-state`.
public struct TraceEventGetStateArguments: QAPIObject, Hashable {
    /// A name; `*` stands for any characters.
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

/// The arguments of the command `trace-event-set-state`.
public struct TraceEventSetStateArguments: QAPIObject, Hashable {
    /// A name; `*` stands for any characters.
    public var name: String
    /// On or off.
    public var enable: Bool
    /// Leave out events that are not built in, instead
    /// of failing (default: off).
    public var ignoreUnavailable: Bool?

    /// Creates a value from its members.
    public init(name: String, enable: Bool, ignoreUnavailable: Bool? = nil) {
        self.name = name
        self.enable = enable
        self.ignoreUnavailable = ignoreUnavailable
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        enable = try visitor.required("enable")
        ignoreUnavailable = try visitor.optional("ignore-unavailable")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.required(enable, "enable")
        try visitor.optional(ignoreUnavailable, "ignore-unavailable")
    }
}

/// The arguments of the command `qmp_capabilities`.
public struct QmpCapabilitiesArguments: QAPIObject, Hashable {
    /// The capabilities to switch on; the greeting says which are
    /// offered (default: no capabilities).
    public var enable: [QMPCapability]?

    /// Creates a value from its members.
    public init(enable: [QMPCapability]? = nil) {
        self.enable = enable
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        enable = try visitor.optional("enable")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(enable, "enable")
    }
}

/// The arguments of the command `qom-list`.
public struct QomListArguments: QAPIObject, Hashable {
    /// An absolute path such as `/objects/pr0`, or the last part or
    /// parts of one if only one object ends so.
    public var path: String

    /// Creates a value from its members.
    public init(path: String) {
        self.path = path
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        path = try visitor.required("path")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(path, "path")
    }
}

/// The arguments of the command `qom-get`.
public struct QomGetArguments: QAPIObject, Hashable {
    /// The object's path; see `qom-list`.
    public var path: String
    /// The property's name.
    public var property: String

    /// Creates a value from its members.
    public init(path: String, property: String) {
        self.path = path
        self.property = property
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        path = try visitor.required("path")
        property = try visitor.required("property")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(path, "path")
        try visitor.required(property, "property")
    }
}

/// The arguments of the command `qom-set`.
public struct QomSetArguments: QAPIObject, Hashable {
    /// The object's path; see `qom-list`.
    public var path: String
    /// The property's name.
    public var property: String
    /// The value, of the type that the property has.
    public var value: JSONValue

    /// Creates a value from its members.
    public init(path: String, property: String, value: JSONValue) {
        self.path = path
        self.property = property
        self.value = value
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        path = try visitor.required("path")
        property = try visitor.required("property")
        value = try visitor.required("value")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(path, "path")
        try visitor.required(property, "property")
        try visitor.required(value, "value")
    }
}

/// The arguments of the command `qom-list-types`.
public struct QomListTypesArguments: QAPIObject, Hashable {
    /// Only types derived from this one, and it itself
    /// (default: all types).
    public var implements: String?
    /// Whether to list abstract types too (default: off).
    public var abstract: Bool?

    /// Creates a value from its members.
    public init(implements: String? = nil, abstract: Bool? = nil) {
        self.implements = implements
        self.abstract = abstract
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        implements = try visitor.optional("implements")
        abstract = try visitor.optional("abstract")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(implements, "implements")
        try visitor.optional(abstract, "abstract")
    }
}

/// The arguments of the command `qom-list-properties`.
public struct QomListPropertiesArguments: QAPIObject, Hashable {
    /// The type's name.
    public var typename: String

    /// Creates a value from its members.
    public init(typename: String) {
        self.typename = typename
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        typename = try visitor.required("typename")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(typename, "typename")
    }
}

/// The arguments of the command `object-del`.
public struct ObjectDelArguments: QAPIObject, Hashable {
    /// The object's id.
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

/// The arguments of the command `getfd`.
public struct GetfdArguments: QAPIObject, Hashable {
    /// The name; must not begin with a digit.
    public var fdname: String

    /// Creates a value from its members.
    public init(fdname: String) {
        self.fdname = fdname
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        fdname = try visitor.required("fdname")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(fdname, "fdname")
    }
}

/// The arguments of the command `closefd`.
public struct ClosefdArguments: QAPIObject, Hashable {
    /// Its name.
    public var fdname: String

    /// Creates a value from its members.
    public init(fdname: String) {
        self.fdname = fdname
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        fdname = try visitor.required("fdname")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(fdname, "fdname")
    }
}

/// The arguments of the command `add-fd`.
public struct AddFdArguments: QAPIObject, Hashable {
    /// The set; it is made if it doesn't exist
    /// (range: 0...9223372036854775807) (default: the lowest free number).
    public var fdsetId: Int64?
    /// A text that `query-fdsets` repeats (default: not set).
    public var opaque: String?

    /// Creates a value from its members.
    public init(fdsetId: Int64? = nil, opaque: String? = nil) {
        self.fdsetId = fdsetId
        self.opaque = opaque
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        fdsetId = try visitor.optional("fdset-id")
        opaque = try visitor.optional("opaque")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(fdsetId, "fdset-id")
        try visitor.optional(opaque, "opaque")
    }
}

/// The arguments of the command `remove-fd`.
public struct RemoveFdArguments: QAPIObject, Hashable {
    /// The set.
    public var fdsetId: Int64
    /// The file descriptor (default: all of the set).
    public var fd: Int64?

    /// Creates a value from its members.
    public init(fdsetId: Int64, fd: Int64? = nil) {
        self.fdsetId = fdsetId
        self.fd = fd
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        fdsetId = try visitor.required("fdset-id")
        fd = try visitor.optional("fd")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(fdsetId, "fdset-id")
        try visitor.optional(fd, "fd")
    }
}

extension CommandTable {
    /// Registers every command of the schema, served by `commands`.
    public mutating func register(_ commands: some BlockCommands & Sendable) {
        register("job-pause") { (arguments: JobPauseArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.jobPause(id: arguments.id)
            return QAPIEmpty()
        }
        register("job-resume") { (arguments: JobResumeArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.jobResume(id: arguments.id)
            return QAPIEmpty()
        }
        register("job-cancel") { (arguments: JobCancelArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.jobCancel(id: arguments.id)
            return QAPIEmpty()
        }
        register("job-complete") { (arguments: JobCompleteArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.jobComplete(id: arguments.id)
            return QAPIEmpty()
        }
        register("job-dismiss") { (arguments: JobDismissArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.jobDismiss(id: arguments.id)
            return QAPIEmpty()
        }
        register("job-finalize") { (arguments: JobFinalizeArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.jobFinalize(id: arguments.id)
            return QAPIEmpty()
        }
        register("query-jobs") { (_: QAPIEmpty) throws(QAPIError) -> [JobInfo] in
            try commands.queryJobs()
        }
        register("blockdev-add") { (arguments: BlockdevOptions) throws(QAPIError) -> QAPIEmpty in
            try commands.blockdevAdd(arguments)
            return QAPIEmpty()
        }
        register("blockdev-del") { (arguments: BlockdevDelArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.blockdevDel(nodeName: arguments.nodeName)
            return QAPIEmpty()
        }
        register("blockdev-reopen") { (arguments: BlockdevReopenArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.blockdevReopen(options: arguments.options)
            return QAPIEmpty()
        }
        register("blockdev-set-active") { (arguments: BlockdevSetActiveArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.blockdevSetActive(nodeName: arguments.nodeName, active: arguments.active)
            return QAPIEmpty()
        }
        register("blockdev-create") { (arguments: BlockdevCreateArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.blockdevCreate(jobId: arguments.jobId, options: arguments.options)
            return QAPIEmpty()
        }
        register("query-named-block-nodes") { (arguments: QueryNamedBlockNodesArguments) throws(QAPIError) -> [BlockDeviceInfo] in
            try commands.queryNamedBlockNodes(flat: arguments.flat)
        }
        register("query-block") { (_: QAPIEmpty) throws(QAPIError) -> [BlockInfo] in
            try commands.queryBlock()
        }
        register("query-block-engines") { (_: QAPIEmpty) throws(QAPIError) -> [BlockEngineInfo] in
            try commands.queryBlockEngines()
        }
        register("query-blockstats") { (arguments: QueryBlockstatsArguments) throws(QAPIError) -> [BlockStats] in
            try commands.queryBlockstats(queryNodes: arguments.queryNodes)
        }
        register("block_resize") { (arguments: BlockResizeArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.blockResize(device: arguments.device, nodeName: arguments.nodeName, size: arguments.size)
            return QAPIEmpty()
        }
        register("block-set-write-threshold") { (arguments: BlockSetWriteThresholdArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.blockSetWriteThreshold(nodeName: arguments.nodeName, writeThreshold: arguments.writeThreshold)
            return QAPIEmpty()
        }
        register("query-pr-managers") { (_: QAPIEmpty) throws(QAPIError) -> [PRManagerInfo] in
            try commands.queryPrManagers()
        }
        register("block-latency-histogram-set") { (arguments: BlockLatencyHistogramSetArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.blockLatencyHistogramSet(id: arguments.id, boundaries: arguments.boundaries, boundariesRead: arguments.boundariesRead, boundariesWrite: arguments.boundariesWrite, boundariesZap: arguments.boundariesZap, boundariesFlush: arguments.boundariesFlush)
            return QAPIEmpty()
        }
        register("query-reservations") { (arguments: QueryReservationsArguments) throws(QAPIError) -> [PrReservationInfo] in
            try commands.queryReservations(nodeName: arguments.nodeName)
        }
        register("nbd-server-start") { (arguments: NbdServerOptionsLegacy) throws(QAPIError) -> QAPIEmpty in
            try commands.nbdServerStart(handshakeMaxSeconds: arguments.handshakeMaxSeconds, tlsCreds: arguments.tlsCreds, tlsAuthz: arguments.tlsAuthz, maxConnections: arguments.maxConnections, addr: arguments.addr)
            return QAPIEmpty()
        }
        register("nbd-server-stop") { (_: QAPIEmpty) throws(QAPIError) -> QAPIEmpty in
            try commands.nbdServerStop()
            return QAPIEmpty()
        }
        register("block-export-add") { (arguments: BlockExportOptions) throws(QAPIError) -> QAPIEmpty in
            try commands.blockExportAdd(arguments)
            return QAPIEmpty()
        }
        register("block-export-del") { (arguments: BlockExportDelArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.blockExportDel(id: arguments.id, mode: arguments.mode)
            return QAPIEmpty()
        }
        register("query-block-exports") { (_: QAPIEmpty) throws(QAPIError) -> [BlockExportInfo] in
            try commands.queryBlockExports()
        }
        register("query-chardev") { (_: QAPIEmpty) throws(QAPIError) -> [ChardevInfo] in
            try commands.queryChardev()
        }
        register("chardev-add") { (arguments: ChardevAddArguments) throws(QAPIError) -> ChardevReturn in
            try commands.chardevAdd(id: arguments.id, backend: arguments.backend)
        }
        register("chardev-remove") { (arguments: ChardevRemoveArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.chardevRemove(id: arguments.id)
            return QAPIEmpty()
        }
        register("transaction") { (arguments: TransactionArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.transaction(actions: arguments.actions, properties: arguments.properties)
            return QAPIEmpty()
        }
        register("trace-event-get-state") { (arguments: TraceEventGetStateArguments) throws(QAPIError) -> [TraceEventInfo] in
            try commands.traceEventGetState(name: arguments.name)
        }
        register("trace-event-set-state") { (arguments: TraceEventSetStateArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.traceEventSetState(name: arguments.name, enable: arguments.enable, ignoreUnavailable: arguments.ignoreUnavailable)
            return QAPIEmpty()
        }
        register("qmp_capabilities") { (arguments: QmpCapabilitiesArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.qmpCapabilities(enable: arguments.enable)
            return QAPIEmpty()
        }
        register("query-version") { (_: QAPIEmpty) throws(QAPIError) -> VersionInfo in
            try commands.queryVersion()
        }
        register("query-commands") { (_: QAPIEmpty) throws(QAPIError) -> [CommandInfo] in
            try commands.queryCommands()
        }
        register("quit") { (_: QAPIEmpty) throws(QAPIError) -> QAPIEmpty in
            try commands.quit()
            return QAPIEmpty()
        }
        register("query-qmp-schema") { (_: QAPIEmpty) throws(QAPIError) -> [SchemaInfo] in
            try commands.queryQmpSchema()
        }
        register("qom-list") { (arguments: QomListArguments) throws(QAPIError) -> [ObjectPropertyInfo] in
            try commands.qomList(path: arguments.path)
        }
        register("qom-get") { (arguments: QomGetArguments) throws(QAPIError) -> JSONValue in
            try commands.qomGet(path: arguments.path, property: arguments.property)
        }
        register("qom-set") { (arguments: QomSetArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.qomSet(path: arguments.path, property: arguments.property, value: arguments.value)
            return QAPIEmpty()
        }
        register("qom-list-types") { (arguments: QomListTypesArguments) throws(QAPIError) -> [ObjectTypeInfo] in
            try commands.qomListTypes(implements: arguments.implements, abstract: arguments.abstract)
        }
        register("qom-list-properties") { (arguments: QomListPropertiesArguments) throws(QAPIError) -> [ObjectPropertyInfo] in
            try commands.qomListProperties(typename: arguments.typename)
        }
        register("object-add") { (arguments: ObjectOptions) throws(QAPIError) -> QAPIEmpty in
            try commands.objectAdd(arguments)
            return QAPIEmpty()
        }
        register("object-del") { (arguments: ObjectDelArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.objectDel(id: arguments.id)
            return QAPIEmpty()
        }
        register("getfd") { (arguments: GetfdArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.getfd(fdname: arguments.fdname)
            return QAPIEmpty()
        }
        register("closefd") { (arguments: ClosefdArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.closefd(fdname: arguments.fdname)
            return QAPIEmpty()
        }
        register("add-fd") { (arguments: AddFdArguments) throws(QAPIError) -> AddfdInfo in
            try commands.addFd(fdsetId: arguments.fdsetId, opaque: arguments.opaque)
        }
        register("remove-fd") { (arguments: RemoveFdArguments) throws(QAPIError) -> QAPIEmpty in
            try commands.removeFd(fdsetId: arguments.fdsetId, fd: arguments.fd)
            return QAPIEmpty()
        }
        register("query-fdsets") { (_: QAPIEmpty) throws(QAPIError) -> [FdsetInfo] in
            try commands.queryFdsets()
        }
    }
}
