import Foundation
import JSON
import Testing

struct BenchCommandTests {
    let folder: Tool.Folder
    let image: String

    init() throws {
        folder = try Tool.Folder()
        image = folder.path + "/disk.img"
        try #require(try Tool.run(["img", "create", "-q", image, "1M"]).status == 0)
    }

    @Test func `the result is for people`() throws {
        let result = try Tool.run(["bench", "-c", "100", "-d", "4", "-s", "8k", "--random", image])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("Sending 100 reads of 8 KiB, 4 at a time, at random places\nRun completed in "))
        #expect(result.output.contains(" p99.9 "))
    }

    @Test func `the result is for programs, and adds up`() throws {
        let result = try Tool.run([
            "bench", "-c", "1000", "-d", "8", "--output", "json", "--blockdev", "null-co,node-name=n",
        ])
        let report = try #require(try JSONParser.parse(result.output).objectValue)
        #expect(report["count"] == .int(1000) && report["depth"] == .int(8) && report["size"] == .int(4096))
        let seconds = try #require(report["seconds"]?.doubleValue)
        let rate = try #require(report["iops"]?.doubleValue)
        #expect(abs(seconds * rate - 1000) < 1)
        let latency = try #require(report["latency-ns"]?.objectValue)
        let quantiles = try ["min", "p50", "p90", "p99", "p99.9", "max"].map { try #require(latency[$0]?.int64Value) }
        #expect(quantiles == quantiles.sorted())
    }

    @Test func `writes go in order, around the end, with the pattern`() throws {
        let written = try Tool.run([
            "bench", "-q", "-w", "-c", "3", "-d", "1", "-s", "4k", "-S", "512k", "-o", "4k", "--pattern", "0x77", image,
        ])
        #expect(written.status == 0)
        let content = try Data(contentsOf: URL(fileURLWithPath: image))
        #expect(content[4096..<8192].allSatisfy { $0 == 0x77 })
        #expect(content[(516 << 10)..<(520 << 10)].allSatisfy { $0 == 0x77 })
        #expect(content.filter { $0 != 0 }.count == 8192)
    }

    @Test func `flushes come between writes`() throws {
        let result = try Tool.run(["bench", "-w", "-c", "64", "-d", "8", "--flush-interval", "16", image])
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test(arguments: [
        (["-c", "0"], 2, "--count"), (["-d", "0"], 2, "--depth"), (["-d", "5000"], 2, "--depth"),
        (["-s", "0"], 2, "--buffer-size"),
        (["-s", "x"], 2, "'x'"), (["--flush-interval", "4"], 2, "--write"),
        (["-w", "--flush-interval", "4"], 2, "--depth"),
        (["-o", "1M"], 1, "exceeds"), (["-o", "18446744073709551615"], 1, "exceeds"),
        (["-s", "2M", "-d", "1"], 1, "exceeds"),
        (["--pattern", "256"], 2, "'256'"), (["-f", "qcow2"], 2, "only 'raw' is"),
    ])
    func `what makes no sense is refused`(arguments: [String], status: Int32, text: String) throws {
        let result = try Tool.run(["bench"] + arguments + [image])
        #expect(result.status == status)
        #expect(result.errors.contains(text), "\(result.errors)")
    }
}
