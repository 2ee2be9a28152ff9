import BlockTestSupport
import Glibc
import Sys
import Testing

@testable import Reservations

/// What a machine needs for a medium that refuses.
private enum Needed {
    static let mkfs = "/sbin/mkfs.ext4"
    static let tellsWriteback: Bool = {
        guard let file = try? TemporaryImage(size: 4096) else { return false }
        return (try? System.isInWriteback(file.descriptor, offset: 0, length: 4096)) != nil
    }()
}

/// A commit on a real file system whose device refuses blocks while nobody waits for them.
@Suite(
    .serialized, .enabled(if: LoopDevice.isAvailable, "making loop devices needs root"),
    .enabled(if: access(Needed.mkfs, X_OK) == 0, "no \(Needed.mkfs)"),
    .enabled(if: Needed.tellsWriteback, "cachestat(2) comes with Linux 6.5"))
final class SidecarMediumTests {
    private let (backing, folder): (StoreFolder, StoreFolder)
    private let image: TemporaryImage
    private let loop: LoopDevice

    /// Puts ext4 on a device over a sparse image in memory that has room for a part of it.
    init() throws {
        (backing, folder) = (try StoreFolder(), try StoreFolder())
        try #require(mount("none", backing.path, "tmpfs", 0, "size=16m") == 0)
        do {
            image = try TemporaryImage(size: 64 << 20, folder: backing.path)
            loop = try LoopDevice(image)
        } catch {
            umount2(backing.path, 2)
            throw error
        }
        try #require(system("\(Needed.mkfs) -q -E nodiscard,lazy_itable_init=0 -J size=4 \(loop.path)") == 0)
        try #require(mount(loop.path, folder.path, "ext4", 0, nil) == 0)
    }

    deinit {
        umount2(folder.path, 2)
        umount2(backing.path, 2)
    }

    private func isSettled(_ descriptor: Int32) throws(Errno) -> Bool {
        try !System.isInWriteback(descriptor, offset: 0, length: 32768)
    }

    @Test func `the kernel tells what is on its way to the medium, and that it has arrived`() throws {
        let file = try TemporaryImage(size: 32768, folder: folder.path)
        let bytes = [UInt8](repeating: 1, count: 32768)
        // The device is a thread of the kernel, which takes some microseconds; once in many times it is looked at meanwhile.
        let isSeen = try eventually {
            _ = try bytes.withUnsafeBytes { try System.pwrite(file.descriptor, $0, at: 0) }
            try System.startWriteback(file.descriptor, offset: 0, length: 32768)
            return try !isSettled(file.descriptor)
        }
        #expect(isSeen)
        try System.synchronizeData(file.descriptor)
        #expect(try isSettled(file.descriptor))
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
        #expect {
            try store.commit(SampleRecord.record(generation: 2)) {
                // By then the device has refused the record, and nothing is left for the sync to write.
                wasSettled = (try? eventually { try isSettled(descriptor) }) == true
                return nil
            }
        } throws: { error in
            if case .lost = error as? StoreError { true } else { false }
        }
        #expect(wasSettled)
    }
}
