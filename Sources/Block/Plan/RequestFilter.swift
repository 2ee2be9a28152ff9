internal import Synchronization

/// A driver that must see requests before they begin.
///
/// Its queues ask it about each request once, after the request's bounds were checked and before it is counted in; the
/// uppermost driver first. Asked by the queues' threads, several at a time.
protocol RequestFilter: AnyObject, Sendable {
    /// Lets a request pass that has just come, holds it, or answers it.
    func examine(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict

    /// Looks again at a request that is held: its time has come, or the seat was woken.
    func retry(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict

    /// Forgets a request that is held.
    func withdraw(_ request: FilteredRequest, _ seat: FilterSeat)

    /// Forgets an attachment, which has no requests.
    func leave(_ seat: FilterSeat)

    /// Looks at a piece of a transfer before the engine gets it.
    func examine(_ piece: FilteredPiece) -> PieceVerdict

    /// Is told that such a piece has been carried out, of writes that the whole request has.
    func ended(_ stage: FilteredPiece.Stage)

    /// Which of the requests that it holds go one after the other: those with the same number.
    ///
    /// Without one a request waits for its own time and for nothing else.
    func lane(of operation: Operation) -> Int?

    /// Whether reads concern it: those of a copy inside the kernel, which can't be shown to it, must be made then.
    var seesReads: Bool { get }
}

extension RequestFilter {
    func withdraw(_ request: FilteredRequest, _ seat: FilterSeat) {}
    func leave(_ seat: FilterSeat) {}
    func lane(of operation: Operation) -> Int? { 0 }
    func examine(_ piece: FilteredPiece) -> PieceVerdict { .pass }
    var seesReads: Bool { true }
    func ended(_ stage: FilteredPiece.Stage) {}
}

/// A piece of a transfer as a filter sees it: what goes to the engine by one entry.
struct FilteredPiece: Hashable, Sendable {
    /// What the piece is for.
    enum Stage: Sendable {
        case read
        case write
        /// The block under the start, or the end, of an unaligned write is read.
        case mergeHead
        case mergeTail
    }

    var stage: Stage
    /// Where it begins in the filter's node.
    var offset: UInt64
    var length: UInt64
}

/// A request as a filter sees it.
struct FilteredRequest: Hashable, Sendable {
    var operation: Operation
    /// Where it begins in the filter's node.
    var offset: UInt64
    var length: UInt64
}

/// What becomes of a request at a filter.
enum FilterVerdict: Equatable, Sendable {
    /// It goes on.
    case pass
    /// It waits until this time, or until its seat is woken.
    case hold(until: UInt64?)
    /// It ends with this result.
    case end(Int64)
    /// It ends so as a device would end it: not before the queue has looked at what has come.
    case endLater(Int64)
}

/// What becomes of a piece at a filter.
enum PieceVerdict: Equatable, Sendable {
    /// It goes on, but no more than so many bytes of it, in whole blocks, are taken for moved at first.
    case pass(atMost: UInt64)
    /// It ends its request with this result, at once or as a device would.
    case end(Int64)
    case endLater(Int64)

    /// It goes on.
    static let pass = PieceVerdict.pass(atMost: .max)
}

/// One attachment of a node to a queue, as filters know it.
final class FilterSeat: Sendable {
    private let mailbox: Mailbox
    private let handle: UInt32
    private let isWoken = Atomic<Bool>(false)
    // Safety: touched by the queue's thread only.
    nonisolated(unsafe) private var memberships: [Membership] = []

    /// What the attachment is to a throttle group.
    private struct Membership {
        let group: ObjectIdentifier
        let member: ThrottleMember
    }

    init(_ mailbox: Mailbox, handle: UInt32) {
        self.mailbox = mailbox
        self.handle = handle
    }

    /// Makes the queue look again at what the attachment has waiting; any thread.
    func wake() {
        guard !isWoken.exchange(true, ordering: .acquiringAndReleasing) else { return }
        mailbox.post(.attention, handle)
    }

    /// Takes note of having been woken; true when it was.
    func attend() -> Bool { isWoken.exchange(false, ordering: .acquiringAndReleasing) }

    // MARK: - Groups; on the queue's thread

    /// What the attachment is to a group; nil before its first request there.
    func member(of group: ThrottleGroup) -> ThrottleMember? {
        let id = ObjectIdentifier(group)
        return memberships.first { $0.group == id }?.member
    }

    /// Becomes a member.
    func join(_ group: ThrottleGroup, as member: ThrottleMember) {
        memberships.append(Membership(group: ObjectIdentifier(group), member: member))
    }

    /// Is no member any more.
    func leave(_ group: ThrottleGroup) {
        let id = ObjectIdentifier(group)
        memberships.removeAll { $0.group == id }
    }
}

/// A filter in a plan.
struct FilterStep {
    let filter: any RequestFilter
    /// Where the filter's node begins in the bottom node.
    let base: UInt64
}
