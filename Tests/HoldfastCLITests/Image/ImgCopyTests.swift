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

    @Test func `a copy keeps to its rate`() throws {
        let start = ContinuousClock.now
        let result = try Tool.run(["img", "copy", "-r", "4M", "-S", "0", source, target])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
        #expect(try content(target) == content(source))
        // 2 MiB and a little; all but a tenth of a second's worth and the last piece have to wait.
        #expect(start.duration(to: .now) >= .milliseconds(140))
        #expect(try Tool.run(["img", "copy", "-r", "1T", source, target]).status == 0)
        #expect(try content(target) == content(source))
    }

    @Test(arguments: [
        ["img", "create", "PATH", "1M"], ["img", "copy", "SOURCE", "PATH"],
        ["img", "copy", "-S", "4k", "SOURCE", "PATH"],
        ["io", "-c", "write 0 512k", "SMALL"], ["img", "resize", "SMALL", "1M"],
    ])
    func `a limit of file sizes is an error, not the end`(arguments: [String]) throws {
        let small = try folder.write("small.img", String(repeating: "x", count: 4096))
        _ = try Tool.run(["img", "resize", "-q", small, "1M"])
        let names = ["PATH": target, "SOURCE": source, "SMALL": small]
        let shrunk =
            arguments.contains("resize") ? try Tool.run(["img", "resize", "-q", "--shrink", small, "4k"]).status : 0
        #expect(shrunk == 0)
        let result = try Tool.run(arguments.map { names[$0] ?? $0 }, fileLimit: 64)
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        #expect((result.errors + result.output).contains("EFBIG"), "\(result.output)\(result.errors)")
    }

    @Test func `progress is a bar on a terminal`() throws {
        // TIOCSPTLCK and TIOCGPTN: unlocks the other side and asks for its number.
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        let master = FileHandle(fileDescriptor: terminal, closeOnDealloc: true)
        var (lock, number): (Int32, Int32) = (0, -1)
        try #require(ioctl(terminal, 0x4004_5431, &lock) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
        let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(other >= 0)
        let slave = FileHandle(fileDescriptor: other, closeOnDealloc: true)
        let result = try Tool.run(["img", "copy", "-p", source, target], output: slave)
        #expect(result.status == 0, "\(result.errors)")
        // What fits into the terminal's buffer is there.
        let text = String(decoding: master.availableData, as: UTF8.self)
        #expect(text.hasPrefix("\r[..............................] 0.00 % of 8 MiB"), "\(text)")
        #expect(text.contains("\r[##############################] 100.00 % of 8 MiB"), "\(text)")
        // To Swift a carriage return and a line feed are one character.
        #expect(text.utf8.last == UInt8(ascii: "\n"))
        #expect(text.utf8.split(separator: UInt8(ascii: "\r")).allSatisfy { $0.count < 80 })
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
        (["-r", "0", "source.img", "target.img"], 1, "--rate-limit"),
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
