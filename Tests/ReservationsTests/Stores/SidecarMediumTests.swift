import BlockTestSupport
import Glibc
import Sys
import Testing

@testable import Reservations

/// A commit on a real file system whose device refuses blocks while nobody waits for them.
@Suite(.enabled(if: LoopDevice.isAvailable, "making loop devices needs root")) final class SidecarMediumTests {
    private let backing: StoreFolder
    private let image: TemporaryImage
    private let loop: LoopDevice
    private let folder: StoreFolder

    /// Puts ext4 on a device over a sparse image in memory that has room for a part of it.
    init() throws {
        backing = try StoreFolder()
        try #require(mount("none", backing.path, "tmpfs", 0, "size=16m") == 0)
        image = try TemporaryImage(size: 64 << 20, folder: backing.path)
        loop = try LoopDevice(image)
        folder = try StoreFolder()
        try #require(system("mkfs.ext4 -q -E nodiscard,lazy_itable_init=0 -J size=4 \(loop.path)") == 0)
        try #require(mount(loop.path, folder.path, "ext4", 0, nil) == 0)
    }

    deinit {
        umount2(folder.path, 2)
        umount2(backing.path, 2)
    }

    @Test func `a record that the device refuses before the sync is not acknowledged`() throws {
        let store = try SidecarStore.open(
            at: "\(folder.path)/disk.pr", of: SampleRecord.identity,
            ownership: StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600), audit: .off)
        try store.commit(SampleRecord.record(generation: 1))
        let descriptor = try #require(store.descriptor)
        // Takes the blocks from under the file system, and the room for any others.
        try System.allocate(image.descriptor, .punchHole, offset: 0, length: 64 << 20)
        let filler = try TemporaryImage(folder: backing.path)
        let block = [UInt8](repeating: 1, count: 4096)
        while (try? block.withUnsafeBytes { try System.write(filler.descriptor, $0) }) == 4096 {}
        var wasSettled = false
        #expect(throws: StoreError.lost(.noSpace)) {
            try store.commit(SampleRecord.record(generation: 2)) {
                // By now the device has refused the record, and nothing is left for the sync to write.
                let end = System.monotonicNanoseconds + 10_000_000_000
                while !wasSettled, System.monotonicNanoseconds < end {
                    wasSettled = (try? System.isInWriteback(descriptor, offset: 0, length: 32768)) == false
                }
                return nil
            }
        }
        #expect(wasSettled)
    }
}
