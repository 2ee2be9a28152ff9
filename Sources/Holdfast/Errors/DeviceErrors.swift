public import BlockSchema
public import SCSI
public import Sys

/// The errors of one guest's disk: decides by its policy, posts `BLOCK_IO_ERROR`, and remembers why the machine stopped.
///
/// Any thread. Only requests that have failed come here, so that nothing of it is on the way of the others.
///
///     let errors = DeviceErrors(of: disk, device: "vda", policy: ErrorPolicy(writes: .stop))
///     if completion.result < 0, errors.failed(Errno(result: Int(completion.result)), .write).action == .stop { ... }
public final class DeviceErrors: Sendable {
    /// What to do about which error.
    public let policy: ErrorPolicy
    private let node: Node
    private let device: String
    private let qomPath: String
    private let state = Locked(State())

    private struct State: Sendable {
        var status = BlockDeviceIoStatus.ok
        /// When the last event was posted, in nanoseconds; `nil` before the first.
        var lastEvent: UInt64?
    }

    /// The shortest time between two events that don't stop the machine, in nanoseconds.
    static let eventInterval: UInt64 = 1_000_000_000

    /// Begins with the status `ok`.
    ///
    /// Events name the device, and where the monitor keeps it, as they are given here.
    public init(of node: Node, device: String = "", qomPath: String = "", policy: ErrorPolicy = ErrorPolicy()) {
        self.node = node
        self.device = device
        self.qomPath = qomPath
        self.policy = policy
    }

    /// Why the machine was to stop first, since the last ``resume()``: as `query-block` shows it.
    public var status: BlockDeviceIoStatus { state.withLock { $0.status } }

    /// Forgets why the machine stopped: its requests are tried again.
    public func resume() { state.withLock { $0.status = .ok } }

    /// Says what becomes of a request that failed, and posts its event.
    ///
    /// An event that doesn't stop the machine is posted only when the last one is a second old.
    @discardableResult
    public func failed(_ error: Errno, _ operation: IoOperationType) -> ErrorReaction {
        note(policy.reaction(to: error, of: operation), operation, now: System.monotonicNanoseconds)
    }

    /// Says what becomes of a device command that ended like this, and posts its event; `nil` when it succeeded.
    @discardableResult
    public func ended(_ result: CommandResult, _ operation: IoOperationType) -> ErrorReaction? {
        policy.reaction(to: result, of: operation).map { note($0, operation, now: System.monotonicNanoseconds) }
    }

    /// Takes a reaction into the books at a time.
    func note(_ reaction: ErrorReaction, _ operation: IoOperationType, now: UInt64) -> ErrorReaction {
        let event = reaction.event(node: node.name, device: device, qomPath: qomPath, operation: operation)
        let isDue = state.withLock { state in
            guard event != nil else { return false }
            guard reaction.action != .stop else {
                if state.status == .ok { state.status = reaction.isNoSpace ? .nospace : .failed }
                return true
            }
            if let last = state.lastEvent, now &- last < DeviceErrors.eventInterval { return false }
            state.lastEvent = now
            return true
        }
        if isDue, let event { node.runtime.events.post(event) }
        return reaction
    }
}
