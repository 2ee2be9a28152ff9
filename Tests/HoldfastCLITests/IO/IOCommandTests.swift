import Foundation
import Testing

struct IOCommandTests {
    let folder: Tool.Folder
    let image: String

    init() throws {
        folder = try Tool.Folder()
        image = folder.path + "/disk.img"
        let made = try Tool.run(["img", "create", "-q", image, "1M"])
        try #require(made.status == 0, "\(made.errors)")
    }

    /// Runs commands on the image.
    private func io(_ commands: String..., options: [String] = []) throws -> Tool.Result {
        try Tool.run(["io"] + options + commands.flatMap { ["-c", $0] } + [image])
    }

    @Test func `what is written is read back and reported`() throws {
        let result = try io("write -P 0xab 4k 64k", "read -P 0xab 4k 64k", "read -P 0 68k 4k")
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 6)
        #expect(lines[0] == "wrote 65536/65536 bytes at offset 4096")
        #expect(
            try /64 KiB, 1 ops; \d\d\.\d\d sec \([\d.]+ [KMG]iB\/sec and \d+\.\d{4} ops\/sec\)/.wholeMatch(in: lines[1])
                != nil)
        #expect(lines[2] == "read 65536/65536 bytes at offset 4096")
        let content = try Data(contentsOf: URL(fileURLWithPath: image))
        #expect(content[4096..<69632].allSatisfy { $0 == 0xab } && content[69632...].allSatisfy { $0 == 0 })
    }

    @Test func `a pattern that isn't there is a failure, and the rest still runs`() throws {
        let result = try io("read -P 1 0 512", "read -q 0 512")
        #expect(result.status == 1)
        #expect(result.output.hasPrefix("Pattern verification failed at offset 0, 512 bytes\n"))
        #expect(try io("write -P 1 0 1k", "read -P 1 0 2k", options: []).status == 1)
        #expect(try io("read -P 1 -s 512 -l 512 0 4k").status == 0)
        #expect(try io("read -P 1 -s 512 0 4k").status == 1)
    }

    @Test func `a write at an odd place leaves its surroundings alone`() throws {
        let result = try io(
            "write -q -P 7 0 4k", "write -q -P 8 100 3", "read -q -P 7 0 100", "read -q -P 8 100 3",
            "read -q -P 7 103 3993")
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
    }

    @Test func `bytes are shown in hexadecimal and as text`() throws {
        _ = try folder.write("disk.img", "Hello, world 0123\n" + String(repeating: " ", count: 494))
        let result = try io("read -v 0 18")
        #expect(
            result.output.hasPrefix(
                """
                00000000:  48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 20 30 31 32  Hello..world.012
                00000010:  33 0a  3.
                read 18/18 bytes at offset 0
                """))
    }

    @Test func `fields for programs`() throws {
        let result = try io("write -C 0 4k")
        #expect(try /4096,1,0:00:\d\d\.\d\d,\d+\.\d{3},\d+\.\d{3}\n/.wholeMatch(in: result.output) != nil)
    }

    @Test func `zeroes, discards, flushes and durable writes`() throws {
        let result = try io(
            "write -q -f -P 1 0 64k", "write -q -z 0 4k", "write -q -zu 4k 4k", "discard -q 8k 4k", "flush",
            "read -q -P 0 0 8k", "read -q -P 1 12k 52k")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.isEmpty)
    }

    @Test func `requests that aren't waited for end before the tool does`() throws {
        let result = try io(
            "aio_write -P 5 0 64k", "aio_write -P 6 64k 64k", "aio_flush", "aio_read -P 6 64k 64k",
            "aio_read -P 9 0 512")
        #expect(result.status == 1)
        #expect(result.output.contains("wrote 65536/65536 bytes at offset 65536"))
        #expect(result.output.contains("Pattern verification failed at offset 0, 512 bytes"))
        #expect(!result.output.contains("failed at offset 65536"))
    }

    @Test func `pieces of memory`() throws {
        let result = try io(
            "writev -q -P 3 512 512 1k 512", "readv -q -P 3 512 1k 1k", "read -q -P 0 0 512", "read -q -P 0 2560 512")
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `a file's content is written over and over`() throws {
        let source = try folder.write("source", "abc")
        let result = try io("write -q -s \(source) 0 7", "read -v 0 8")
        #expect(result.output.contains("61 62 63 61 62 63 61 00"))
    }

    @Test(arguments: [
        ("bogus", "no command 'bogus'"), ("read", "usage: read"), ("read 0", "usage: read"), ("read -x 0 1", "'-x'"),
        ("read -P 256 0 1", "'256'"), ("read 0 3Q", "'3Q'"), ("read -1 1", "'-1'"), ("read -s 1 0 2", "-P"),
        ("read -P 1 -l 3 0 2", "ends behind"), ("write -u 0 1", "-z"), ("write -z -P 1 0 1", "only one"),
        ("read 1M 512", "read failed"), ("write 1M 512", "write failed"), ("write -s /absent 0 512", "/absent"),
        ("readv 0 7E 7E", "too much"), ("help bogus", "no command 'bogus'"), ("read -P", "needs a value"),
    ])
    func `mistakes and failures are told and counted`(command: String, text: String) throws {
        let result = try io(command, "length")
        #expect(result.status == 1)
        #expect(result.output.contains(text), "\(result.output)")
        #expect(result.output.hasSuffix("1 MiB\n"))
        #expect(result.errors.isEmpty)
    }

    @Test func `commands come from the standard input too`() throws {
        let script = try folder.write(
            "script", "write -q -P 4 0 512\n\n# nothing\nread -q -P 4 0 512\nlength\nquit\nbogus\n")
        let result = try Tool.run(["io", image], input: script)
        #expect(result.status == 0)
        // No terminal, no prompt.
        #expect(result.output == "1 MiB\n")
    }

    @Test func `a node is described`() throws {
        let result = try io("info", options: ["-r"])
        #expect(
            result.output.contains("driver: raw\nfilename: \(image)\nlength: 1 MiB (1048576 bytes)\nread-only: yes"))
        #expect(result.output.contains("engine: io_uring"))
    }

    @Test func `help lists the commands and explains one`() throws {
        let all = try io("help")
        for name in ["read, r", "write, w", "aio_flush", "discard, d", "quit, q"] { #expect(all.output.contains(name)) }
        let one = try io("help write")
        #expect(one.output.contains("-z  write zeroes") && !one.output.contains("-v "))
    }

    @Test func `an image that is opened for reading only keeps its content`() throws {
        let result = try io("write -P 1 0 512", "read -q -P 0 0 512", options: ["-r"])
        #expect(result.status == 1)
        #expect(result.output.contains("EPERM"))
        #expect(result.output.split(separator: "\n").count == 1)
    }

    @Test func `nodes are given as for a virtual machine`() throws {
        let node = "driver=raw,node-name=d,offset=4096,size=8192,file=f0"
        let result = try Tool.run([
            "io", "--blockdev", "driver=file,node-name=f0,filename=\(image)", "--blockdev", node, "-c", "length", "-c",
            "write -q -P 9 0 4k", "-c", "write 8k 512",
        ])
        #expect(result.status == 1)
        #expect(result.output.hasPrefix("8 KiB\nwrite failed: "))
        let content = try Data(contentsOf: URL(fileURLWithPath: image))
        #expect(content[4096..<8192].allSatisfy { $0 == 9 } && content[..<4096].allSatisfy { $0 == 0 })
    }

    @Test(arguments: [
        (["-f", "qcow2", "x.img"], 2, "only 'raw' is"), (["-m", "5000", "x.img"], 2, "--misalign"),
        (["-d", "zap", "x.img"], 2, "'zap'"),
        (["--blockdev", "null-co,node-name=n", "x.img"], 2, "FILENAME or --blockdev"),
        (["absent.img", "-c", "length"], 1, "absent.img"), (["-U", "x.img", "-c", "length"], 1, "read-only=on"),
        (["--blockdev", "null-co", "-c", "length"], 1, "node-name"),
        (
            ["--object", "throttle-group,id=g,limits.iops-total-max=5", "--blockdev", "null-co,node-name=n"], 1,
            "needs iops"
        ),
    ])
    func `what can't be opened is told`(arguments: [String], status: Int32, text: String) throws {
        _ = try folder.write("x.img", String(repeating: "x", count: 512))
        let result = try Tool.run(["io"] + arguments, in: folder)
        #expect(result.status == status)
        #expect(result.errors.contains(text), "\(result.errors)")
    }
}
