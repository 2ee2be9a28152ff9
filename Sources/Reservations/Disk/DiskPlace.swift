internal import SCSI
internal import Sys

/// Where a file lies: its folder and its name there, whatever the folder is called.
///
/// A store that keeps disks by their identity would take an image that was restored from a backup for a new disk, since it is
/// another file. That a disk of another identity was at the same place gives it away.
package enum DiskPlace {
    /// 32 bytes that stand for the place of an open file; nil for what has none that lasts, such as a device.
    package static func find(_ descriptor: Int32) -> [UInt8]? {
        guard let file = try? System.inode(of: descriptor), file.isRegular,
            let path = try? System.readLink("/proc/self/fd/\(descriptor)"), path.hasPrefix("/"),
            let named = try? System.inode(at: path), named.isSameFile(as: file),
            let folder = try? System.inode(at: SidecarPlace.folder(of: path)), folder.mount == file.mount
        else { return nil }
        let system = (try? System.fileSystemIdentifier(of: descriptor))?.hexadecimal ?? "none"
        let name = path.split(separator: "/").last ?? ""
        return SHA256.digest(of: Array("place fs=\(system) inode=\(folder.inode) name=\(name)".utf8))
    }
}
