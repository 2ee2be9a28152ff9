import ArgumentParser
import SCSI

/// What `holdfast pr` can do.
enum PersistentReserveAction: String, ExpressibleByArgument, CaseIterable {
    case keys
    case reservation
    case capabilities
    case status
    case register
    case registerIgnore = "register-ignore"
    case reserve
    case release
    case clear
    case preempt
    case preemptAbort = "preempt-abort"
    case move
    case replaceLost = "replace-lost"

    /// The command that does it.
    enum Request {
        case read(PersistentReserveIn.ServiceAction)
        case write(PersistentReserveOut.ServiceAction)
    }

    /// The command that does it.
    var request: Request {
        switch self {
        case .keys: .read(.readKeys)
        case .reservation: .read(.readReservation)
        case .capabilities: .read(.reportCapabilities)
        case .status: .read(.readFullStatus)
        case .register: .write(.register)
        case .registerIgnore: .write(.registerAndIgnoreExistingKey)
        case .reserve: .write(.reserve)
        case .release: .write(.release)
        case .clear: .write(.clear)
        case .preempt: .write(.preempt)
        case .preemptAbort: .write(.preemptAndAbort)
        case .move: .write(.registerAndMove)
        case .replaceLost: .write(.replaceLostReservation)
        }
    }
}
