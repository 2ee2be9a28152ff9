internal import Synchronization

/// Credit that a member has of its group: what it may pass without asking.
///
/// Only the queue's thread touches it, so that it costs neither a lock nor an atomic write.
struct ThrottleLease: Sendable {
    /// What is left, in billionths of an operation and in bytes; the largest number where there is no limit.
    private(set) var operations: UInt64
    private(set) var bytes: UInt64
    /// What it began with.
    let granted: (operations: UInt64, bytes: UInt64)
    /// When it ends, whatever is left.
    let end: UInt64
    /// Which limits it is of.
    let generation: UInt64
    private let operationSize: UInt64

    /// How long credit lasts, in nanoseconds: a lease is no more than passes in this time, a twentieth of what a bucket
    /// without bursts holds.
    static let span: UInt64 = 5_000_000
    /// The fewest requests that are worth a lease.
    static let leastRequests: UInt64 = 4

    init(operations: UInt64, bytes: UInt64, end: UInt64, generation: UInt64, operationSize: UInt64) {
        self.operations = operations
        self.bytes = bytes
        granted = (operations, bytes)
        self.end = end
        self.generation = generation
        self.operationSize = operationSize
    }

    /// Takes what a request costs; false, and nothing is taken, when it isn't covered.
    mutating func take(bytes count: UInt64, now: UInt64, generation: UInt64) -> Bool {
        guard now < end, generation == self.generation else { return false }
        let cost = ThrottleState.cost(bytes: count, operationSize: operationSize)
        guard cost <= UInt128(operations), count <= bytes else { return false }
        if operations != .max { operations -= UInt64(cost) }
        if bytes != .max { bytes -= count }
        return true
    }

    /// What has been taken.
    var spent: (operations: UInt64, bytes: UInt64) { (granted.operations - operations, granted.bytes - bytes) }
}

/// One attachment of a node to a queue, as its group knows it.
final class ThrottleMember: Sendable {
    let seat: FilterSeat
    /// How many requests wait, by direction; only the queue's thread changes it.
    let waitingReads = Atomic<Int>(0)
    let waitingWrites = Atomic<Int>(0)
    // Safety: touched by the queue's thread only.
    nonisolated(unsafe) var leases: [ThrottleLease?] = [nil, nil]
    /// It goes with its last waiting request.
    // Safety: touched by the queue's thread only.
    nonisolated(unsafe) var isLeaving = false

    init(_ seat: FilterSeat) { self.seat = seat }

    /// How many requests wait in a direction.
    func waiting(_ direction: ThrottleState.Direction) -> Int {
        switch direction {
        case .read: waitingReads.load(ordering: .relaxed)
        case .write: waitingWrites.load(ordering: .relaxed)
        }
    }

    /// True when no request waits in any direction.
    var isIdle: Bool { waiting(.read) == 0 && waiting(.write) == 0 }

    /// Notes that one more waits, or one fewer.
    func changeWaiting(_ direction: ThrottleState.Direction, by change: Int) {
        switch direction {
        case .read: waitingReads.wrappingAdd(change, ordering: .relaxed)
        case .write: waitingWrites.wrappingAdd(change, ordering: .relaxed)
        }
    }

    /// Lets a request pass by credit, if nothing waits before it.
    func passes(_ direction: ThrottleState.Direction, bytes: UInt64, now: UInt64, generation: UInt64) -> Bool {
        guard waiting(direction) == 0 else { return false }
        return leases[direction.rawValue]?.take(bytes: bytes, now: now, generation: generation) ?? false
    }
}
