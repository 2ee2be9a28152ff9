/// One request in a queue's table: a cache line, preallocated.
struct RequestSlot {
    var userData: UInt64
    var stamp: UInt64
    /// Where the piece that the engine has starts in memory, or how many vectors there are.
    var address: UInt64
    /// Where it starts in the bottom node.
    var offset: UInt64
    /// Its length: what the engine answers when all is well.
    var length: UInt64
    /// Plan, operation, flags and traits, so that one comparison tells requests of a kind.
    private(set) var kind: UInt64
    var next: UInt32
    var generation: UInt32
    /// The caller's vectors; 0 for plain memory.
    var vectors: UInt

    static let none = UInt32.max

    /// A slot that no request has.
    static let free = RequestSlot(
        userData: 0, stamp: 0, address: 0, offset: 0, length: 0, kind: 0, next: none, generation: 1, vectors: 0)

    // MARK: - Parts of the kind

    /// The request is driven by its ``SlowState``.
    static let slow: UInt8 = 1
    /// The caller asked for the end.
    static let canceled: UInt8 = 2
    /// Somebody waits for this request to be out of the way.
    static let watched: UInt8 = 4

    /// The kind of a request that needs nothing but its completion.
    @inline(__always)
    static func kind(_ operation: Operation, plan: UInt32, traits: RequestTraits) -> UInt64 {
        UInt64(plan) << 32 | UInt64(traits.rawValue) << 16 | UInt64(operation.rawValue)
    }

    @inline(__always)
    static func plan(of kind: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: kind >> 32) }

    @inline(__always)
    static func operation(of kind: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: kind) }

    /// Where the flags are in a kind.
    static let flagsOfKind: UInt64 = 0xff << 8

    /// Makes this the slot of a new request, and leaves its generation.
    @inline(__always)
    mutating func begin(
        _ kind: UInt64, userData: UInt64, stamp: UInt64, address: UInt64, offset: UInt64, length: UInt64
    ) {
        self.userData = userData
        self.stamp = stamp
        self.address = address
        self.offset = offset
        self.length = length
        self.kind = kind
        vectors = 0
    }

    /// Frees the slot, and makes names of its request void.
    @inline(__always)
    mutating func end() {
        kind = 0
        generation &+= 1
    }

    var plan: UInt32 {
        @inline(__always)
        get { RequestSlot.plan(of: kind) }
    }

    /// 0 when the slot is free.
    var operation: UInt8 {
        @inline(__always)
        get { RequestSlot.operation(of: kind) }
    }

    /// 0 when the request needs nothing but its completion.
    var flags: UInt8 {
        @inline(__always)
        get { UInt8(truncatingIfNeeded: kind >> 8) }
        @inline(__always)
        set { kind = kind & ~RequestSlot.flagsOfKind | UInt64(newValue) << 8 }
    }

    var traits: UInt16 {
        @inline(__always)
        get { UInt16(truncatingIfNeeded: kind >> 16) }
        set { kind = kind & ~(0xffff << 16) | UInt64(newValue) << 16 }
    }
}
