import BlockTestSupport
import Glibc
import Sys
import Testing

@testable import Block
@testable import Reservations

/// What sysfs tells of a device that tells it from others.
@Suite struct DeviceIdentityTests {
    private func text(_ path: String, _ files: [String: String]) throws -> String {
        let fixture = try SysfsFixture(
            files.reduce(into: [:]) { $0["devices/\(path)/\($1.key)"] = $1.value },
            links: ["dev/block/8:16": "../../devices/\(path)"])
        return try DeviceIdentity(
            descriptor: -1, sysfs: Sysfs(root: fixture.root), links: "\(fixture.root)/disk", depth: 0
        ).text(of: "dev/block/8:16")
    }

    private static let known: [(String, [String: String], String)] = [
        ("virtual/block/dm-0", ["dm/uuid": "LVM-abcDEF123"], "dm LVM-abcDEF123"),
        ("virtual/block/dm-1", ["dm/uuid": "mpath-3600140512345", "dm/name": "mpatha"], "dm mpath-3600140512345"),
        (
            "virtual/block/md127", ["md/uuid": "8f2D1a00-aaaa-bbbb-cccc-1234567890ab"],
            "md 8f2d1a00aaaabbbbcccc1234567890ab"
        ),
        (
            "pci/nvme/nvme0/nvme0n1", ["wwid": "eui.0025385b71b00c5f"], "nvme eui.0025385b71b00c5f"
        ),
        (
            "virtual/nvme-subsystem/nvme-subsys0/nvme0n1", ["wwid": "uuid.11111111-2222-3333-4444-555555555555"],
            "nvme uuid.11111111-2222-3333-4444-555555555555"
        ),
        (
            "pci/ata1/host0/target0:0:0/0:0:0:0/block/sdb", ["device/wwid": "naa.5000c500a1b2c3d4"],
            "scsi naa.5000c500a1b2c3d4"
        ),
        (
            "pci/ata1/host0/target0:0:0/0:0:0:0/block/sdb", ["device/wwid": "t10.ATA     DISK 4711 SERIAL8"],
            "scsi t10.ATA     DISK 4711 SERIAL8"
        ),
        ("pci/virtio1/block/vda", ["serial": "disk-of-vm-7"], "virtio disk-of-vm-7"),
    ]

    @Test(arguments: known)
    func `a device is what it carries with it`(path: String, files: [String: String], expected: String) throws {
        #expect(try text(path, files) == expected)
    }

    @Test func `a partition is its disk and where it begins`() throws {
        let disk = "pci/virtio1/block/vda"
        let found = try text("\(disk)/vda2", ["partition": "2", "start": "2048", "../serial": "disk-of-vm-7"])
        #expect(found == "virtio disk-of-vm-7 partition-at=2048")
        #expect(throws: BlockError.self) { try text("\(disk)/vda2", ["partition": "2", "../serial": "x"]) }
        #expect(throws: BlockError.self) { try text("\(disk)/vda2", ["partition": "2", "start": "2048"]) }
    }

    private static let nameless: [(String, [String: String])] = [
        ("virtual/block/dm-0", ["dm/name": "zero", "dm/uuid": ""]), ("virtual/block/md0", ["md/level": "raid1"]),
        ("virtual/block/md0", ["md/uuid": "00000000-0000-0000-0000-000000000000", "dev": "9:0"]),
        ("pci/nvme/nvme0/nvme0n1", ["wwid": "nvme.1b36-deadbeef-51454d55-00000001"]),
        ("pci/nvme/nvme0/nvme0n1", ["wwid": "eui.0000000000000000"]),
        ("pci/host0/block/sdb", ["device/wwid": "naa.0000000000000000"]),
        ("pci/host0/block/sdb", ["device/wwid": "t10.QEMU            "]),
        ("pci/host0/block/sdb", ["device/model": "X"]),
        ("pci/virtio1/block/vda", ["serial": ""]), ("virtual/block/zram0", ["disksize": "1"]),
        ("virtual/block/ram0", ["size": "1"]), ("virtual/block/nbd0", ["serial": "not a virtio disk's"]),
    ]

    @Test(arguments: nameless)
    func `a device that carries nothing with it is refused`(path: String, files: [String: String]) throws {
        #expect {
            try text(path, files)
        } throws: { "\($0)".hasPrefix("can't tell the disk from others") }
    }

    @Test func `a device that sysfs doesn't show is refused`() throws {
        let fixture = try SysfsFixture([:])
        #expect(throws: BlockError.self) {
            try DeviceIdentity(descriptor: -1, sysfs: Sysfs(root: fixture.root), links: "/nonexistent", depth: 0)
                .text(of: "dev/block/8:16")
        }
    }

    /// A loop device as sysfs and the device itself tell of it.
    private func loop(on file: String, inode: UInt64, in device: FileStatus.DeviceNumber) throws -> String {
        let folder = "devices/virtual/block/loop0"
        let fixture = try SysfsFixture(
            ["\(folder)/loop/backing_file": file], links: ["dev/block/8:16": "../../\(folder)"])
        let descriptor = try System.open("/dev/null", .readOnly)
        let number =
            UInt64(device.major & 0xfff) << 8 | UInt64(device.minor & 0xff) | UInt64(device.minor & ~0xff) << 12
        let status = Fault(
            .ioctl,
            .answer { argument in
                argument?.storeBytes(of: number, as: UInt64.self)
                argument?.storeBytes(of: inode, toByteOffset: 8, as: UInt64.self)
                argument?.storeBytes(of: 4096, toByteOffset: 24, as: UInt64.self)
                return 0
            }, descriptor: descriptor.rawValue, request: DeviceRequest.loopStatus.rawValue)
        let identity = DeviceIdentity(
            descriptor: descriptor.rawValue, sysfs: Sysfs(root: fixture.root), links: "/nonexistent", depth: 0)
        return try Faults.with(status) { try identity.text(of: "dev/block/8:16") }
    }

    @Test func `a loop device is its file from where it begins, if that is the file`() throws {
        let image = try TemporaryImage(size: 8192, folder: "/dev/shm")
        let inode = try System.inode(of: image.descriptor)
        let found = try loop(on: image.path, inode: inode.inode, in: inode.device)
        #expect(found == "loop offset=4096 \(try DiskIdentity.find(image.descriptor).text)")
        #expect(throws: BlockError.self) { try loop(on: image.path, inode: inode.inode + 1, in: inode.device) }
        #expect(throws: BlockError.self) { try loop(on: "/nonexistent", inode: inode.inode, in: inode.device) }
    }

    @Test(.enabled(if: LoopDevice.isAvailable)) func `two loop devices on one file are one disk`() throws {
        let image = try TemporaryImage(size: 1 << 20)
        let first = try LoopDevice(image)
        let second = try LoopDevice(image)
        let other = try LoopDevice(image, offset: 4096)
        let identities = try [first, second, other].map { device in
            let descriptor = try System.open(device.path, .readOnly)
            return try DiskIdentity.find(descriptor.rawValue)
        }
        #expect(identities[0] == identities[1] && identities[0] != identities[2])
        #expect(identities[0].text == "loop offset=0 \(try DiskIdentity.find(image.descriptor).text)")
    }
}
