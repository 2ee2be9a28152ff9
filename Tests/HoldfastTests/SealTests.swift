import BlockSchema
import Foundation
import Glibc
import QAPI
import Sys
import Testing

@testable import Holdfast

/// Programs that lock themselves in: another root for the threads concerned, so that no path leads anywhere.
@Suite(.enabled(if: geteuid() == 0, "another root needs root"), .serialized)
struct SealTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.file(size: 1 << 20)
    }

    /// Gives the calling thread an empty root of its own.
    private static func jail(_ root: String) -> Bool {
        // The C library declares `unshare` for GNU programs only.
        typealias Unshare = @convention(c) (Int32) -> Int32
        guard let symbol = dlsym(nil, "unshare") else { return false }
        let shareFileSystem: Int32 = 0x200
        guard unsafeBitCast(symbol, to: Unshare.self)(shareFileSystem) == 0, chroot(root) == 0, chdir("/") == 0 else {
            return false
        }
        return access("/proc/self/fd", F_OK) != 0
    }

    /// Runs `body` on a thread whose backend's control thread is locked in like itself.
    private func inside(_ backend: Backend, _ body: @escaping @Sendable () throws -> Void) throws {
        let root = folder.path + "/empty"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        let outcome = Locked<Result<Bool, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            let isLocked = backend.control.isCurrent == false && Self.jail(root)
            let result = Result {
                let isControlLocked = backend.control.run { Self.jail(root) }
                try body()
                return isLocked && isControlLocked
            }
            outcome.withLock { $0 = result }
            done.signal()
        }
        thread.start()
        done.wait()
        #expect(try outcome.withLock { $0 }?.get() == true)
    }

    @Test func `a sealed backend opens descriptors and no paths`() throws {
        let backend = try Backend()
        try backend.seal()
        #expect {
            try backend.addNode("driver=file,node-name=a,filename=\(path)")
        } throws: { error in
            (error as? QAPIError)?.errorNumber == Errno.notPermitted.rawValue
        }
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        try backend.addDescriptor(descriptor, toSet: 3)
        #expect(try backend.addNode("driver=file,node-name=a,filename=/dev/fdset/3").length == 1 << 20)
    }

    @Test func `modes change without a path after sealing`() throws {
        let backend = try Backend()
        let disk = try backend.addNode(
            "driver=file,node-name=disk,filename=\(path),auto-read-only=on,read-only=off")
        try backend.seal()
        let path = path
        try inside(backend) {
            // A name leads nowhere.
            #expect(throws: QAPIError.self) { try backend.addNode("driver=file,node-name=b,filename=\(path)") }
            let one = try OneRequest(backend)
            let handle = try one.attach(disk)
            #expect(try one.write(handle, 5, at: 4096) == 4096)
            try one.queue.detach(handle)
            try backend.reopenNode("driver=file,node-name=disk,filename=\(path),cache.direct=on")
            let direct = try one.attach(disk)
            #expect(try one.read(direct, at: 4096).first == 5)
            try one.queue.detach(direct)
            try backend.resize("disk", to: 2 << 20, preallocation: .full)
            #expect(disk.length == 2 << 20)
        }
    }
}
