internal import Sys

/// Carries the pieces of requests between a queue and the kernel.
///
/// An engine has no state of its own; what it needs lives in the queue and is made when the first plan asks for it. It
/// reports each piece's end by ``QueueState/engineDone(_:_:)``, which deals with all that may happen to a piece: short
/// transfers, the end of the file, errors that want another try.
protocol Engine: SendableMetatype {
    /// Why this process can't use the engine at all; nil when it can. Asked at each opening: the answer is remembered.
    static func failure(_ environment: BlockEnvironment) -> Errno?

    /// Makes what a queue needs for the engine, and adds to a plan what only the queue knows.
    static func prepare(
        _ queue: inout QueueState, _ handle: UInt32, _ attachment: inout Attachment, _ plan: inout Plan
    ) throws(Errno)

    /// Starts an admitted request, or goes on with it.
    static func start(_ queue: inout QueueState, _ index: UInt32)

    /// Queues a slot's current piece; ``submit(_:)`` hands it to the kernel.
    static func issue(_ queue: inout QueueState, _ index: UInt32)

    /// Takes a piece back; false when the kernel has it, which was then asked for its early end.
    static func cancel(_ queue: inout QueueState, _ index: UInt32) -> Bool

    /// Hands what is queued to the kernel, and takes what is done without waiting; false when there was nothing to do.
    static func submit(_ queue: inout QueueState) -> Bool
}

extension Engine {
    static func failure(_ environment: BlockEnvironment) -> Errno? { nil }
    static func start(_ queue: inout QueueState, _ index: UInt32) { queue.startPieces(index) }
    static func submit(_ queue: inout QueueState) -> Bool { false }
}

/// The piece that an engine is to move for a slot now.
struct EnginePiece {
    enum Work { case read, write, flush, nop }

    var work: Work
    /// How many vectors `slot.vectors` has; 0 when the piece is plain memory.
    var vectorCount: UInt32 = 0
}
