package import Sys

/// Whether other hosts can reach a disk: those that could write to it without anybody here knowing.
package struct DiskReach: Hashable, Sendable {
    /// How far a disk reaches; of a disk made of several parts the farthest counts.
    package enum Extent: UInt8, Comparable, Sendable {
        /// This host alone.
        case local
        /// Nobody can tell.
        case unknown
        /// Other hosts too.
        case shared

        package static func < (left: Extent, right: Extent) -> Bool { left.rawValue < right.rawValue }
    }

    package let extent: Extent
    /// What leads to the disk, for people, such as `iSCSI` or `ext4`.
    package let transport: String

    package init(_ extent: Extent, _ transport: String) {
        self.extent = extent
        self.transport = transport
    }

    /// Looks at an open file or device.
    ///
    /// A file is as far away as its file system, which one host has mounted unless it is made for several. A device is
    /// looked up in sysfs, through partitions, device mapper, md and loop.
    package static func find(_ descriptor: Int32, sysfs: Sysfs = Sysfs()) throws(Errno) -> DiskReach {
        let status = try System.status(of: descriptor)
        guard status.kind == .blockDevice else { return of(try System.fileSystem(of: descriptor)) }
        return DeviceTransport(sysfs: sysfs).reach(of: status.special)
    }

    static func of(_ kind: FileSystemKind) -> DiskReach {
        switch kind.reach {
        case .local: DiskReach(.local, kind.name)
        case .shared: DiskReach(.shared, kind.name)
        case .layered, .unknown: DiskReach(.unknown, kind.name)
        }
    }
}
