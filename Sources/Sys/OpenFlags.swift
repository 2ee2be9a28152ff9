internal import CLinuxShims
internal import Glibc

/// How a file is opened; close-on-exec is always set.
package struct OpenFlags: OptionSet, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// Reading only (O_RDONLY, which is 0).
    package static let readOnly = OpenFlags([])
    /// Writing only.
    package static let writeOnly = OpenFlags(rawValue: O_WRONLY)
    /// Reading and writing.
    package static let readWrite = OpenFlags(rawValue: O_RDWR)
    /// Creates the file when missing.
    package static let create = OpenFlags(rawValue: O_CREAT)
    /// With ``create``, fails when the file exists; on a block device, claims it.
    package static let exclusive = OpenFlags(rawValue: O_EXCL)
    /// Empties the file.
    package static let truncate = OpenFlags(rawValue: O_TRUNC)
    /// Writes at the end, wherever that is by then.
    package static let append = OpenFlags(rawValue: O_APPEND)
    /// Bypasses the page cache.
    package static let direct = OpenFlags(rawValue: hf_o_direct)
    /// Never blocks in open; what CD drives without a medium need.
    package static let nonBlocking = OpenFlags(rawValue: O_NONBLOCK)
    /// Refuses a symbolic link in the last component.
    package static let noFollow = OpenFlags(rawValue: O_NOFOLLOW)
    /// Leaves the time of the last access alone, which spares a sync the inode; only for the file's owner (EPERM).
    package static let noAccessTime = OpenFlags(rawValue: hf_o_noatime)
    /// Only a place in the file system: to start paths from.
    package static let path = OpenFlags(rawValue: hf_o_path)
    /// Refuses what is no directory.
    package static let directory = OpenFlags(rawValue: O_DIRECTORY)
    /// Makes an unnamed file in a directory.
    package static let temporary = OpenFlags(rawValue: hf_o_tmpfile)

    /// What can be changed on an open description.
    package static let changeable: OpenFlags = [.direct, .nonBlocking]

    /// The part that says whether there is reading, writing or both (O_ACCMODE).
    package var access: OpenFlags { OpenFlags(rawValue: rawValue & O_ACCMODE) }
}
