package import Block
internal import Sys

/// Whose the files of a store are: those who may write to the disk need them, and nobody else does.
package struct StoreOwnership: Sendable, Hashable {
    /// The disk's owner; who is not allowed to give files away keeps them.
    package var user: UInt32
    /// The disk's group, or the one that was asked for.
    package var group: UInt32
    /// Permission bits: never for executing, always for the owner.
    package var mode: UInt32
    /// The SELinux label of the disk.
    package var label: [UInt8]?

    package init(user: UInt32, group: UInt32, mode: UInt32, label: [UInt8]? = nil) {
        self.user = user
        self.group = group
        self.mode = mode & 0o666 | 0o600
        self.label = label
    }

    /// Takes after an open disk, except for what the user set.
    package static func of(
        _ descriptor: Int32, group: UInt32? = nil, mode: UInt32? = nil
    ) throws(BlockError) -> StoreOwnership {
        do throws(Errno) {
            let disk = try System.inode(of: descriptor)
            return StoreOwnership(
                user: disk.owner, group: group ?? disk.group, mode: mode ?? disk.permissions,
                label: System.label(of: .descriptor(descriptor)))
        } catch {
            throw BlockError(.system, "can't examine the disk", cause: error)
        }
    }

    /// Hands a file over as far as this process may.
    ///
    /// Where it can't give it to the group, it takes the permissions of the group away: they would be another group's.
    func apply(to file: FileReference, now status: InodeStatus) throws(Errno) {
        var mode = mode
        if status.owner != user || status.group != group {
            if (try? System.setOwner(of: file, user: user, group: group)) == nil, status.group != group,
                (try? System.setOwner(of: file, user: nil, group: group)) == nil
            {
                mode &= ~0o060
            }
        }
        if status.permissions != mode { try System.setPermissions(of: file, mode) }
        if let label, System.label(of: file) != label { try? System.setLabel(of: file, label) }
    }

    /// Whether a file that is there already can be one of ours: made by somebody who may write to the disk.
    func accepts(_ file: InodeStatus) -> Bool {
        [0, user, System.userID].contains(file.owner) || file.group == group || mode & 0o002 != 0
    }
}
