import Block
import BlockTestSupport
import Sys
import Testing

/// The table of docs/durability.md once more, by what a disk is told: the kernel counts its flushes.
@Suite(.enabled(if: LoopDevice.isAvailable, "loop devices need root"))
struct DiskFlushTests {
    @Test(
        "A disk is flushed by flushes and durable writes, and by nothing else", arguments: [false, true], [false, true])
    func counted(direct: Bool, dropsFlushes: Bool) throws {
        let image = try TemporaryImage(size: 1 << 20)
        let device = try LoopDevice(image)
        let environment = BlockEnvironment()
        var options = FileOptions(path: device.path)
        options.direct = direct
        options.dropsFlushes = dropsFlushes
        let test = try TestQueue(environment: environment)
        let node = try test.queue.attach(HostDeviceNode(options, environment: environment))
        let block = [UInt8](repeating: 1, count: 4096)
        let before = try flushes(of: device)
        try test.write(node, block, at: 0)
        #expect(try flushes(of: device) == before)
        try test.write(node, block, at: 4096, durable: true)
        let durable = try flushes(of: device)
        #expect(dropsFlushes ? durable == before : durable > before)
        #expect(try test.one { $0.flush(node, userData: 0) } == 0)
        let flushed = try flushes(of: device)
        #expect(dropsFlushes ? flushed == durable : flushed > durable)
    }

    /// How many flushes the device has carried out: the sixteenth figure of its `stat` file.
    private func flushes(of device: LoopDevice) throws -> UInt64 {
        let name = try #require(device.path.split(separator: "/").last)
        let file = try System.open("/sys/block/\(name)/stat", .readOnly)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = try bytes.withUnsafeMutableBytes { try System.read(file.rawValue, $0) }
        let figures = String(decoding: bytes[..<count], as: UTF8.self).split { $0 == " " || $0 == "\n" }
        return try #require(figures.count > 15 ? UInt64(figures[15]) : nil)
    }
}
