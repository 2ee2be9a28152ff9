import Testing

/// What becomes of I/O where a seccomp filter forbids what it is best done by.
@Suite struct SeccompTests {
    private let folder: Tool.Folder

    init() throws { folder = try Tool.Folder() }

    private func io(
        _ options: String, _ commands: [String], forbidding groups: String?
    ) throws -> Tool.Result {
        let image = try folder.write("disk.img", String(repeating: "x", count: 1 << 16))
        return try Tool.run(
            ["io", "--blockdev", "driver=file,node-name=disk0,filename=\(image)\(options)"]
                + commands.flatMap { ["-c", $0] },
            forbidding: groups)
    }

    private static let work = [
        "write -P 7 4096 8192", "write -P 9 -f 1000 100", "read -P 7 4096 8192", "read -P 9 1000 100", "flush",
        "discard 0 512", "info",
    ]

    @Test(
        "Another engine takes over, with one line that says why",
        arguments: [
            ("io_uring", "", "threads"), ("io_uring", ",cache.direct=on", "native"),
            ("io_uring,aio", ",cache.direct=on", "threads"), ("io_uring,aio,membarrier", "", "threads"),
            ("io_uring", ",aio=io_uring", "threads"), ("aio", ",aio=native,cache.direct=on", "io_uring"),
        ])
    func fallback(groups: String, options: String, engine: String) throws {
        let result = try io(options, Self.work, forbidding: groups)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line.hasPrefix("warning: node 'disk0' is served by aio=\(engine): "))
        #expect(line.hasSuffix("can't be used: Operation not permitted (EPERM)"))
        #expect(result.output.contains("engine: \(engine) ("))
        #expect(!result.output.contains("verification failed"))
    }

    @Test("What nobody forbids or nobody needs is no matter of a warning", arguments: [nil, "aio", "membarrier"])
    func silent(groups: String?) throws {
        let result = try io("", Self.work, forbidding: groups)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.errors == "")
        #expect(result.output.contains("engine: io_uring ("))
    }

    @Test("Linux AIO is refused where the page cache is in the way")
    func nativeBuffered() throws {
        let result = try io(",aio=native", ["info"], forbidding: nil)
        #expect(result.status != 0)
        #expect(result.errors.contains("'aio=native' needs 'cache.direct=on'"))
    }
}
