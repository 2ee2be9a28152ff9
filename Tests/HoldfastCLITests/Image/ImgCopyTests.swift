import Foundation
import Testing

struct ImgCopyTests {
    let folder: Tool.Folder
    let source: String
    let target: String

    init() throws {
        folder = try Tool.Folder()
        source = folder.path + "/source.img"
        target = folder.path + "/target.img"
        _ = try Tool.run(["img", "create", "-q", source, "8M"])
        // Data, written zeroes in it, and holes around.
        let written = try Tool.run([
            "io", "-c", "write -q -P 1 1M 2M", "-c", "write -q -P 0 1500k 500k", "-c", "write -q -P 2 8190k 2k", source,
        ])
        try #require(written.status == 0, "\(written.errors)")
    }

    private func content(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    private func allocated(_ path: String) throws -> Int {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return Int(status.st_blocks) * 512
    }

    @Test(arguments: [
        [], ["-S", "4k"], ["-S", "0"], ["-S", "64k", "-m", "1"], ["-t", "none", "-T", "none"],
        ["-t", "none", "-S", "512", "-m", "64"],
    ])
    func `the copy has the same content and the same holes`(options: [String]) throws {
        let result = try Tool.run(["img", "copy"] + options + [source, target])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
        #expect(try content(target) == content(source))
        #expect(try allocated(target) <= (3 << 20))
    }

    @Test func `written zeroes become holes where data is looked at`() throws {
        #expect(try Tool.run(["img", "copy", "-S", "4k", source, target]).status == 0)
        #expect(try allocated(target) < 1_700_000)
        #expect(try Tool.run(["img", "copy", "-S", "0", source, target]).status == 0)
        #expect(try allocated(target) >= 2 << 20)
        #expect(try content(target) == content(source))
    }

    @Test func `an image that is there is overwritten whole, zeroes included`() throws {
        try Data(repeating: 0xff, count: 9 << 20).write(to: URL(fileURLWithPath: target))
        #expect(try Tool.run(["img", "copy", "-n", "-S", "4k", source, target]).status == 0)
        let copy = try content(target)
        #expect(copy.count == 9 << 20)
        #expect(try copy.prefix(8 << 20) == content(source))
        #expect(copy.suffix(1 << 20).allSatisfy { $0 == 0xff })
        // Without -n it is made anew.
        #expect(try Tool.run(["img", "copy", "-o", "preallocation=falloc", source, target]).status == 0)
        #expect(try content(target) == content(source))
        #expect(try allocated(target) >= 8 << 20)
    }

    @Test func `progress is told to programs line by line`() throws {
        let result = try Tool.run(["img", "copy", "-p", source, target])
        #expect(result.output.hasPrefix("    (0.00/100%)\r"))
        #expect(result.output.hasSuffix("    (100.00/100%)\r\n"))
        #expect(try Tool.run(["img", "copy", "-p", "-q", source, target]).output.isEmpty)
    }

    @Test(arguments: [
        (["source.img", "source.img"], 1, "to be copied"), (["absent.img", "target.img"], 1, "absent.img"),
        (["-n", "source.img", "absent.img"], 1, "absent.img"), (["-n", "source.img", "small.img"], 1, "fewer than"),
        (["source.img", "absent/target.img"], 1, "absent"), (["source.img"], 1, "<target>"),
        (["--target-is-zero", "source.img", "target.img"], 1, "--no-create"),
        (["-n", "-o", "preallocation=full", "source.img", "small.img"], 1, "-n"),
        (["-m", "65", "source.img", "target.img"], 1, "--parallel"),
        (["-o", "size=1", "source.img", "target.img"], 1, "size"), (["-f", "qcow2", "a", "b"], 1, "qcow2"),
    ])
    func `what can't be copied is told, and the source stays`(
        arguments: [String], status: Int32, text: String
    ) throws {
        let before = try content(source)
        _ = try folder.write("small.img", String(repeating: "x", count: 512))
        let result = try Tool.run(["img", "copy"] + arguments, in: folder)
        #expect(result.status == status)
        #expect(result.errors.contains(text), "\(result.errors)")
        #expect(try content(source) == before)
    }
}
