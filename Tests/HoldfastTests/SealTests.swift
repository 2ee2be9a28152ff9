import BlockSchema
import Foundation
import Glibc
import QAPI
import SCSI
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
            // What the kernel publishes can still be read, which a fence of a stuck process needs.
            #expect(try System.bootID().count == 16 && System.processNamespace() != 0)
            #expect(try System.entries(of: "/proc").contains("self"))
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

    @Test func `the log of a sealed program goes on in the file that it has`() throws {
        let backend = try Backend()
        try backend.addObject("pr-manager-flock,id=pr0,initiator=vm-a")
        let disk = try backend.addNode("driver=file,node-name=disk,filename=\(path),pr-manager=pr0")
        let log = path + ".pr.log"
        #expect(!FileManager.default.fileExists(atPath: log))
        try backend.seal()
        #expect(FileManager.default.fileExists(atPath: log))
        try FileManager.default.moveItem(atPath: log, toPath: log + ".1")
        while disk.takeUnitAttention() != nil {}
        let register = PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: 7)
        #expect(try disk.execute(register).result == .good)
        #expect(!FileManager.default.fileExists(atPath: log))
        #expect(try String(contentsOfFile: log + ".1", encoding: .utf8).contains("REGISTER"))
    }

    @Test func `what a sealed program may not read beside an image counts as registrations`() throws {
        // What is left after a manager has been here: a state without registrations.
        do {
            let backend = try Backend()
            try backend.addObject("pr-manager-flock,id=pr0,initiator=vm-a,audit=off")
            _ = try backend.addNode("driver=file,node-name=disk,filename=\(path),pr-manager=pr0")
        }
        let backend = try Backend()
        try backend.addObject("pr-manager-flock,id=pr0,initiator=vm-a,audit=off")
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        try backend.addDescriptor(descriptor, toSet: 3)
        _ = try backend.addNode("driver=file,node-name=before,filename=/dev/fdset/3")
        try backend.removeNode("before")
        try backend.seal()
        #expect {
            try backend.addNode("driver=file,node-name=after,filename=/dev/fdset/3")
        } throws: { error in
            (error as? QAPIError)?.message.contains("sealed") ?? false
        }
        _ = try backend.addNode("driver=file,node-name=reader,filename=/dev/fdset/3,read-only=on")
        #expect {
            try backend.addNode("driver=file,node-name=managed,filename=/dev/fdset/3,pr-manager=pr0")
        } throws: { error in
            (error as? QAPIError)?.errorNumber == Errno.notPermitted.rawValue
        }
    }
}
