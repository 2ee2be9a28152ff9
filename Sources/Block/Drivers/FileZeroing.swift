internal import Synchronization
internal import Sys

/// Zeroes and discards ranges of a regular file by the cheapest way that its file system has.
///
/// What a file system turns out to lack is not tried again on the same node.
struct FileZeroing: ~Copyable {
    private let lacksPunch = Atomic<Bool>(false)
    private let lacksZeroRange = Atomic<Bool>(false)
    private let lacksFill = Atomic<Bool>(false)

    /// True for the answers that mean that the file system or the kernel doesn't have the call.
    static func isLacking(_ error: Errno) -> Bool {
        error == .notSupported || error == .noSystemCall || error == .noDevice || error == .notTypewriter
    }

    /// Takes the range out of the file.
    func discard(_ descriptor: Int32, offset: UInt64, length: UInt64) throws(Errno) {
        guard !lacksPunch.load(ordering: .relaxed) else { throw .notSupported }
        do throws(Errno) {
            try System.allocate(descriptor, .punchHole, offset: Int64(offset), length: Int64(length))
        } catch {
            guard FileZeroing.isLacking(error) else { throw error }
            lacksPunch.store(true, ordering: .relaxed)
            throw .notSupported
        }
    }

    /// Makes the range read as zeroes; ENOTSUP when only writing them would do.
    ///
    /// In this order: out of the file, if that is allowed; zeroed in place; taken out and reserved again, of which the
    /// second step may be lacking; and where the file ends in front of the range, reserved.
    func zero(_ descriptor: Int32, offset: UInt64, length: UInt64, mayUnmap: Bool) throws(Errno) {
        let (start, count) = (Int64(offset), Int64(length))
        if mayUnmap, try attempt(lacksPunch, descriptor, .punchHole, start, count) { return }
        if try attempt(lacksZeroRange, descriptor, .zeroRange, start, count) { return }
        if try attempt(lacksPunch, descriptor, .punchHole, start, count) {
            // The hole is zeroes already; without this its space just isn't reserved.
            _ = try attempt(lacksFill, descriptor, .fill, start, count)
            return
        }
        if try System.seek(descriptor, to: 0, from: .end) <= start,
            try attempt(lacksFill, descriptor, .fill, start, count)
        {
            return
        }
        throw .notSupported
    }

    /// One way; false when the file system doesn't have it, which is remembered, or not for this range.
    private func attempt(
        _ isLacking: borrowing Atomic<Bool>, _ descriptor: Int32, _ mode: System.Allocation, _ start: Int64,
        _ count: Int64
    ) throws(Errno) -> Bool {
        guard !isLacking.load(ordering: .relaxed) else { return false }
        do throws(Errno) {
            try System.allocate(descriptor, mode, offset: start, length: count)
            return true
        } catch {
            if FileZeroing.isLacking(error) {
                isLacking.store(true, ordering: .relaxed)
                return false
            }
            if error == .invalidArgument || error == .busy { return false }
            throw error
        }
    }
}
