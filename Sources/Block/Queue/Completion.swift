/// The end of one request; every accepted request has exactly one.
public struct Completion: Hashable, Sendable {
    /// What the caller gave at enqueue.
    public var userData: UInt64
    /// Bytes done, or a negative errno; requests that move no data give 0.
    public var result: Int64
    /// Bytes of a device command that were asked for and not transferred.
    public var residual: Int32
    /// The status byte of a device command; 0 is GOOD.
    public var status: UInt8
    /// Bytes in the sense buffer of a device command.
    public var senseLength: UInt8
    private var reserved: UInt16 = 0

    /// Makes a completion, for tests of code that takes them.
    public init(userData: UInt64, result: Int64, residual: Int32 = 0, status: UInt8 = 0, senseLength: UInt8 = 0) {
        self.userData = userData
        self.result = result
        self.residual = residual
        self.status = status
        self.senseLength = senseLength
    }
}

/// Names one accepted request until its completion is polled.
public struct RequestID: Hashable, Sendable {
    @usableFromInline
    package let rawValue: UInt64

    /// Takes a name that was kept as a number.
    @inlinable
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    @inline(__always)
    init(slot: UInt32, generation: UInt32) { rawValue = UInt64(generation) << 32 | UInt64(slot) }

    var slot: UInt32 { UInt32(truncatingIfNeeded: rawValue) }
    var generation: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }
}

/// Names a node that is attached to a queue.
public struct NodeHandle: Hashable, Sendable {
    @usableFromInline
    package let index: UInt32

    /// Takes a name that was kept as a number; requests for one that names no node fail.
    @inlinable
    package init(index: UInt32) { self.index = index }
}

/// One piece of scattered memory; has the layout of the kernel's `iovec`.
public struct IOVector {
    /// Where the piece begins.
    public var base: UnsafeMutableRawPointer?
    /// Its length in bytes.
    public var count: Int

    /// Describes a piece.
    public init(base: UnsafeMutableRawPointer?, count: Int) {
        self.base = base
        self.count = count
    }
}
