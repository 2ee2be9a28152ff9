internal import Block
internal import Sys

/// Tells files apart: by their file system's UUID, their inode number, and what tells an inode from those before it that
/// had the same number.
struct FileIdentity {
    let descriptor: Int32
    let status: FileStatus

    func find() throws(BlockError) -> DiskIdentity {
        do throws(Errno) {
            let system = try System.fileSystemIdentifier(of: descriptor)
            let version = try System.inodeVersion(of: descriptor)
            let hex = system.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return DiskIdentity(text: "file fs=\(hex) inode=\(status.inode) version=\(version)")
        } catch {
            throw BlockError(.unsupported, "the file system tells no files apart", cause: error)
        }
    }
}
