import Foundation
import Testing

struct ImgResizeTests {
    let folder: Tool.Folder
    let image: String

    init() throws {
        folder = try Tool.Folder()
        image = folder.path + "/disk.img"
        _ = try folder.write("disk.img", String(repeating: "x", count: 65536))
    }

    private func length() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: image)
        return try #require(attributes[.size] as? NSNumber).intValue
    }

    @Test(arguments: [
        (["1M"], 1 << 20), (["+64k"], 131_072), (["--shrink", "-512"], 65024), (["--shrink", "0"], 0),
        (["--preallocation", "full", "128k"], 131_072), (["--preallocation", "falloc", "128k"], 131_072),
        (["--shrink", "65035"], 65035), (["--shrink", "--", "-1k"], 64512),
    ])
    func `an image gets the size that is asked for`(arguments: [String], expected: Int) throws {
        let flags = Array(arguments.dropLast())
        let result = try Tool.run(
            ["img", "resize"] + flags.filter { $0 != "--" } + [image]
                + flags.filter { $0 == "--" } + [arguments[arguments.count - 1]])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "Image resized.\n")
        #expect(try length() == expected)
        let content = try Data(contentsOf: URL(fileURLWithPath: image))
        #expect(content.prefix(65536).allSatisfy { $0 == 0x78 } && content.dropFirst(65536).allSatisfy { $0 == 0 })
    }

    @Test(arguments: [
        (["-1k"], 1, "--shrink"), (["32k"], 1, "--shrink"), (["--shrink", "-65k"], 1, "by that much"),
        (["--shrink", "--preallocation", "full", "-1k"], 1, "preallocated"), (["+8E"], 1, "by that much"),
        (["5Q"], 1, "'5Q'"), (["1k", "2k"], 1, "one size"), ([], 1, "one size"),
        (["--preallocation", "metadata", "1M"], 1, "falloc"),
    ])
    func `what can't be leaves it as it is`(arguments: [String], status: Int32, text: String) throws {
        let result = try Tool.run(["img", "resize", image] + arguments)
        #expect(result.status == status)
        #expect(result.errors.contains(text), "\(result.errors)")
        #expect(try length() == 65536)
    }

    @Test func `nodes are resized too, through a window's offset`() throws {
        let node = "driver=raw,node-name=w,offset=4096,file.driver=file,file.filename=\(image)"
        let result = try Tool.run(["img", "resize", "-q", "--blockdev", node, "1M"])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
        #expect(try length() == 1 << 20 + 4096)
    }

    @Test(arguments: [["resize", "IMAGE", "2M"], ["create", "IMAGE", "2M"], ["copy", "OTHER", "IMAGE"]])
    func `an image that somebody else writes to alone stays as it is`(arguments: [String]) throws {
        try #require(try Tool.run(["img", "create", "-q", image, "1M"]).status == 0)
        let other = try folder.write("other.img", String(repeating: "x", count: 4096))
        // Byte 201, locked: writing is not shared. A description's lock meets the process's.
        let descriptor = open(image, O_RDWR)
        defer { close(descriptor) }
        var lock = flock(l_type: Int16(F_RDLCK), l_whence: Int16(SEEK_SET), l_start: 201, l_len: 1, l_pid: 0)
        try #require(fcntl(descriptor, F_SETLK, &lock) == 0)
        let result = try Tool.run(
            ["img"] + arguments.map { $0 == "IMAGE" ? image : $0 == "OTHER" ? other : $0 })
        #expect(result.status == 1)
        #expect(result.errors.contains("'write'") && result.errors.contains("process \(getpid())"), "\(result.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: image)) == Data(count: 1 << 20))
    }
}
