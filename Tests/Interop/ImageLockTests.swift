import Foundation
import Holdfast
import QAPI
import Testing

/// Image locks are those of QEMU: each side keeps out of the way of the other, and says who is in it.
@Suite(.enabled(if: QEMUTools.areInstalled, QEMUTools.absence))
struct ImageLockTests {
    let folder: InteropFolder
    let image: String

    init() throws {
        folder = try InteropFolder()
        image = folder.path + "/disk.img"
        let file = try #require(FileManager.default.createFile(atPath: image, contents: nil) ? image : nil)
        try #require(truncate(file, 1 << 20) == 0)
    }

    private func open(_ backend: Backend, _ options: String = "") throws -> Node {
        try backend.addNode(
            "driver=raw,node-name=disk,file.driver=file,file.node-name=f,file.filename=\(image)" + options)
    }

    /// What `qemu-io` says when it reads, or writes, the image.
    private func qemuIO(_ arguments: String...) throws -> (status: Int32, output: String) {
        try QEMUTools.run("qemu-io", ["-f", "raw"] + arguments + ["-c", "read 0 512", image], withErrors: true)
    }

    /// A tool that has the image open and writes, and that does not share writing.
    private func writer(_ tool: String) throws -> QEMUProcess {
        let blockdev = "driver=file,node-name=f0,filename=\(image)"
        switch tool {
        case "qemu-io":
            let options = "driver=blkdebug,unshare-child-perms.0=write,image.driver=file,image.filename=\(image)"
            let process = try QEMUProcess("qemu-io", ["--image-opts", options])
            try process.send("write -P 1 0 512")
            process.wait(for: "ops")
            return process
        case "qemu-nbd":
            // An export shares everything but resizing.
            let process = try QEMUProcess(
                "qemu-nbd", ["-f", "raw", "-k", folder.path + "/nbd.sock", "--persistent", image])
            while !FileManager.default.fileExists(atPath: folder.path + "/nbd.sock") { sched_yield() }
            // The socket is there before the image is open; an answer comes after it.
            let server = "nbd+unix:///?socket=\(folder.path)/nbd.sock"
            #expect(try QEMUTools.run("qemu-img", ["info", "-f", "raw", server]).status == 0)
            return process
        default:
            let process = try QEMUProcess(
                "qemu-storage-daemon",
                [
                    "--blockdev",
                    "driver=blkdebug,unshare-child-perms.0=write,node-name=d,image.\(blockdev.replacing("node-name=f0,", with: "").replacing(",", with: ",image."))",
                    "--export",
                    "vhost-user-blk,id=e,node-name=d,writable=on,addr.type=unix,addr.path=\(folder.path)/vu.sock",
                    "--chardev", "stdio,id=c", "--monitor", "chardev=c",
                ])
            process.wait(for: "QMP")
            return process
        }
    }

    // MARK: - They hold, we ask

    @Test(arguments: ["qemu-io", "qemu-storage-daemon"])
    func `a tool that writes and doesn't share keeps our writers out, and is named`(tool: String) throws {
        let process = try writer(tool)
        let backend = try Backend()
        let disk = try open(backend)
        let queue = try backend.makeQueue()
        let error = try #require(throws: QAPIError.self) { _ = try queue.attach(disk) }
        #expect(error.message.contains("'write'"), "\(error)")
        #expect(error.message.contains("'f'"), "\(error)")
        #expect(error.message.contains("process \(process.identifier) (\(tool.prefix(15)))"), "\(error)")
        // It does share reading, but we don't share that it writes.
        let reader = try #require(throws: QAPIError.self) { _ = try queue.attach(disk, access: .readOnly) }
        #expect(reader.message.contains("does not share the permission 'write'"), "\(reader)")
        _ = try queue.attach(disk, access: .readOnly, sharesWrites: true)
    }

    @Test func `an export of qemu-nbd lets those write who share it`() throws {
        let process = try writer("qemu-nbd")
        let backend = try Backend()
        let disk = try open(backend)
        let queue = try backend.makeQueue()
        let error = try #require(throws: QAPIError.self) { _ = try queue.attach(disk) }
        #expect(error.message.contains("process \(process.identifier) (qemu-nbd)"), "\(error)")
        _ = try queue.attach(disk, sharesWrites: true)
    }

    @Test func `a tool that has ended is in nobody's way`() throws {
        do {
            let process = try writer("qemu-io")
            try process.send("quit")
            #expect(process.wait(for: "what is never said") == nil)
        }
        let backend = try Backend()
        let queue = try backend.makeQueue()
        _ = try queue.attach(try open(backend))
    }

    @Test func `who opens with force-share looks at no locks`() throws {
        let process = try writer("qemu-io")
        let backend = try Backend()
        let disk = try open(backend, ",read-only=on,force-share=on")
        let queue = try backend.makeQueue()
        _ = try queue.attach(disk)
        withExtendedLifetime(process) {}
    }

    @Test func `locking=off looks at no locks and takes none`() throws {
        let process = try writer("qemu-io")
        let backend = try Backend()
        let queue = try backend.makeQueue()
        _ = try queue.attach(try open(backend, ",file.locking=off"))
        try process.send("write -P 2 0 512")
        #expect(process.wait(for: "ops") != nil)
    }

    // MARK: - We hold, they ask

    @Test func `a queue that writes keeps QEMU out, until it detaches`() throws {
        let backend = try Backend()
        let disk = try open(backend)
        let queue = try backend.makeQueue()
        // Nobody uses the node: nothing is locked.
        #expect(try qemuIO().status == 0)
        let handle = try queue.attach(disk)
        let refused = try qemuIO()
        #expect(refused.status != 0)
        #expect(refused.output.contains("\"write\" lock"), "\(refused.output)")
        // Who only reads, and minds nobody, is let in.
        #expect(try qemuIO("-r").status == 0)
        #expect(try qemuIO("-r", "-U").status == 0)
        try queue.detach(handle)
        #expect(try qemuIO().status == 0)
    }

    @Test(arguments: [(false, false), (true, true)])
    func `what a queue shares, QEMU may do`(shares: Bool, isLetIn: Bool) throws {
        let backend = try Backend()
        let disk = try open(backend)
        let queue = try backend.makeQueue()
        _ = try queue.attach(disk, sharesWrites: shares)
        #expect(try qemuIO().status == (isLetIn ? 0 : 1))
        // A writer who does not share writing himself is kept out in any case.
        let options = "driver=blkdebug,unshare-child-perms.0=write,image.driver=file,image.filename=\(image)"
        #expect(try QEMUTools.run("qemu-io", ["--image-opts", "-c", "read 0 512", options]).status == 1)
        // And so is who would resize it: a raw window below a format.
        #expect(try QEMUTools.run("qemu-img", ["resize", "-f", "raw", image, "2M"]).status == (isLetIn ? 0 : 1))
    }

    @Test func `a reader lets readers in, and no writers`() throws {
        let backend = try Backend()
        let disk = try open(backend, ",read-only=on")
        let queue = try backend.makeQueue()
        _ = try queue.attach(disk)
        #expect(try qemuIO("-r").status == 0)
        #expect(try qemuIO().status == 1)
        #expect(try QEMUTools.run("qemu-img", ["info", "-f", "raw", image]).status == 0)
    }

    @Test func `a node that goes gives its locks back, though a ring had its file registered`() throws {
        let backend = try Backend()
        let disk = try open(backend)
        let queue = try backend.makeQueue()
        let handle = try queue.attach(disk)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 512, alignment: 512)
        defer { memory.deallocate() }
        #expect(queue.read(handle, into: memory, count: 512, at: 0, userData: 1) != nil)
        var completion = Completion(userData: 0, result: 0)
        let count = try withUnsafeMutablePointer(to: &completion) {
            try queue.poll(UnsafeMutableBufferPointer(start: $0, count: 1))
        }
        #expect(count == 1 && completion.result == 512)
        try queue.detach(handle)
        try backend.removeNode("disk")
        #expect(try qemuIO().status == 0)
    }

    @Test func `requests through I/O threads are locked for too`() async throws {
        let backend = try Backend()
        let disk = try open(backend)
        _ = try await disk.read(count: 512, at: 0)
        #expect(try qemuIO().status == 0)
        try await disk.write([UInt8](repeating: 1, count: 512), at: 0)
        #expect(try qemuIO().status == 1)
        try backend.removeNode("disk")
        #expect(try qemuIO().status == 0)
    }

    // MARK: - Changes

    @Test func `an inactive node lets QEMU have the image, and takes it back`() throws {
        let backend = try Backend()
        let disk = try open(backend)
        let queue = try backend.makeQueue()
        _ = try queue.attach(disk)
        #expect(try qemuIO().status == 1)
        try backend.setActive(false, node: "disk")
        let process = try writer("qemu-storage-daemon")
        let error = try #require(throws: QAPIError.self) { try backend.setActive(true, node: "disk") }
        #expect(error.message.contains("process \(process.identifier)"), "\(error)")
        #expect(!disk.isActive)
        try process.send("{\"execute\": \"qmp_capabilities\"}")
        try process.send("{\"execute\": \"quit\"}")
        while process.wait(for: "what is never said") != nil {}
        try backend.setActive(true, node: "disk")
        #expect(try qemuIO().status == 1)
    }

    @Test func `a writer with auto-read-only has its locks when the file opens for writing, and a refused one none`()
        throws
    {
        let backend = try Backend()
        let disk = try open(backend, ",auto-read-only=on")
        let queue = try backend.makeQueue()
        let reader = try queue.attach(disk, access: .readOnly, sharesWrites: true)
        do {
            let process = try writer("qemu-io")
            #expect(throws: QAPIError.self) { _ = try queue.attach(disk, sharesWrites: true) }
            try process.send("write -P 3 0 512")
            #expect(process.wait(for: "ops") != nil)
        }
        let handle = try queue.attach(disk)
        #expect(try qemuIO().status == 1)
        try queue.detach(handle)
        #expect(try qemuIO().status == 0)
        try queue.detach(reader)
    }

    @Test func `a node that is reopened is never without its locks`() throws {
        let backend = try Backend()
        let disk = try open(backend)
        let queue = try backend.makeQueue()
        _ = try queue.attach(disk)
        for direct in ["on", "off"] {
            try backend.reopenNode(
                "driver=raw,node-name=disk,cache.direct=\(direct),file.driver=file,file.filename=\(image)")
            #expect(try qemuIO().status == 1)
        }
    }

    @Test func `resizing needs what QEMU's resizing needs`() throws {
        let process = try writer("qemu-nbd")
        let backend = try Backend()
        _ = try open(backend)
        let error = try #require(throws: QAPIError.self) { try backend.resize("disk", to: 2 << 20) }
        #expect(error.message.contains("'resize'") && error.message.contains("\(process.identifier)"), "\(error)")
    }

    // MARK: - One process

    @Test func `two nodes of one file exclude each other as two processes do`() throws {
        let backend = try Backend()
        let disk = try open(backend)
        let other = try backend.addNode("driver=file,node-name=other,filename=\(image)")
        let queue = try backend.makeQueue()
        let handle = try queue.attach(disk)
        let error = try #require(throws: QAPIError.self) { _ = try queue.attach(other) }
        #expect(error.message.contains("this process by its node 'f'"), "\(error)")
        try queue.detach(handle)
        _ = try queue.attach(other)
    }
}
