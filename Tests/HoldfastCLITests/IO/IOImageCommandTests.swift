import Foundation
import Testing

/// Commands that open, describe and resize images.
struct IOImageCommandTests {
    let folder: Tool.Folder
    let image: String

    init() throws {
        folder = try Tool.Folder()
        image = folder.path + "/disk.img"
        let made = try Tool.run(["img", "create", "-q", image, "1M"])
        try #require(made.status == 0, "\(made.errors)")
    }

    private func io(_ commands: String..., options: [String] = [], image: String? = nil) throws -> Tool.Result {
        try Tool.run(["io"] + options + commands.flatMap { ["-c", $0] } + [image ?? self.image])
    }

    private func io(without commands: String...) throws -> Tool.Result {
        try Tool.run(["io"] + commands.flatMap { ["-c", $0] })
    }

    @Test func `what is stored is shown`() throws {
        let result = try io(
            "write -q 64k 64k", "write -q 256k 4k", "map", "alloc 0 1M", "alloc 64k", "alloc 0", "discard -q 64k 32k",
            "alloc 0 1M")
        #expect(
            result.output == """
                64 KiB (0x10000) bytes not allocated at offset 0 bytes (0x0)
                64 KiB (0x10000) bytes     allocated at offset 64 KiB (0x10000)
                128 KiB (0x20000) bytes not allocated at offset 128 KiB (0x20000)
                4 KiB (0x1000) bytes     allocated at offset 256 KiB (0x40000)
                764 KiB (0xbf000) bytes not allocated at offset 260 KiB (0x41000)
                69632/1048576 bytes allocated at offset 0 bytes
                512/512 bytes allocated at offset 64 KiB
                0/512 bytes allocated at offset 0 bytes
                36864/1048576 bytes allocated at offset 0 bytes

                """)
        #expect(try io("alloc 1M").output.contains("EIO"))
    }

    @Test func `discards are for the file only where they are passed on`() throws {
        _ = try io("write -q 0 1M")
        let ignored = try io("discard -q 0 64k", "alloc 0 64k", options: ["-d", "ignore"])
        #expect(ignored.output == "65536/65536 bytes allocated at offset 0 bytes\n")
        let passed = try io("aio_discard 64k 64k", "aio_flush", "alloc 64k 64k", "write -q -z -u 0 64k", "alloc 0 64k")
        #expect(passed.output.hasPrefix("discard 65536/65536 bytes at offset 65536\n"))
        #expect(passed.output.contains("0/65536 bytes allocated at offset 64 KiB"))
        #expect(passed.output.hasSuffix("0/65536 bytes allocated at offset 0 bytes\n"))
    }

    @Test func `the length changes, with requests under way`() throws {
        let result = try io(
            "aio_write -q -P 3 1023k 1k", "truncate 2M", "length", "read -q -P 0 1M 1M", "aio_write -q -P 4 0 64k",
            "truncate 512k", "length", "read 512k 512", "truncate -m full 1M", "alloc 512k 512k",
            "read -q -P 0 512k 512k")
        #expect(result.status == 1)
        #expect(
            result.output.split(separator: "\n") == [
                "2 MiB", "512 KiB", "read failed: Input/output error (EIO)",
                "524288/524288 bytes allocated at offset 512 KiB",
            ])
        #expect(try io("truncate -m metadata 2M").output.contains("falloc"))
        #expect(try io("truncate 2M", options: ["-r"]).output.contains("truncate failed"))
    }

    @Test func `images are closed and opened`() throws {
        let result = try io(
            "write -q -P 7 0 512", "open \(image)", "close", "length", "close", "open -r -n \(image)",
            "read -q -P 7 0 512", "write 0 512", "info")
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines[0].contains("open already"))
        #expect(lines[1].contains("no image is open") && lines[2].contains("no image is open"))
        #expect(lines[3].contains("EPERM"))
        #expect(lines.contains("read-only: yes") && lines.contains { $0.hasPrefix("alignment: 512") })
    }

    @Test func `an image needs not be given at the start`() throws {
        let result = try io(
            without: "open -o driver=null-co,size=8192", "length", "close", "open", "open \(image).absent",
            "open -o offset=4096,size=4096 \(image)", "length", "help open")
        #expect(result.output.hasPrefix("8 KiB\nopen: give a path, or with -o a driver\nopen failed: "))
        #expect(result.output.contains("absent") && result.output.contains("\n4 KiB\n"))
        #expect(result.output.contains("-d  the discard mode"))
        #expect(try io(without: "read 0 512").output == "no image is open; 'open' opens one\n")
    }

    @Test func `an image is opened anew with other options`() throws {
        let result = try io(
            "reopen -r", "write 0 512", "reopen -w -c none", "write -q -P 9 0 512", "info",
            "reopen -o offset=1,size=7", "read -q -P 9 0 512", "reopen -r -w")
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines[0].contains("EPERM"))
        #expect(lines.contains { $0.hasPrefix("alignment: 512") })
        // What failed left the image as it was.
        #expect(lines[lines.count - 2].contains("512") && lines[lines.count - 2].hasPrefix("reopen failed"))
        #expect(lines[lines.count - 1].contains("exclude"))
    }

    @Test func `memory can be put where it needs a copy`() throws {
        let result = try io(
            "write -q -P 5 0 64k", "read -q -P 5 0 64k", "write -q -P 6 512 512", "read -q -P 6 512 512",
            options: ["-n", "-m", "3"])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
    }

    @Test func `waiting takes its time`() throws {
        let start = ContinuousClock.now
        #expect(try io("sleep 150").status == 0)
        #expect(start.duration(to: .now) >= .milliseconds(150))
        #expect(try io("sleep x").output.contains("'x'"))
    }
}
