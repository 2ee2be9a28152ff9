// Generated from job.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// What a job does.
///
/// - Since: 0.1
public enum JobType: String, QAPIEnum {
    /// Create an image; see `blockdev-create`.
    case create

    /// The name in the schema.
    public static var typeName: String { "JobType" }
}

/// Where a job is on its way.
///
/// - Since: 0.1
public enum JobStatus: String, QAPIEnum {
    /// It does not exist; only as a state before `created`.
    case undefined
    /// It exists and has not begun.
    case created
    /// It works.
    case running
    /// It waits for `job-resume`.
    case paused
    /// It could complete and goes on until it is told to.
    case ready
    /// It is ready and paused.
    case standby
    /// It waits for other jobs of its transaction.
    case waiting
    /// It waits for `job-finalize`.
    case pending
    /// It failed or was cancelled, and cleans up.
    case aborting
    /// It has ended and waits for `job-dismiss`.
    case concluded
    /// It is about to disappear.
    case null

    /// The name in the schema.
    public static var typeName: String { "JobStatus" }
}

/// A job has reached another state.
///
/// - Since: 0.1
public struct JobStatusChangeEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "JOB_STATUS_CHANGE" }

    /// The job.
    public var id: String
    /// The new state.
    public var status: JobStatus

    /// Creates a value from its members.
    public init(id: String, status: JobStatus) {
        self.id = id
        self.status = status
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        status = try visitor.required("status")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.required(status, "status")
    }
}

/// A job.
///
/// - Since: 0.1
public struct JobInfo: QAPIObject, Hashable {
    /// Its name.
    public var id: String
    /// What it does.
    public var type: JobType
    /// Where it is.
    public var status: JobStatus
    /// How far it is, on the way to `total-progress`; the
    /// unit depends on the type.
    public var currentProgress: Int64
    /// Where it will be when done; may change.
    public var totalProgress: Int64
    /// What went wrong (absent if it has not failed).
    public var error: String?

    /// Creates a value from its members.
    public init(
        id: String,
        type: JobType,
        status: JobStatus,
        currentProgress: Int64,
        totalProgress: Int64,
        error: String? = nil
    ) {
        self.id = id
        self.type = type
        self.status = status
        self.currentProgress = currentProgress
        self.totalProgress = totalProgress
        self.error = error
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        type = try visitor.required("type")
        status = try visitor.required("status")
        currentProgress = try visitor.required("current-progress")
        totalProgress = try visitor.required("total-progress")
        error = try visitor.optional("error")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.required(type, "type")
        try visitor.required(status, "status")
        try visitor.required(currentProgress, "current-progress")
        try visitor.required(totalProgress, "total-progress")
        try visitor.optional(error, "error")
    }
}
