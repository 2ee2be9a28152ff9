public import BlockSchema
public import SCSI
public import Sys

/// What a device wants done about requests that fail: the options `rerror` and `werror` of a guest's disk.
///
/// It decides and does nothing else: whoever presents the disk ignores the error, tells the guest, or keeps the request
/// and stops the machine. A reservation conflict is always told, whatever the policy: another host has the disk by
/// right, and waiting on this one would change nothing.
public struct ErrorPolicy: Hashable, Sendable {
    /// For what reads.
    public var reads: BlockdevOnError
    /// For what writes, flushes included.
    public var writes: BlockdevOnError

    /// Chooses for both directions; `auto` reports failed reads and stops for writes that found no space.
    public init(reads: BlockdevOnError = .auto, writes: BlockdevOnError = .auto) {
        self.reads = reads
        self.writes = writes
    }

    /// What becomes of a request that failed with an error number.
    ///
    /// EBADE is a reservation conflict. ECANCELED is reported too: somebody asked for it.
    public func reaction(to error: Errno, of operation: IoOperationType) -> ErrorReaction {
        switch error {
        case .reservationConflict, .canceled: return .guestMatter(error)
        default: break
        }
        let isNoSpace = error == .noSpace
        let action: BlockErrorAction =
            switch operation == .read ? reads : writes {
            case .report: .report
            case .ignore: .ignore
            case .stop: .stop
            case .enospc: isNoSpace ? .stop : .report
            case .auto: isNoSpace && operation == .write ? .stop : .report
            }
        return ErrorReaction(action: action, error: error, isFailure: true)
    }

    /// What becomes of a device command that ended like this; `nil` when it succeeded.
    ///
    /// RESERVATION CONFLICT is always reported, and so is what guests deal with by themselves: sense data that ask for
    /// another try or blame the command, and a device that is busy. Nobody is told of these by an event, and they
    /// are no failures.
    public func reaction(to result: CommandResult, of operation: IoOperationType) -> ErrorReaction? {
        let error = Errno(rawValue: result.errno)
        switch result.status {
        case .good, .conditionMet: return nil
        case .reservationConflict, .busy, .taskSetFull, .acaActive, .taskAborted: return .guestMatter(error)
        case .checkCondition where result.sense?.isGuestRecoverable == true: return .guestMatter(error)
        default: return reaction(to: error, of: operation)
        }
    }
}

/// What becomes of a request that failed.
public struct ErrorReaction: Hashable, Sendable {
    /// What to do: nothing, tell the guest, or keep the request and stop the machine.
    public let action: BlockErrorAction
    /// The error.
    public let error: Errno
    /// False for what is no failure of storage, such as a reservation conflict: then there is no event.
    public let isFailure: Bool

    /// True when storage ran out.
    public var isNoSpace: Bool { error == .noSpace }

    /// One that only the guest has to know of.
    static func guestMatter(_ error: Errno) -> ErrorReaction {
        ErrorReaction(action: .report, error: error, isFailure: false)
    }

    /// The event that tells of it; `nil` when there is none.
    public func event(
        node: String?, device: String = "", qomPath: String = "", operation: IoOperationType
    ) -> BlockIoErrorEvent? {
        guard isFailure else { return nil }
        return BlockIoErrorEvent(
            qomPath: qomPath, device: device, nodeName: node, operation: operation, action: action,
            nospace: action == .stop ? isNoSpace : nil, reason: "\(error)")
    }
}
