/// What `holdfast bench` sends.
struct BenchPlan {
    /// Writes instead of reads.
    var writes = false
    /// How many requests.
    var count: UInt64 = 75_000
    /// How many of them at once.
    var depth = 64
    /// Bytes of a request.
    var size: UInt64 = 4096
    /// From one request to the next, when they are in order.
    var step: UInt64 = 4096
    /// Where the first request goes, and where random ones begin.
    var offset: UInt64 = 0
    /// Requests go anywhere.
    var isRandom = false
    /// Where the random numbers begin.
    var seed: UInt64 = 1
    /// The byte that is written.
    var pattern: UInt8 = 0
    /// How many writes come between flushes; 0 for none.
    var flushInterval: UInt64 = 0
    /// Writes are durable when they complete.
    var isDurable = false
}

/// The offsets of the requests, one after the other.
struct BenchOffsets {
    private let plan: BenchPlan
    private let length: UInt64
    private var next: UInt64
    private var state: UInt64

    /// Offsets for a node of `length` bytes, in which a request fits behind the plan's offset.
    init(_ plan: BenchPlan, length: UInt64) {
        self.plan = plan
        self.length = length
        next = plan.offset
        state = plan.seed
    }

    /// The next offset: in order and from the beginning again at the end, or any multiple of the size.
    mutating func take() -> UInt64 {
        guard !plan.isRandom else {
            let places = (length - plan.offset) / plan.size
            return plan.offset + random() % places * plan.size
        }
        if next > length - plan.size { next = plan.offset }
        defer { next = next.addingReportingOverflow(plan.step).overflow ? length : next + plan.step }
        return next
    }

    /// SplitMix64.
    private mutating func random() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
