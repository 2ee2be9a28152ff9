import Foundation
import JSON
import Testing

struct ImgCommandTests {
    let folder: Tool.Folder
    let image: String

    init() throws {
        folder = try Tool.Folder()
        image = folder.path + "/disk.img"
    }

    private func allocated() throws -> Int {
        var status = stat()
        try #require(stat(image, &status) == 0)
        return Int(status.st_blocks) * 512
    }

    @Test(arguments: [("1M", 1 << 20), ("1000", 1024), ("0", 0), ("1.5k", 1536)])
    func `an image has its size in whole sectors`(size: String, bytes: Int) throws {
        let result = try Tool.run(["img", "create", image, size])
        #expect(result.status == 0)
        #expect(result.output == "Formatting '\(image)', fmt=raw size=\(bytes)\n")
        #expect(try Data(contentsOf: URL(fileURLWithPath: image)) == Data(count: bytes))
    }

    @Test(arguments: [("off", 0), ("falloc", 1 << 20), ("full", 1 << 20)])
    func `preallocation takes the room`(mode: String, bytes: Int) throws {
        let result = try Tool.run(["img", "create", "-f", "raw", "-o", "preallocation=\(mode),size=1M", image])
        #expect(result.output == "Formatting '\(image)', fmt=raw size=1048576 preallocation=\(mode)\n")
        #expect(try allocated() >= bytes)
        let room = try allocated()
        #expect(mode != "off" || room < 1 << 20)
        #expect(try Data(contentsOf: URL(fileURLWithPath: image)) == Data(count: 1 << 20))
    }

    @Test func `a file that is there is emptied`() throws {
        _ = try folder.write("disk.img", String(repeating: "x", count: 4096))
        #expect(try Tool.run(["img", "create", "-q", image, "1k"]).status == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: image)) == Data(count: 1024))
    }

    @Test(arguments: [
        (["-f", "qcow2", "x.img", "1M"], 1, "'--format qcow2'"), (["x.img"], 1, "size"), (["x.img", "1X"], 1, "size"),
        (["-o", "size=1M", "x.img", "1M"], 1, "twice"), (["-o", "bogus=1", "x.img", "1M"], 1, "bogus"),
        (["-o", "preallocation=metadata", "x.img", "1M"], 1, "metadata"),
        (["-o", "nocow=maybe", "x.img", "1M"], 1, "nocow"),
        (["-o", "extent-size-hint=4G", "x.img", "1M"], 1, "extent-size-hint"),
        (["absent/x.img", "1M"], 1, "absent"), (["/dev/null", "1M"], 1, "neither"), (["x.img", "8E"], 1, "size"),
    ])
    func `what can't be made is told, and nothing is left`(arguments: [String], status: Int32, text: String) throws {
        let result = try Tool.run(["img", "create"] + arguments, in: folder)
        #expect(result.status == status)
        #expect(result.errors.contains(text), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.img"))
    }

    @Test func `an image is described`() throws {
        _ = try Tool.run(["img", "create", "-q", image, "1M"])
        let result = try Tool.run(["img", "info", image])
        #expect(result.status == 0)
        #expect(
            result.output == """
                image: \(image)
                file format: raw
                virtual size: 1 MiB (1048576 bytes)
                disk size: 0 B
                Child node '/file':
                    filename: \(image)
                    protocol type: file
                    file length: 1 MiB (1048576 bytes)
                    disk size: 0 B

                """)
    }

    @Test func `an image is described for programs`() throws {
        _ = try Tool.run(["img", "create", "-q", image, "1M"])
        let result = try Tool.run(["img", "info", "--output", "json", image])
        let info = try #require(try JSONParser.parse(result.output).objectValue)
        #expect(info["virtual-size"] == .int(1 << 20))
        #expect(info["filename"] == .string(image))
        #expect(info["format"] == .string("raw"))
        #expect(info["actual-size"] == .int(0))
        let child = try #require(info["children"]?.arrayValue?.first?.objectValue)
        #expect(child["name"] == .string("file"))
        #expect(child["info"]?.objectValue?["format"] == .string("file"))
    }

    @Test func `a file that can only be read is described`() throws {
        _ = try folder.write("disk.img", String(repeating: "x", count: 700))
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: image)
        let result = try Tool.run(["img", "info", image])
        #expect(result.status == 0)
        #expect(result.output.contains("virtual size: 1 KiB (1024 bytes)"))
    }

    @Test func `nodes are described by their options`() throws {
        let result = try Tool.run(["img", "info", "--blockdev", "null-co,node-name=n,size=4096"])
        #expect(result.output.contains("file format: null-co\nvirtual size: 4 KiB (4096 bytes)"))
    }

    @Test(arguments: [
        (["-f", "vmdk", "x"], 1, "'--format vmdk'"), (["absent.img"], 1, "absent.img"), ([], 1, "FILENAME"),
    ])
    func `what can't be described is told`(arguments: [String], status: Int32, text: String) throws {
        let result = try Tool.run(["img", "info"] + arguments, in: folder)
        #expect(result.status == status)
        #expect(result.errors.contains(text), "\(result.errors)")
    }
}
