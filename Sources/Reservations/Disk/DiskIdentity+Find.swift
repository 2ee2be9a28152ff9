package import Block
package import Sys

extension DiskIdentity {
    /// Finds out which disk an open file or device is; throws a sentence that says what is missing when that is not
    /// certain.
    package static func find(_ descriptor: Int32, sysfs: Sysfs = Sysfs()) throws(BlockError) -> DiskIdentity {
        let status: FileStatus
        do throws(Errno) {
            status = try System.status(of: descriptor)
        } catch {
            throw BlockError(.system, "can't examine the disk", cause: error)
        }
        switch status.kind {
        case .regular:
            return try FileIdentity(descriptor: descriptor, status: status).find()
        default:
            throw BlockError(.unsupported, "only regular files and block devices can be told apart for certain")
        }
    }
}
