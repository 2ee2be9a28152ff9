import Foundation
import JSON
import Testing

struct ImgMapTests {
    let folder: Tool.Folder
    let image: String

    init() throws {
        folder = try Tool.Folder()
        image = folder.path + "/disk.img"
        _ = try Tool.run(["img", "create", "-q", image, "1M"])
        let written = try Tool.run(["io", "-c", "write -q 64k 128k", "-c", "write -q 512k 4k", image])
        try #require(written.status == 0, "\(written.errors)")
    }

    @Test func `for people the parts with data are shown`() throws {
        let result = try Tool.run(["img", "map", image])
        #expect(result.status == 0)
        #expect(
            result.output == """
                Offset          Length          Mapped to       File
                0x10000         0x20000         0x10000         \(image)
                0x80000         0x1000          0x80000         \(image)

                """)
    }

    @Test func `for programs all parts are, joined and without gaps`() throws {
        let result = try Tool.run(["img", "map", "--output", "json", image])
        #expect(
            result.output == """
                [{ "start": 0, "length": 65536, "depth": 0, "present": true, "zero": true, "data": false, "compressed": false, "offset": 0},
                { "start": 65536, "length": 131072, "depth": 0, "present": true, "zero": false, "data": true, "compressed": false, "offset": 65536},
                { "start": 196608, "length": 327680, "depth": 0, "present": true, "zero": true, "data": false, "compressed": false, "offset": 196608},
                { "start": 524288, "length": 4096, "depth": 0, "present": true, "zero": false, "data": true, "compressed": false, "offset": 524288},
                { "start": 528384, "length": 520192, "depth": 0, "present": true, "zero": true, "data": false, "compressed": false, "offset": 528384}]

                """)
    }

    private func parts(_ arguments: String...) throws -> [[Int64]] {
        let result = try Tool.run(["img", "map", "--output", "json"] + arguments)
        try #require(result.status == 0, "\(result.errors)")
        let entries = try #require(try JSONParser.parse(result.output).arrayValue)
        return entries.compactMap(\.objectValue).map { entry in
            ["start", "length", "offset"].map { name in
                if case .int(let value)? = entry[name] { value } else { -1 }
            }
        }
    }

    @Test func `a part of the image`() throws {
        #expect(
            try parts("-s", "100k", "-l", "100k", image) == [[102_400, 94_208, 102_400], [196_608, 8192, 196_608]])
        #expect(try parts("-s", "1M", image) == [])
        #expect(try Tool.run(["img", "map", "--output", "json", "-s", "1M", image]).output == "[]\n")
        #expect(try parts("-s", "1023k", "-l", "1G", image) == [[1_047_552, 1024, 1_047_552]])
        let behind = try Tool.run(["img", "map", "-s", "1025k", image])
        #expect(behind.status == 1 && behind.errors.contains("behind the end"))
    }

    @Test func `a window's parts tell where they lie in the file`() throws {
        let node = "driver=raw,node-name=w,offset=65536,size=262144,file.driver=file,file.filename=\(image)"
        #expect(try parts("--blockdev", node) == [[0, 131_072, 65536], [131_072, 131_072, 196_608]])
        // What has no file has no place in one.
        #expect(try parts("--blockdev", "null-co,node-name=n,size=4096") == [[0, 4096, -1]])
    }

    @Test(arguments: [
        (["absent.img"], 1, "absent.img"), ([], 1, "FILENAME"), (["-s", "x", "disk.img"], 1, "'x'"),
        (["--output", "xml", "disk.img"], 1, "xml"),
    ])
    func `mistakes are told`(arguments: [String], status: Int32, text: String) throws {
        let result = try Tool.run(["img", "map"] + arguments, in: folder)
        #expect(result.status == status)
        #expect(result.errors.contains(text), "\(result.errors)")
    }
}
