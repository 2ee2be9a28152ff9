internal import Synchronization
internal import Sys

/// Zeroes and discards ranges of a regular file by the cheapest way that its file system has.
struct FileZeroing: ~Copyable {
    private let lacksPunch = Atomic<Bool>(false)
    private let lacksZeroRange = Atomic<Bool>(false)

    private static func isLacking(_ error: Errno) -> Bool {
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
    func zero(_ descriptor: Int32, offset: UInt64, length: UInt64, mayUnmap: Bool) throws(Errno) {
        let (start, count) = (Int64(offset), Int64(length))
        if mayUnmap, try attempt(lacksPunch, descriptor, .punchHole, start, count) { return }
        if try attempt(lacksZeroRange, descriptor, .zeroRange, start, count) { return }
        // A hole that is allocated again reads as zeroes too.
        if try attempt(lacksPunch, descriptor, .punchHole, start, count) {
            do throws(Errno) {
                return try System.allocate(descriptor, .fill, offset: start, length: count)
            } catch {
                // The hole is zeroes already; only its space isn't reserved.
                guard FileZeroing.isLacking(error) || error == .invalidArgument else { throw error }
                return
            }
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
