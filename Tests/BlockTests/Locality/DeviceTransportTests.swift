import BlockTestSupport
import Sys
import Testing

@testable import Block

/// What sysfs says about the way to a disk.
@Suite struct DeviceTransportTests {
    private let device = FileStatus.DeviceNumber(major: 8, minor: 16)

    private func reach(_ files: [String: String] = [:], links: [String: String]) throws -> DiskReach {
        let fixture = try SysfsFixture(files, links: links)
        return DeviceTransport(sysfs: Sysfs(root: fixture.root)).reach(of: device)
    }

    @Test(arguments: [
        ("pci0000:00/0000:00:1f.2/ata1/host0/target0:0:0/0:0:0:0/block/sdb", DiskReach.Extent.local, "ATA"),
        ("pci0000:00/0000:00:02.0/virtio1/block/vda", .local, "virtio-blk"),
        ("pci0000:00/0000:00:02.0/virtio1/host2/target2:0:0/2:0:0:0/block/sdb", .unknown, "virtio-scsi"),
        ("pci0000:00/host6/port-6:0/end_device-6:0/target6:0:0/6:0:0:0/block/sdb", .local, "SAS"),
        (
            "pci0000:00/host6/port-6:0/expander-6:0/port-6:0:1/end_device-6:0:1/target6:0:0/6:0:0:0/block/sdb",
            .unknown,
            "SAS through an expander"
        ),
        ("pci0000:00/host7/rport-7:0-0/target7:0:0/7:0:0:0/block/sdb", .shared, "Fibre Channel"),
        ("platform/host8/session1/target8:0:0/8:0:0:0/block/sdb", .shared, "iSCSI"),
        ("pci0000:00/host9/port-9:1/target9:0:0/9:0:0:0/block/sdb", .shared, "SRP"),
        ("pci0000:00/usb2/2-1/2-1:1.0/host4/target4:0:0/4:0:0:0/block/sdb", .unknown, "USB"),
        ("pci0000:00/host5/target5:0:0/5:0:0:0/block/sdb", .unknown, "sdb"),
        ("virtual/block/zram0", .local, "zram"), ("virtual/block/ram3", .local, "ram disk"),
        ("virtual/block/nbd0", .shared, "nbd"), ("virtual/block/rbd0", .shared, "rbd"),
        ("virtual/block/drbd1", .shared, "drbd"), ("virtual/block/ublkb0", .unknown, "ublkb0"),
    ])
    func `a disk is as far away as what it hangs on`(
        path: String, extent: DiskReach.Extent, transport: String
    ) throws {
        let found = try reach(links: ["dev/block/8:16": "../../devices/\(path)"])
        #expect(found == DiskReach(extent, transport))
    }

    @Test(arguments: [
        ("pcie", DiskReach.Extent.local), ("tcp", .shared), ("rdma", .shared), ("fc", .shared), ("loop", .unknown),
    ])
    func `an NVMe namespace is as far away as its controller`(transport: String, extent: DiskReach.Extent) throws {
        let found = try reach(
            ["class/nvme/nvme0/transport": transport],
            links: ["dev/block/8:16": "../../devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1"])
        #expect(found.extent == extent)
    }

    @Test func `a namespace of several controllers is as far away as the farthest`() throws {
        let found = try reach(
            [
                "class/nvme/nvme0/transport": "pcie", "class/nvme/nvme1/transport": "tcp",
                "class/nvme-subsystem/nvme-subsys0/nvme0/state": "live",
                "class/nvme-subsystem/nvme-subsys0/nvme1/state": "live",
            ],
            links: ["dev/block/8:16": "../../devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1"])
        #expect(found.extent == .shared)
    }

    @Test func `a partition is where its disk is`() throws {
        let found = try reach(
            ["devices/pci0/ata1/block/sdb/sdb1/partition": "1"],
            links: ["dev/block/8:16": "../../devices/pci0/ata1/block/sdb/sdb1"])
        #expect(found == DiskReach(.local, "ATA"))
    }

    @Test(arguments: ["dm-0", "md127", "md_data"])
    func `a device of parts is as far away as the farthest`(name: String) throws {
        let found = try reach(
            [
                "devices/virtual/block/\(name)/slaves/sda/dev": "8:0",
                "devices/virtual/block/\(name)/slaves/sdc/dev": "8:32",
            ],
            links: [
                "dev/block/8:16": "../../devices/virtual/block/\(name)",
                "dev/block/8:0": "../../devices/pci0/ata1/block/sda",
                "dev/block/8:32": "../../devices/pci0/host7/rport-7:0-0/block/sdc",
            ])
        #expect(found == DiskReach(.shared, "Fibre Channel"))
    }

    @Test func `a device of parts without parts is unknown`() throws {
        let found = try reach(
            ["devices/virtual/block/dm-0/dm/name": "zero"],
            links: ["dev/block/8:16": "../../devices/virtual/block/dm-0"])
        #expect(found.extent == .unknown)
    }

    @Test func `devices that lie on each other in a circle are unknown`() throws {
        let found = try reach(
            ["devices/virtual/block/dm-0/slaves/dm-0/dev": "8:16"],
            links: ["dev/block/8:16": "../../devices/virtual/block/dm-0"])
        #expect(found.extent == .unknown)
    }

    @Test func `a loop device is where its file is`() throws {
        let image = try TemporaryImage(size: 4096)
        let path = try System.readLink("/proc/self/fd/\(image.descriptor)")
        let found = try reach(
            ["devices/virtual/block/loop0/loop/backing_file": path],
            links: ["dev/block/8:16": "../../devices/virtual/block/loop0"])
        #expect(found.extent == .local && found.transport.hasPrefix("loop on "))
        let lost = try reach(
            ["devices/virtual/block/loop0/loop/backing_file": "/nonexistent/disk.img (deleted)"],
            links: ["dev/block/8:16": "../../devices/virtual/block/loop0"])
        #expect(lost.extent == .unknown)
    }

    @Test func `a device that sysfs doesn't show is unknown`() throws {
        #expect(try reach(links: [:]).extent == .unknown)
    }

    @Test(arguments: [
        (UInt32(0xef53), DiskReach.Extent.local), (0x5846_5342, .local), (0x6969, .shared), (0xfe53_4d42, .shared),
        (0x6573_5546, .shared), (0x0102_1997, .shared), (0x794c_7630, .unknown), (0x1234_5678, .unknown),
    ])
    func `a file is as far away as its file system`(magic: UInt32, extent: DiskReach.Extent) {
        #expect(DiskReach.of(FileSystemKind(magic: magic)).extent == extent)
    }

    @Test func `an open file is found by its file system`() throws {
        let image = try TemporaryImage(size: 4096)
        #expect(try DiskReach.find(image.descriptor).extent == .local)
    }
}
