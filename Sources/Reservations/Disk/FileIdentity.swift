internal import Block
internal import Sys

/// Tells files apart: by the UUID of their file system, their inode's number, and what tells an inode from those that had
/// its number before.
struct FileIdentity {
    let descriptor: Int32
    let links: String

    /// The identity's text.
    func text() throws(BlockError) -> String {
        let inode: InodeStatus
        let kind: FileSystemKind
        do throws(Errno) {
            inode = try System.inode(of: descriptor)
            kind = try System.fileSystem(of: descriptor)
        } catch {
            throw BlockError(.system, "can't examine the disk", cause: error)
        }
        guard kind.reach != .layered else {
            throw BlockError(
                .unsupported,
                "the disk is a file on \(kind.name), which may copy it to another file system at any time; put it on a"
                    + " file system of its own, such as a volume")
        }
        guard inode.links > 0 else { throw BlockError(.invalid, "the disk is a file that was removed") }
        let system = try fileSystem(kind, device: inode.device)
        let version = try? System.inodeVersion(of: descriptor)
        var text = "file fs=\(system ?? "none") inode=\(inode.inode)"
        if let version { text += " version=\(version)" }
        if system == nil || version == nil {
            // Without a UUID only chance tells two file systems apart: a random version and a time of birth to the
            // nanosecond. Files that a tool put into an image have neither.
            guard let birth = inode.birth, version.map({ $0 != 0 }) ?? (system != nil) else {
                throw BlockError(
                    .unsupported,
                    "the \(kind.name) file system of the disk has \(system == nil ? "no UUID" : "no inode versions")"
                        + " and doesn't tell when the file was made, so that it can't be told from others; give the file"
                        + " system a UUID (tune2fs -U random), or put the disk on ext4, xfs, btrfs or tmpfs")
            }
            text += " born=\(birth)"
        }
        if kind.name == "btrfs" {
            do throws(Errno) {
                text += " subvolume=\(try System.subvolume(of: descriptor))"
            } catch {
                throw BlockError(.unsupported, "btrfs doesn't tell the subvolume of the disk", cause: error)
            }
        }
        return text
    }

    /// The UUID of the file system; nil when it is all zeroes, as tools leave it that make images.
    private func fileSystem(
        _ kind: FileSystemKind, device: FileStatus.DeviceNumber
    ) throws(BlockError) -> String? {
        if let uuid = try? System.fileSystemIdentifier(of: descriptor) {
            return uuid.allSatisfy { $0 == 0 } ? nil : uuid.hexadecimal
        }
        // Before Linux 6.9 only udev knows, by the device that holds the file system.
        let names = DiskIdentity.names(of: device, in: "\(links)/by-uuid")
        guard names.count == 1, let name = names.first else {
            throw BlockError(
                .unsupported,
                "neither the kernel (from Linux 6.9 on) nor \(links)/by-uuid tells the UUID of the \(kind.name) file"
                    + " system of the disk; put the disk on ext4, xfs, btrfs or tmpfs, or run udev")
        }
        // As the kernel's, so that the identity outlives an upgrade.
        return name.filter { $0 != "-" }.lowercased()
    }
}
