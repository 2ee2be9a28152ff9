internal import CLinuxShims
internal import Glibc

/// Owns aligned memory and frees it at the end of its life.
package struct AlignedBuffer: ~Copyable {
    /// The memory; valid as long as this value lives.
    package let bytes: UnsafeMutableRawBufferPointer

    /// Allocates bytes that are not initialised; `alignment` is a power of two of at least 8.
    package init(count: Int, alignment: Int) throws(Errno) {
        let wanted = max(count, 1)
        guard
            !Faults.isArmed || Faults.next(.allocateMemory, .none) == nil,
            let base = hf_aligned_alloc(alignment, wanted)
        else { throw .noMemory }
        bytes = UnsafeMutableRawBufferPointer(start: base, count: count)
    }

    deinit { free(bytes.baseAddress) }
}

// Safety: the memory has one owner and this type only hands out its address.
extension AlignedBuffer: @unchecked Sendable {}
