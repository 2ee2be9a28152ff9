internal import CLinuxShims
internal import Glibc

/// The bounce buffers of one queue: page-aligned, made on first need, kept, bounded.
struct BouncePool {
    let size: Int
    private let limit: Int
    private let spare: UnsafeMutablePointer<UnsafeMutableRawPointer>
    private var spareCount = 0
    /// Buffers that exist.
    private(set) var made = 0

    init(limit: Int, size: Int) {
        self.limit = limit
        self.size = size
        spare = .allocate(capacity: limit)
    }

    func free() {
        for index in 0..<spareCount { Glibc.free(spare[index]) }
        spare.deallocate()
    }

    /// A buffer; nil when the limit is reached, or memory ran out while others are in use.
    mutating func take() -> UnsafeMutableRawPointer? {
        if spareCount > 0 {
            spareCount -= 1
            return spare[spareCount]
        }
        guard made < limit, let buffer = hf_aligned_alloc(4096, size) else { return nil }
        made += 1
        return buffer
    }

    mutating func give(_ buffer: UnsafeMutableRawPointer) {
        spare[spareCount] = buffer
        spareCount += 1
    }

    /// Buffers in use.
    var used: Int { made - spareCount }
}
