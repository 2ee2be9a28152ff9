import BlockTestSupport
import Glibc
import Sys
import Testing

@testable import Block

/// What devices and file systems say about themselves, answered in their place.
@Suite struct DeviceTests {
    private func answer<Value: FixedWidthInteger & Sendable>(
        _ request: DeviceRequest, _ value: Value, _ descriptor: Int32
    ) -> Fault {
        Fault(
            .ioctl,
            .answer {
                $0?.storeBytes(of: value, as: Value.self)
                return 0
            }, descriptor: descriptor, request: request.rawValue)
    }

    private func blockStatus(_ image: TemporaryImage) throws -> FileStatus {
        var status = try System.status(of: image.descriptor)
        status.kind = .blockDevice
        status.special = .init(major: 8, minor: 17)
        status.directOffsetAlignment = 0
        status.directMemoryAlignment = 0
        return status
    }

    @Test("Limits of a disk come from its ioctls and its folder")
    func disk() throws {
        let image = try TemporaryImage(size: 4096)
        let sysfs = try SysfsFixture([
            "dev/block/8:17/queue/max_segments": "128", "dev/block/8:17/queue/discard_granularity": "4096",
            "dev/block/8:17/queue/discard_max_bytes": "1048576", "dev/block/8:17/queue/rotational": "1",
        ])
        let status = try blockStatus(image)
        Faults.with(
            answer(.logicalBlockSize, Int32(4096), image.descriptor),
            answer(.physicalBlockSize, UInt32(8192), image.descriptor),
            answer(.largestRequest, UInt16(1280), image.descriptor)
        ) {
            let limits = DeviceLimits(image.descriptor, status, sysfs: Sysfs(root: sysfs.root))
            var expected = DeviceLimits()
            expected.logicalBlockSize = 4096
            expected.physicalBlockSize = 8192
            expected.largestCommand = 1280 * 512
            expected.mostSegments = 128
            expected.discardGranularity = 4096
            expected.largestDiscard = 1 << 20
            expected.isRotational = true
            #expect(limits == expected)
        }
    }

    @Test("A partition has the limits of its disk")
    func partition() throws {
        let image = try TemporaryImage(size: 4096)
        let sysfs = try SysfsFixture(["dev/block/8:17/partition": "1", "dev/block/queue/max_segments": "64"])
        let limits = DeviceLimits(image.descriptor, try blockStatus(image), sysfs: Sysfs(root: sysfs.root))
        #expect(limits.mostSegments == 64)
    }

    @Test("A SCSI generic device counts in bytes, and absurd limits are no limits")
    func generic() throws {
        let image = try TemporaryImage(size: 4096)
        var status = try blockStatus(image)
        status.kind = .characterDevice
        for (bytes, expected) in [(Int32(524_288), UInt64(524_288)), (Int32.max, 0), (-1, 0)] {
            Faults.with(
                answer(.largestRequest, bytes, image.descriptor), answer(.sgTableSize, Int32(127), image.descriptor)
            ) {
                let limits = DeviceLimits(image.descriptor, status, sysfs: Sysfs(root: "/nonexistent"))
                #expect(limits.largestCommand == expected)
                #expect(limits.mostSegments == 127)
            }
        }
    }

    // MARK: - Alignment

    private func direct() -> FileOptions {
        var options = FileOptions(path: "disk")
        options.direct = true
        return options
    }

    @Test("A cached file needs no alignment, whatever its device says")
    func buffered() throws {
        let image = try TemporaryImage(size: 4096)
        let alignment = try Alignment(image.descriptor, blockStatus(image), FileOptions(path: "disk"))
        #expect(alignment == .none)
    }

    @Test("The kernel's own word comes first")
    func dioalign() throws {
        let image = try TemporaryImage(size: 4096)
        var status = try blockStatus(image)
        status.directOffsetAlignment = 4096
        status.directMemoryAlignment = 8
        #expect(
            try Alignment(image.descriptor, status, direct()) == Alignment(request: 4096, memory: 8))
    }

    @Test("Without it the device's block size counts, and XFS's over that")
    func declared() throws {
        let image = try TemporaryImage(size: 8192)
        let status = try blockStatus(image)
        // The memory is tried out: a plain file takes any, which says nothing.
        try Faults.with(answer(.logicalBlockSize, Int32(2048), image.descriptor)) { () throws in
            #expect(
                try Alignment(image.descriptor, status, direct()) == Alignment(request: 2048, memory: 2048))
        }
        let xfs = Fault(
            .ioctl,
            .answer {
                $0?.storeBytes(of: 4096, toByteOffset: 4, as: UInt32.self)
                return 0
            }, descriptor: image.descriptor, request: DeviceRequest.xfsDirectInfo.rawValue)
        try Faults.with(xfs) { () throws in
            #expect(try Alignment(image.descriptor, status, direct()).request == 4096)
        }
    }

    @Test("Else the shortest read that works decides", arguments: [(1, 512), (2, 1024), (4, 4096)] as [(Int, UInt32)])
    func trials(failures: Int, expected: UInt32) throws {
        let image = try TemporaryImage(size: 8192)
        let status = try blockStatus(image)
        let refuse = Fault(.pread, .fail(.invalidArgument), descriptor: image.descriptor, times: failures)
        try Faults.with(refuse) { () throws in
            #expect(try Alignment(image.descriptor, status, direct()).request == expected)
        }
        // One byte works where holes are read without the device: a page is assumed.
        #expect(try Alignment(image.descriptor, status, direct()).request == 4096)
    }

    @Test("Where nothing works the open fails and says what to do")
    func hopeless() throws {
        let image = try TemporaryImage(size: 8192)
        let status = try blockStatus(image)
        Faults.with(Fault(.pread, .fail(.invalidArgument), descriptor: image.descriptor, times: 100)) {
            #expect { _ = try Alignment(image.descriptor, status, direct()) } throws: {
                "\($0)".contains("cache.direct=off")
            }
        }
    }
}
