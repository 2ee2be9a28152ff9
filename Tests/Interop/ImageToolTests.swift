import BlockSchema
import Foundation
import Holdfast
import QAPI
import Testing

/// Maps, sizes and copies of ours and of QEMU's tools agree.
@Suite(.enabled(if: QEMUTools.areInstalled, QEMUTools.absence))
struct ImageToolTests {
    let folder: InteropFolder
    let image: String
    let backend: Backend

    init() throws {
        folder = try InteropFolder()
        image = folder.path + "/disk.img"
        backend = try Backend()
    }

    /// One part of a map, in the members that both tools have.
    private struct Part: Codable, Hashable {
        let start: Int64
        let length: Int64
        let depth: Int64
        let present: Bool
        let zero: Bool
        let data: Bool
        let offset: Int64?
    }

    private func theirs(_ path: String, _ arguments: String...) throws -> [Part] {
        let result = try QEMUTools.run("qemu-img", ["map", "--output", "json", "-f", "raw"] + arguments + [path])
        try #require(result.status == 0)
        return try JSONDecoder().decode([Part].self, from: Data(result.output.utf8))
    }

    private func ours(_ path: String, from start: UInt64 = 0, count: UInt64? = nil) throws -> [Part] {
        let node = try backend.addNode(
            "driver=raw,node-name=n\(UUID().uuidString.prefix(8)),read-only=on,force-share=on,file.driver=file,"
                + "file.filename=\(path)")
        defer { try? backend.removeNode(node.name) }
        var parts: [Part] = []
        try ImageMap.visit(node, of: backend, from: start, count: count) { entry in
            parts.append(
                Part(
                    start: entry.start, length: entry.length, depth: entry.depth, present: entry.present,
                    zero: entry.zero, data: entry.data, offset: entry.offset))
        }
        return parts
    }

    private func write(_ path: String, _ commands: String...) throws {
        let result = try QEMUTools.run("qemu-io", ["-f", "raw"] + commands.flatMap { ["-c", $0] } + [path])
        try #require(result.status == 0 && !result.output.contains("failed"), "\(result.output)")
    }

    @Test(arguments: [
        ["write 0 4k"], ["write 64k 128k", "write 1M 4k", "write -z 72k 16k", "discard 128k 32k"],
        ["write 0 4M", "write -zu 1M 1M"], ["write 4194303 1"], ["discard 0 4M"],
    ])
    func `both tell the same of the same image`(commands: [String]) throws {
        #expect(try QEMUTools.run("qemu-img", ["create", "-f", "raw", image, "4M"]).status == 0)
        for command in commands { try write(image, command) }
        #expect(try ours(image) == theirs(image))
        #expect(try ours(image, from: 65536, count: 100_000) == theirs(image, "-s", "65536", "-l", "100000"))
    }

    @Test func `both tell the same of a file that ends inside of a sector`() throws {
        try Data(repeating: 7, count: 70_001).write(to: URL(fileURLWithPath: image))
        #expect(try ours(image) == theirs(image))
    }

    @Test(arguments: [("1M", UInt64(1 << 20)), ("+512k", 1_572_864), ("1000001", 1_000_001)])
    func `both make an image as long`(size: String, bytes: UInt64) throws {
        let their = folder.path + "/theirs.img"
        for path in [image, their] {
            #expect(try QEMUTools.run("qemu-img", ["create", "-f", "raw", path, "1M"]).status == 0)
            try write(path, "write -P 3 0 1M")
        }
        #expect(try QEMUTools.run("qemu-img", ["resize", "-f", "raw", "--shrink", their, size]).status == 0)
        let node = try backend.addNode("driver=raw,node-name=d,file.driver=file,file.filename=\(image)")
        try backend.resize("d", to: bytes)
        let expected = (bytes + 511) / 512 * 512
        #expect(node.length == expected)
        try backend.removeNode("d")
        let info = try QEMUTools.run("qemu-img", ["info", "-f", "raw", "--output", "json", their]).output
        #expect(info.contains("\"virtual-size\": \(expected)"))
        #expect(try QEMUTools.run("qemu-img", ["compare", "-f", "raw", "-F", "raw", image, their]).status == 0)
    }

    @Test(arguments: [true, false], [nil, 4096, 0] as [UInt64?])
    func `QEMU finds our copy equal, and has as many holes in its own`(isNew: Bool, sparse: UInt64?) throws {
        let (copy, their) = (folder.path + "/copy.img", folder.path + "/theirs.img")
        #expect(try QEMUTools.run("qemu-img", ["create", "-f", "raw", image, "16M"]).status == 0)
        try write(image, "write -P 1 1M 5M", "write -P 0 2M 1M", "write -P 2 16777215 1", "discard 4M 512k")
        try ImageCreation.create(BlockdevCreateOptionsFile(filename: copy, size: ByteSize(16 << 20)))
        if !isNew { try write(copy, "write -P 0xff 0 16M") }
        let source = try backend.addNode(
            "driver=raw,node-name=s,read-only=on,file.driver=file,file.filename=\(image)")
        let target = try backend.addNode(
            "driver=raw,node-name=t,discard=unmap,file.driver=file,file.filename=\(copy)")
        var options = ImageCopy.Options()
        options.targetIsZero = isNew
        options.offload = sparse == nil
        options.sparseSize = sparse ?? 4096
        var last: (UInt64, UInt64) = (0, 0)
        let outcome = try ImageCopy.run(from: source, to: target, of: backend, options: options) { done, total in
            #expect(done >= last.0 && done <= total)
            last = (done, total)
        }
        #expect(last == (16 << 20, 16 << 20))
        #expect(outcome.written + outcome.offloaded + outcome.zeroes == 16 << 20)
        try backend.removeNode("s")
        try backend.removeNode("t")
        #expect(try QEMUTools.run("qemu-img", ["compare", "-f", "raw", "-F", "raw", image, copy]).status == 0)
        // The strict comparison also looks at what is allocated.
        if sparse == 4096, isNew {
            #expect(
                try QEMUTools.run("qemu-img", ["convert", "-f", "raw", "-O", "raw", image, their]).status == 0)
            #expect(try theirs(their).filter(\.data).map(\.length).reduce(0, +) >= Int64(outcome.written))
        }
    }
}
