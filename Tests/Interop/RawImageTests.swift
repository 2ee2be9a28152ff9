import BlockSchema
import Foundation
import Holdfast
import QAPI
import Testing

/// What we write QEMU's tools read, and the other way round.
@Suite(.enabled(if: QEMUTools.areInstalled, QEMUTools.absence))
struct RawImageTests {
    let folder: InteropFolder
    let image: String

    init() throws {
        folder = try InteropFolder()
        image = folder.path + "/disk.img"
    }

    private func node(_ backend: Backend, _ options: String) throws -> Node {
        try backend.addNode("driver=raw,node-name=d,file.driver=file,file.filename=\(image)" + options)
    }

    @Test(arguments: ["", ",cache.direct=on", ",discard=unmap"])
    func `QEMU reads the patterns that we wrote`(options: String) async throws {
        try ImageCreation.create(BlockdevCreateOptionsFile(filename: image, size: ByteSize(4 << 20)))
        let backend = try Backend()
        let disk = try node(backend, options)
        try await disk.write([UInt8](repeating: 0xa5, count: 65536), at: 0)
        // Not aligned to anything: the blocks at both ends keep their content.
        try await disk.write([UInt8](repeating: 0x5a, count: 1000), at: 4096 + 100)
        try await disk.writeZeroes(at: 1 << 20, count: 1 << 20, mayUnmap: true)
        try await disk.write([UInt8](repeating: 0x11, count: 4096), at: 2 << 20, durable: true)
        try await disk.flush()
        let commands = [
            "read -P 0xa5 0 4196", "read -P 0x5a 4196 1000", "read -P 0xa5 5196 60340", "read -P 0 64k 960k",
            "read -P 0 1M 1M", "read -P 0x11 2M 4k", "read -P 0 2052k 2044k",
        ]
        let result = try QEMUTools.run("qemu-io", ["-f", "raw", "-r"] + commands.flatMap { ["-c", $0] } + [image])
        #expect(result.status == 0)
        #expect(!result.output.contains("failed"), "\(result.output)")
        // The tool does notice what is wrong.
        #expect(try QEMUTools.run("qemu-io", ["-f", "raw", "-r", "-c", "read -P 1 0 512", image]).status == 1)
    }

    @Test func `we read the patterns that QEMU wrote`() async throws {
        #expect(try QEMUTools.run("qemu-img", ["create", "-f", "raw", image, "4M"]).status == 0)
        let commands = ["write -P 0xab 0 64k", "write -P 0xcd 1234 777", "write -z 32k 4k", "write -P 9 4194303 1"]
        #expect(try QEMUTools.run("qemu-io", ["-f", "raw"] + commands.flatMap { ["-c", $0] } + [image]).status == 0)
        let backend = try Backend()
        let disk = try node(backend, ",read-only=on")
        #expect(disk.length == 4 << 20)
        var expected = [UInt8](repeating: 0, count: 4 << 20)
        expected.replaceSubrange(0..<65536, with: repeatElement(0xab, count: 65536))
        expected.replaceSubrange(1234..<2011, with: repeatElement(0xcd, count: 777))
        expected.replaceSubrange(32768..<36864, with: repeatElement(0, count: 4096))
        expected[4_194_303] = 9
        let content = try await disk.read(count: 4 << 20, at: 0)
        #expect(content == expected)
    }

    @Test(arguments: [0, 1, 511, 512, 513, 1_000_000])
    func `both make images of the same size`(size: Int) throws {
        let theirs = folder.path + "/theirs.img"
        #expect(try QEMUTools.run("qemu-img", ["create", "-f", "raw", theirs, "\(size)"]).status == 0)
        let made = try ImageCreation.create(BlockdevCreateOptionsFile(filename: image, size: ByteSize(UInt64(size))))
        let attributes = try FileManager.default.attributesOfItem(atPath: theirs)
        #expect((attributes[.size] as? NSNumber)?.uint64Value == made)
        #expect(try QEMUTools.run("qemu-img", ["compare", "-f", "raw", "-F", "raw", image, theirs]).status == 0)
    }

    @Test func `an image that QEMU has open for writing is not made anew`() throws {
        try ImageCreation.create(BlockdevCreateOptionsFile(filename: image, size: ByteSize(1 << 20)))
        // Opens the image, takes its locks, and waits for commands.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // As a disk of a virtual machine is: nobody else may write.
        let options = "driver=blkdebug,unshare-child-perms.0=write,image.driver=file,image.filename=\(image)"
        process.arguments = ["qemu-io", "--image-opts", options]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }
        try input.fileHandleForWriting.write(contentsOf: Data("write -P 1 0 512\n".utf8))
        // It has answered: the image is open.
        var seen = Data()
        while !String(decoding: seen, as: UTF8.self).contains("ops") {
            seen += output.fileHandleForReading.availableData
        }
        let error = #expect(throws: QAPIError.self) {
            try ImageCreation.create(BlockdevCreateOptionsFile(filename: image, size: ByteSize(2 << 20)))
        }
        #expect(error?.message.contains("process \(process.processIdentifier) (qemu-io) does not share") == true)
        let attributes = try FileManager.default.attributesOfItem(atPath: image)
        #expect((attributes[.size] as? NSNumber)?.intValue == 1 << 20)
    }
}
