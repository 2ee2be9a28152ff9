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
    var plan: UInt32
    /// 0 when the slot is free.
    var operation: UInt8
    /// 0 when the request needs nothing but its completion.
    var flags: UInt8
    var traits: UInt16
    var next: UInt32
    var generation: UInt32
    /// The caller's vectors; 0 for plain memory.
    var vectors: UInt

    static let none = UInt32.max

    /// The request is driven by its ``SlowState``.
    static let slow: UInt8 = 1
    /// The caller asked for the end.
    static let canceled: UInt8 = 2
    /// Somebody waits for this request to be out of the way.
    static let watched: UInt8 = 4
}
