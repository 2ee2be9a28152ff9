/// Where a request stands that the fast path did not carry through.
///
/// One per slot, preallocated; meaningless while the slot's `slow` flag is clear.
struct SlowState {
    /// What the answer that is awaited belongs to.
    enum Stage: UInt8 {
        /// Admitted; the next piece has not been chosen.
        case idle
        /// A piece goes between the caller's memory and the engine.
        case direct
        /// A padded or copied piece is read into the bounce buffer.
        case bounceRead
        /// A copied piece is written from the bounce buffer.
        case bounceWrite
        /// The block under the start, or the end, of an unaligned write is read.
        case mergeHead
        case mergeTail
        /// The merged blocks are written.
        case mergeWrite
        case flush
        case nop
        /// A worker has it.
        case worker
        /// A reservation manager has it.
        case manager
        /// A timer will end it.
        case timer
        /// The same, with the result that it has already.
        case failing
        /// Not admitted: a filter of its plan holds it.
        case held
        /// Not admitted: the node is drained, or its gate holds.
        case parked
        /// The piece waits for a read-modify-write that it overlaps.
        case parkedPiece
        /// Its own read-modify-write waits for requests that overlap it.
        case serialising
        /// The piece waits for a bounce buffer.
        case bounceWait
        /// Finished; the completion waits to be polled.
        case ready
    }

    // The whole request, at the bottom node.
    var offset: UInt64 = 0
    var length: UInt64 = 0
    var address: UInt64 = 0
    var vectors: UInt = 0
    var vectorCount: UInt32 = 0
    var stage = Stage.idle
    /// What a parked piece goes on with.
    var parkedStage = Stage.idle
    /// The driver can't zero: zeroes are written.
    var writesZeroes = false
    /// The write has nothing but zeroes, and is carried out as a request to zero.
    var isZeroes = false
    /// The next submission asks for a kernel worker: the last one was told to try again.
    var forcesAsync = false
    /// The device can't be polled for completions: this request goes through the main ring.
    var leftPolling = false
    /// The request has been counted in.
    var isCounted = false
    /// Bytes of the request that are done.
    var done: UInt64 = 0

    /// Of a copy: the attachment that it comes from, and where it begins there, like `offset`.
    var source = RequestSlot.none
    var sourceOffset: UInt64 = 0
    /// The attachment that a parked request waits for.
    var waitsFor: UInt32 = 0

    // The piece: what it touches; of that the caller's part ends at userEnd, when it goes through a bounce buffer.
    var bounce: UnsafeMutableRawPointer?
    var pieceStart: UInt64 = 0
    var pieceEnd: UInt64 = 0
    var userEnd: UInt64 = 0
    /// A filter wants no more of the piece to be taken for moved, the first time.
    var mostMoved = UInt64.max
    /// The read-modify-write's entry at the node; 0 when there is none.
    var serialiser: UInt64 = 0

    /// How many filters of the plan have let it pass.
    var filtersPassed: UInt32 = 0
    /// The filter that holds it, and what that was asked about.
    var heldBy: (any RequestFilter)?
    var heldRequest: FilteredRequest?

    // The completion.
    var result: Int64 = 0
    var residual: Int32 = 0
    var status: UInt8 = 0
    var senseLength: UInt8 = 0

    /// The device command that it is.
    var command = HeldCommand()
    /// What the worker does.
    var job = WorkerJob()
}

/// A first-in first-out list of slots, linked through the slots.
struct SlotList {
    private(set) var head = RequestSlot.none
    private var tail = RequestSlot.none

    var isEmpty: Bool {
        @inline(__always)
        get { head == RequestSlot.none }
    }

    mutating func append(_ index: UInt32, _ slots: UnsafeMutablePointer<RequestSlot>) {
        slots[Int(index)].next = RequestSlot.none
        if tail == RequestSlot.none { head = index } else { slots[Int(tail)].next = index }
        tail = index
    }

    mutating func popFirst(_ slots: UnsafeMutablePointer<RequestSlot>) -> UInt32? {
        guard head != RequestSlot.none else { return nil }
        let index = head
        head = slots[Int(index)].next
        if head == RequestSlot.none { tail = RequestSlot.none }
        return index
    }

    /// The first slot of the list that is meant; linear.
    func first(_ slots: UnsafeMutablePointer<RequestSlot>, where isMeant: (UInt32) -> Bool) -> UInt32? {
        var next = head
        while next != RequestSlot.none {
            if isMeant(next) { return next }
            next = slots[Int(next)].next
        }
        return nil
    }

    /// True when a slot is in the list; linear.
    func contains(_ index: UInt32, _ slots: UnsafeMutablePointer<RequestSlot>) -> Bool {
        first(slots) { $0 == index } != nil
    }

    /// Takes one out of the middle; linear.
    mutating func remove(_ index: UInt32, _ slots: UnsafeMutablePointer<RequestSlot>) {
        var rest = self
        self = SlotList()
        while let other = rest.popFirst(slots) {
            if other != index { append(other, slots) }
        }
    }
}
