import BlockSchema
import BlockTestSupport
import Sys
import Testing

@testable import Holdfast

/// Devices that become longer by themselves.
@Suite(.enabled(if: LoopDevice.isAvailable, "loop devices need root"))
struct GrowthTests {
    private let image: TemporaryImage
    private let loop: LoopDevice

    init() throws {
        image = try TemporaryImage(size: 1 << 20)
        loop = try LoopDevice(image)
    }

    private func backend(every seconds: Double) throws -> Backend {
        var configuration = Backend.Configuration()
        configuration.growthInterval = seconds
        return try Backend(configuration)
    }

    /// Makes the device longer, or shorter.
    private func resize(to size: Int64) throws {
        try System.truncate(image.descriptor, to: size)
        let device = try System.open(loop.path, .readOnly)
        // LOOP_SET_CAPACITY: the device takes the size of its file.
        _ = try System.ioctl(device.rawValue, DeviceRequest(rawValue: 0x4c07), nil)
    }

    @Test func `a device that grows is noticed, told of and used in full`() throws {
        let backend = try backend(every: 0.01)
        let (sizes, change) = (Locked<[String: Int64]>([:]), Condition())
        let observation = backend.observeEvents { event in
            guard let data = event.data as? BlockResizedEvent else { return }
            sizes.withLock { $0[data.nodeName] = data.size }
            change.withLock { change.announce() }
        }
        let disk = try backend.addNode(
            "driver=raw,node-name=disk,offset=4096,file.driver=host_device,file.node-name=dev,file.filename=\(loop.path)"
        )
        let one = try OneRequest(backend)
        let handle = try one.attach(disk)
        #expect(try one.write(handle, 1, at: 1 << 20) == Errno.ioError.result)
        try resize(to: 2 << 20)
        change.withLock {
            while sizes.withLock({ $0.count }) < 2 { change.wait(nanoseconds: 1_000_000_000) }
        }
        #expect(sizes.withLock { $0 } == ["dev": 2 << 20, "disk": 2 << 20 - 4096])
        #expect(disk.length == 2 << 20 - 4096)
        #expect(try one.write(handle, 1, at: 1 << 20) == 4096)
        withExtendedLifetime(observation) {}
    }

    @Test func `a device that shrinks keeps its length until somebody asks`() throws {
        let backend = try backend(every: 0)
        let disk = try backend.addNode("driver=host_device,node-name=disk,filename=\(loop.path)")
        let device = try #require(disk.settings.block as? HostDeviceNode)
        #expect(!device.hasGrown)
        try resize(to: 1 << 19)
        #expect(!device.hasGrown && disk.length == 1 << 20)
        try resize(to: 2 << 20)
        // Nobody looks.
        #expect(device.hasGrown && disk.length == 1 << 20)
        #expect(try backend.refreshLength(of: "disk") == 2 << 20)
        #expect(!device.hasGrown)
    }
}
