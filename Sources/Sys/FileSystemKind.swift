internal import CLinuxShims

/// The type of the file system that holds a file, by its magic number (statfs(2)).
package struct FileSystemKind: Hashable, Sendable {
    package let magic: UInt32

    package init(magic: UInt32) { self.magic = magic }

    /// Memory that has files.
    package static let tmpfs = FileSystemKind(magic: 0x0102_1994)

    /// Who can have such a file system mounted.
    package enum Reach: Sendable {
        /// One host.
        case local
        /// Several hosts, or a program that decides.
        case shared
        /// Depends on the file system below.
        case layered
        /// Nobody has told this program.
        case unknown
    }

    private struct Entry {
        let name: String
        let reach: Reach
    }

    private static let known: [UInt32: Entry] = [
        0xef53: Entry(name: "ext4", reach: .local), 0x5846_5342: Entry(name: "xfs", reach: .local),
        0x9123_683e: Entry(name: "btrfs", reach: .local), 0x0102_1994: Entry(name: "tmpfs", reach: .local),
        0x8584_58f6: Entry(name: "ramfs", reach: .local), 0xf2f5_2010: Entry(name: "f2fs", reach: .local),
        0x2fc1_2fc1: Entry(name: "zfs", reach: .local), 0xca45_1a4e: Entry(name: "bcachefs", reach: .local),
        0x3153_464a: Entry(name: "jfs", reach: .local), 0x3434: Entry(name: "nilfs2", reach: .local),
        0x4d44: Entry(name: "vfat", reach: .local), 0x2011_bab0: Entry(name: "exfat", reach: .local),
        0x7366_746e: Entry(name: "ntfs3", reach: .local), 0x9584_58f6: Entry(name: "hugetlbfs", reach: .local),
        0x794c_7630: Entry(name: "overlayfs", reach: .layered), 0xf15f: Entry(name: "ecryptfs", reach: .layered),
        0x6969: Entry(name: "NFS", reach: .shared), 0xff53_4d42: Entry(name: "CIFS", reach: .shared),
        0xfe53_4d42: Entry(name: "SMB2", reach: .shared), 0x517b: Entry(name: "SMB", reach: .shared),
        0x6573_5546: Entry(name: "FUSE", reach: .shared), 0x0102_1997: Entry(name: "9P", reach: .shared),
        0x00c3_6400: Entry(name: "CephFS", reach: .shared), 0x0116_1970: Entry(name: "GFS2", reach: .shared),
        0x7461_636f: Entry(name: "OCFS2", reach: .shared), 0x0bd0_0bd0: Entry(name: "Lustre", reach: .shared),
        0x5346_414f: Entry(name: "AFS", reach: .shared), 0x7375_7245: Entry(name: "Coda", reach: .shared),
        0x4750_4653: Entry(name: "GPFS", reach: .shared), 0xaad7_aaea: Entry(name: "PanFS", reach: .shared),
        0x2003_0528: Entry(name: "OrangeFS", reach: .shared), 0x786f_4256: Entry(name: "vboxsf", reach: .shared),
        0x1983_0326: Entry(name: "BeeGFS", reach: .shared),
    ]

    /// The name, or the number in hexadecimal.
    package var name: String { Self.known[magic]?.name ?? "0x\(String(magic, radix: 16))" }

    /// True when files lie in memory and nowhere else: tmpfs, ramfs.
    package var isMemory: Bool { magic == 0x0102_1994 || magic == 0x8584_58f6 }

    /// Who can have it mounted.
    package var reach: Reach { Self.known[magic]?.reach ?? .unknown }
}

extension System {
    /// The file system of an open file; for a device that of its node.
    package static func fileSystem(of descriptor: Int32) throws(Errno) -> FileSystemKind {
        var magic: UInt32 = 0
        _ = try call(.status, .descriptor(descriptor)) { _ in Int(hf_file_system_fd(descriptor, &magic)) }
        return FileSystemKind(magic: magic)
    }

    /// The file system of the file at a path.
    package static func fileSystem(at path: String) throws(Errno) -> FileSystemKind {
        var magic: UInt32 = 0
        _ = try call(.status, .path(path)) { _ in Int(hf_file_system_path(path, &magic)) }
        return FileSystemKind(magic: magic)
    }
}
