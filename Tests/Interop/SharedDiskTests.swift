import Block
import Foundation
import Sys
import Testing

@testable import Reservations

/// QEMU's tools beside attachments that share a disk by its reservations: each side keeps out of the other's way.
@Suite(.enabled(if: QEMUTools.areInstalled, QEMUTools.absence))
struct SharedDiskTests {
    let folder: InteropFolder
    let image: String

    init() throws {
        folder = try InteropFolder()
        image = folder.path + "/disk.img"
        let file = try #require(FileManager.default.createFile(atPath: image, contents: nil) ? image : nil)
        try #require(truncate(file, 1 << 20) == 0)
    }

    private func attach(_ role: SharedImageLocks.Role) throws -> KeptDescriptor {
        let data = KeptDescriptor(try System.open(image, .readWrite))
        try SharedImageLocks.take(role, on: data.rawValue)
        return data
    }

    private var storageDaemon: [String] {
        [
            "--blockdev", "driver=file,node-name=f,filename=\(image)",
            "--nbd-server", "addr.type=unix,addr.path=\(folder.path)/nbd.sock",
            "--export", "type=nbd,id=e,node-name=f,writable=on",
        ]
    }

    @Test(arguments: SharedImageLocks.Role.allCases)
    func `no tool gets to write while there is an attachment, even one that shares everything`(
        role: SharedImageLocks.Role
    ) throws {
        let attachment = try attach(role)
        let attempts: [(tool: String, arguments: [String])] = [
            ("qemu-io", ["-f", "raw", "-c", "write 0 512", image]),
            ("qemu-img", ["resize", "-f", "raw", image, "2M"]),
            ("qemu-img", ["bench", "-w", "-c", "1", "-f", "raw", image]),
            // An export lets others write too, as a disk with share-rw=on does.
            ("qemu-storage-daemon", storageDaemon),
            ("qemu-nbd", ["-f", "raw", "-k", folder.path + "/qemu-nbd.sock", image]),
        ]
        for attempt in attempts {
            let result = try QEMUTools.run(attempt.tool, attempt.arguments, withErrors: true)
            #expect(result.status != 0 && result.output.contains("lock"), "\(attempt.tool): \(result.output)")
        }
        // Once it is gone they do.
        SharedImageLocks.drop(role, on: attachment.rawValue)
        #expect(try QEMUTools.run("qemu-io", ["-f", "raw", "-c", "write 0 512", image]).status == 0)
        withExtendedLifetime(attachment) {}
    }

    @Test(arguments: SharedImageLocks.Role.allCases)
    func `a tool that only reads and minds nobody may`(role: SharedImageLocks.Role) throws {
        let attachment = try attach(role)
        let read = ["-f", "raw", "-r", "-U", "-c", "read 0 512", image]
        let result = try QEMUTools.run("qemu-io", read, withErrors: true)
        #expect(result.status == 0, "\(result.output)")
        #expect(try QEMUTools.run("qemu-img", ["info", "-U", "-f", "raw", image]).status == 0)
        // A second attachment doesn't mind such a reader, and neither does the first.
        let options = ["--image-opts", "-r", "-U", "driver=raw,file.driver=file,file.filename=\(image)"]
        let reader = try QEMUProcess("qemu-io", options)
        try reader.send("read 0 512")
        reader.wait(for: "ops")
        #expect(try SharedImageLocks.conflict(role, on: attachment.rawValue, beside: .nobody) == nil)
        let second = try attach(.writer)
        #expect(try SharedImageLocks.conflict(.writer, on: second.rawValue, beside: .attachments) == nil)
    }

    @Test func `an attachment is refused while a tool writes, whatever that shares, and told which`() throws {
        let daemon = try QEMUProcess(
            "qemu-storage-daemon", storageDaemon + ["--chardev", "stdio,id=c", "--monitor", "chardev=c"])
        daemon.wait(for: "QMP")
        for role in SharedImageLocks.Role.allCases {
            let data = try attach(role)
            let found = try #require(try SharedImageLocks.conflict(role, on: data.rawValue, beside: .nobody))
            #expect(!found.isPassing(data.rawValue))
            let error = found.error(for: "node 'vda'", on: image, data.rawValue, node: { _ in nil })
            #expect(error.message.contains("process \(daemon.identifier) (qemu-storage-d"), "\(error)")
        }
    }

    @Test func `an attachment that locks first is seen by a writer that comes between`() throws {
        // The attachment has its bytes and has not looked yet.
        let data = try attach(.writer)
        #expect(try QEMUTools.run("qemu-io", ["-f", "raw", "-c", "write 0 512", image]).status != 0)
        #expect(try SharedImageLocks.conflict(.writer, on: data.rawValue, beside: .nobody) == nil)
    }
}
