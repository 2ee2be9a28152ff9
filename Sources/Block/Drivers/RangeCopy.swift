internal import Sys

/// Copies between two files inside the kernel.
enum RangeCopy {
    /// Copies a range; returns how many bytes, at least one, or throws ENOTSUP where only reading and writing will do.
    ///
    /// File systems that share extents do it without copying at all.
    static func run(
        _ source: (any BottomDriver)?, _ sourceOffset: UInt64, _ target: any BottomDriver, _ offset: UInt64,
        _ length: UInt64
    ) throws(Errno) -> UInt64 {
        guard let from = source?.rangeDescriptor, let to = target.rangeDescriptor, let count = Int(exactly: length)
        else { throw .notSupported }
        do throws(Errno) {
            let copied = try System.copyRange(
                from: from, at: Int64(sourceOffset), to: to, at: Int64(offset), length: count)
            // The source ends inside of its last sector.
            guard copied > 0 else { throw .notSupported }
            return UInt64(copied)
        } catch {
            switch error {
            case .noSystemCall, .crossDevice, .invalidArgument, .textBusy, .notSupported, .badDescriptor:
                throw .notSupported
            default: throw error
            }
        }
    }
}
