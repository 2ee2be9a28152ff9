import BlockTestSupport
import CLinuxShims
import Sys
import Testing

@testable import Block

/// Drives for removable media, by a device that the Sys seam turns into one.
@Suite struct RemovableMediaTests {
    private func drive() throws -> HostDeviceNode {
        var options = FileOptions(name: "cd", path: "/dev/null")
        options.isRemovable = true
        options.readOnly = true
        return try HostDeviceNode(options, environment: BlockEnvironment())
    }

    private func status(_ value: Int, _ drive: HostDeviceNode) -> Fault {
        Fault(.ioctl, .answer { _ in value }, descriptor: drive.descriptor, request: DeviceRequest.driveStatus.rawValue)
    }

    @Test(
        "What the drive says is told",
        arguments: [(1, .absent), (2, .trayOpen), (3, .notReady), (4, .present), (0, .unknown), (99, .unknown)]
            as [(Int, Medium)])
    func statuses(value: Int, medium: Medium) throws {
        let drive = try drive()
        Faults.with(status(value, drive)) { #expect((try? drive.checkMedium()) == medium) }
    }

    @Test("A device without the request has its medium, other errors are told")
    func silent() throws {
        let drive = try drive()
        #expect(try drive.checkMedium() == .unknown)
        Faults.with(Fault(.ioctl, .fail(.ioError), descriptor: drive.descriptor)) {
            #expect(throws: Errno.ioError) { try drive.checkMedium() }
        }
    }

    @Test("Without a medium requests fail with ENOMEDIUM, and work again with the next one")
    func change() throws {
        let drive = try drive()
        let test = try TestQueue()
        let node = try test.queue.attach(drive)
        Faults.with(Fault(.seek, .answer { _ in 1 << 20 }, descriptor: drive.descriptor), status(4, drive)) {
            #expect((try? drive.checkMedium()) == .present)
        }
        #expect(drive.length == 1 << 20)
        let memory = try AlignedBuffer(count: 2048, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        #expect(try test.one { $0.read(node, into: base, count: 2048, at: 0, userData: 1) } == 2048)
        Faults.with(status(1, drive)) { #expect((try? drive.checkMedium()) == .absent) }
        #expect(drive.length == 0)
        #expect(
            try test.one { $0.read(node, into: base, count: 2048, at: 0, userData: 1) } == Errno.noMedium.result)
        #expect(try test.one { $0.flush(node, userData: 1) } == Errno.noMedium.result)
        // A larger one.
        Faults.with(Fault(.seek, .answer { _ in 4 << 20 }, descriptor: drive.descriptor), status(4, drive)) {
            #expect((try? drive.checkMedium()) == .present)
        }
        #expect(try test.one { $0.read(node, into: base, count: 2048, at: 3 << 20, userData: 1) } == 2048)
        #expect(
            try test.one { $0.write(node, from: base, count: 2048, at: 0, userData: 1) } == Errno.notPermitted.result)
    }

    @Test("The door is locked, the tray opened and closed, by the drive's requests")
    func door() throws {
        let drive = try drive()
        let seen = Locked<[UInt]>([])
        let arguments = Locked<[Int]>([])
        let faults = [DeviceRequest.lockDoor, .eject, .closeTray].map { request in
            Fault(
                .ioctl,
                .answer { argument in
                    seen.withLock { $0.append(request.rawValue) }
                    arguments.withLock { $0.append(Int(bitPattern: argument)) }
                    return 0
                }, descriptor: drive.descriptor, request: request.rawValue, times: 2)
        }
        try Faults.with(faults[0], faults[1], faults[2], status(4, drive)) {
            try drive.lockMedium(true)
            try drive.lockMedium(false)
            try drive.eject()
            try drive.closeTray()
        }
        let requests: [DeviceRequest] = [.lockDoor, .lockDoor, .eject, .closeTray]
        #expect(seen.withLock { $0 } == requests.map(\.rawValue))
        #expect(arguments.withLock { $0 } == [1, 0, 0, 0])
        Faults.with(Fault(.ioctl, .fail(.busy), descriptor: drive.descriptor)) {
            #expect(throws: Errno.busy) { try drive.eject() }
        }
    }
}

@Suite struct ZonedDeviceTests {
    /// Makes a regular file pass for a block device of the number 8:17.
    private var blockDevice: Fault {
        Fault(
            .status,
            .answer { raw in
                raw?.assumingMemoryBound(to: hf_status.self).pointee.mode = 0o060_600
                raw?.assumingMemoryBound(to: hf_status.self).pointee.special_major = 8
                raw?.assumingMemoryBound(to: hf_status.self).pointee.special_minor = 17
                return 0
            }, thread: System.threadToken, times: 8)
    }

    @Test(
        "A host-managed zoned device is refused, with what to do; others are not",
        arguments: [("host-managed", false), ("host-aware", true), ("none", true)])
    func zoned(model: String, opens: Bool) throws {
        let image = try TemporaryImage(size: 4096)
        let sysfs = try SysfsFixture(["dev/block/8:17/queue/zoned": model])
        let environment = BlockEnvironment(sysfs: Sysfs(root: sysfs.root))
        var options = FileOptions(name: "z", path: image.path)
        options.readOnly = true
        options.locking = .off
        Faults.with(blockDevice) {
            do throws(BlockError) {
                _ = try HostDeviceNode(options, environment: environment)
                #expect(opens)
            } catch {
                #expect(!opens && error.code == .unsupported && error.message.contains("zoned"), "\(error)")
            }
        }
    }
}
