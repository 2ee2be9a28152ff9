import BlockTestSupport
import Glibc
import Sys
import Testing

@testable import Block

/// Image locks of block devices: they belong to the inode of the device node that was opened.
@Suite(.enabled(if: LoopDevice.isAvailable, "loop devices need root"))
struct DeviceNodeLockTests {
    private let environment = BlockEnvironment()

    /// Opens a device for a writer that shares with nobody.
    private func claim(_ path: String) throws -> HostDeviceNode {
        let device = try HostDeviceNode(FileOptions(name: path, path: path), environment: environment)
        try device.prepare(NodeChange(NodePermissions(used: [.consistentRead, .write], shared: .consistentRead)))
        device.commit()
        return device
    }

    @Test("A link to a device node leads to its locks, another node of the same device does not")
    func nodes() throws {
        let image = try TemporaryImage(size: 1 << 20)
        let loop = try LoopDevice(image)
        let (link, node) = ("/tmp/holdfast-link-\(getpid())", "/tmp/holdfast-node-\(getpid())")
        #expect(symlink(loop.path, link) == 0)
        defer { unlink(link) }
        var status = stat()
        try #require(stat(loop.path, &status) == 0)
        try #require(mknod(node, S_IFBLK | 0o600, status.st_rdev) == 0)
        defer { unlink(node) }
        let first = try claim(loop.path)
        for path in [loop.path, link] {
            let error = try #require(throws: BlockError.self) { try claim(path) }
            #expect("\(error)".contains("'write'"), "\(error)")
        }
        // Both write to one disk, and nobody notices.
        let second = try claim(node)
        #expect(second.length == first.length)
        withExtendedLifetime((first, second)) {}
    }
}
