internal import Block
internal import Reservations
public import SCSI

/// For monitors that emulate a SCSI disk: what the disk's reservations mean for commands that the monitor carries out
/// itself.
///
/// Plain reads and writes are checked by the node anyway. What remains are commands that touch no data of the node, such
/// as MODE SELECT, and the order of things: a unit attention is reported before anything else.
extension Node {
    /// Whether a command may be carried out.
    public enum Admission: Sendable, Hashable {
        /// It may.
        case allowed
        /// It is to be answered like this: RESERVATION CONFLICT, or CHECK CONDITION with a unit attention, which has been
        /// taken with it.
        case refused(CommandResult)
        /// A command about reservations is under way elsewhere: ask again; plain requests wait by themselves.
        case held
        /// The node does no I/O: it is inactive, or another process has taken the disk over.
        case inactive
    }

    /// Whether a manager enforces reservations on the node, so that the calls below have something to say.
    public var enforcesReservations: Bool { softwareAttachment != nil }

    /// Asks whether a command may be carried out; any thread, takes no lock.
    ///
    /// Without a manager that enforces reservations everything is allowed. The answer holds at this moment: reads and writes that it leads to are checked again by the node, and counted.
    /// - Parameter block: The command descriptor block, at least one byte.
    public func admit(_ block: [UInt8]) -> Admission {
        guard let attachment = softwareAttachment else { return .allowed }
        guard isActive else { return .inactive }
        return switch attachment.admit(block) {
        case nil, .again, .pass: .allowed
        case .wait: .held
        case .refused(let result): .refused(result)
        case .failed: .inactive
        }
    }

    /// Takes the unit attention that is reported next, as REQUEST SENSE does; nil when none waits.
    public func takeUnitAttention() -> Sense? { softwareAttachment?.takeAttention() }

    /// The designators for VPD page 83h, derived from the disk's identity: every machine that shares it sees the same.
    ///
    /// Nil without a manager that enforces reservations: the disk's own, if it has any, are to be shown then.
    public var deviceIdentification: DeviceIdentification? { softwareAttachment?.identification }

    /// The node's place at a manager that enforces reservations, or that of the node at the end of its chain.
    var softwareAttachment: SoftwareAttachment? { shell?.bottom.reservations as? SoftwareAttachment }
}
