package import SCSI

/// Stands in front of a node's requests for a manager that enforces reservations itself.
///
/// The fast path looks only at a ``GateLine``; whatever its word does not let through is asked about here.
package protocol Gate: AnyObject, Sendable {
    /// True when a request must pay a full fence after it was counted in: whoever sets the word can't make all threads
    /// issue one.
    var needsFence: Bool { get }

    /// Makes a line for another queue.
    ///
    /// - Throws: That there are too many queues, naming the limit.
    func openLine() throws(BlockError) -> GateLine

    /// Takes a line back, on which nothing is counted in any more.
    func closeLine(_ line: GateLine)

    /// Says what becomes of a request that the word stops; the request is not counted in meanwhile.
    ///
    /// For a command this may take a unit attention, which the verdict then carries.
    func explain(_ word: UInt64, _ access: GateAccess) -> GateVerdict

    /// Wakes the queues of a node (``NodeControl/wake()``) when held requests may be tried again.
    func wakeWhenReleased(_ control: NodeControl)
}

/// What a request that meets a gate wants.
package enum GateAccess: Sendable, Hashable {
    /// Reading by a plain request.
    case read
    /// Writing, discarding or zeroing by a plain request.
    case write
    /// A device command: its CDB.
    case command([UInt8])
}

/// What becomes of a request that a gate's word stops.
package enum GateVerdict: Sendable, Hashable {
    /// The word has changed: look again.
    case again
    /// It concerns no data and may go on, whatever the word says.
    case pass
    /// Held: wait until it is released.
    case wait
    /// Answered like this; a plain request with the error number that belongs to it.
    case refused(CommandResult)
    /// Answered with the error number, whatever the request.
    case failed(Int32)
}

extension GateWord {
    /// What becomes of a request that a word with nobody behind it stops.
    package static func explain(_ word: UInt64, mask: UInt64, isCommand: Bool) -> GateVerdict {
        if word & detached != 0 { return .failed(LinuxErrno.ioError) }
        if word & live == 0 {
            // Whatever its class, a command that touches no data; among them are those that end this.
            if mask & (noRead | noWrite) == 0 { return .pass }
            return isCommand ? .refused(.checkCondition(.reservationInformationLost)) : .failed(LinuxErrno.ioError)
        }
        if word & mask & (noRead | noWrite) != 0 { return .refused(.reservationConflict) }
        if word & mask & hold != 0 { return .wait }
        return .again
    }

    /// What stops a device command of a class; ``unitAttention`` too, except for the commands that don't report one.
    package static func mask(of commandClass: CommandClass, _ rule: UnitAttentionRule) -> UInt64 {
        let access: UInt64 =
            switch commandClass {
            case .read: readMask
            case .write: writeMask
            // These touch no data; but somebody has to say what becomes of RESERVE and RELEASE.
            case .always, .persistentReserveIn, .persistentReserveOut: live | detached
            case .reserveRelease: live | detached | noRead | noWrite | hold
            }
        return rule == .report ? access | unitAttention : access
    }
}
