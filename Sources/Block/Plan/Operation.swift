/// What a request asks for.
public enum Operation: UInt8, CaseIterable, Sendable {
    /// Reads data.
    case read = 1
    /// Writes data.
    case write = 2
    /// Makes durable what completed before.
    case flush = 3
    /// Says that the content of a range no longer matters.
    case discard = 4
    /// Makes a range read as zeroes.
    case writeZeroes = 5
    /// Hands the device a command.
    case passThrough = 6
    /// Goes to the engine and back and touches nothing.
    case nop = 7
    /// Asks what is known about a range without reading it.
    case blockStatus = 8
    /// Copies a range from another node, or from elsewhere in this one, without moving it through memory.
    case copy = 9

    /// True when it changes data.
    package var modifies: Bool { OperationSet.modifying.rawValue & bit != 0 }

    /// The bit of this operation in ``OperationSet``.
    @inline(__always)
    var bit: UInt32 { 1 << UInt32(rawValue) }
}

/// A set of operations, such as those that a plan sends through the slow path.
package struct OperationSet: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let read = OperationSet(rawValue: Operation.read.bit)
    package static let write = OperationSet(rawValue: Operation.write.bit)
    package static let flush = OperationSet(rawValue: Operation.flush.bit)
    package static let discard = OperationSet(rawValue: Operation.discard.bit)
    package static let writeZeroes = OperationSet(rawValue: Operation.writeZeroes.bit)
    package static let passThrough = OperationSet(rawValue: Operation.passThrough.bit)
    package static let nop = OperationSet(rawValue: Operation.nop.bit)

    package static let blockStatus = OperationSet(rawValue: Operation.blockStatus.bit)
    package static let copy = OperationSet(rawValue: Operation.copy.bit)

    /// What changes data.
    package static let modifying: OperationSet = [.write, .discard, .writeZeroes, .copy]
    /// Everything.
    package static let all = OperationSet(rawValue: ~0)
}

/// What a request asks for besides its operation.
public struct RequestTraits: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt16

    /// Takes bits as they are.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The data must be on stable storage before the request completes (force unit access).
    public static let durable = RequestTraits(rawValue: 1)
    /// Zeroes may deallocate, when the node allows it.
    public static let mayUnmap = RequestTraits(rawValue: 2)
    /// Fails with ENOTSUP rather than write zeroes byte by byte.
    public static let noFallback = RequestTraits(rawValue: 4)
}
