import ArgumentParser
import Holdfast
import JSON

/// `holdfast bench`: how fast an image is, straight through a queue.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast an image is.",
        discussion: """
            The options are those of 'qemu-img bench', and more: --random and --seed, latencies, --output json. \
            Sizes take suffixes, such as 64k.
            """)

    /// What is printed.
    enum Layout: String, ExpressibleByArgument, CaseIterable {
        case human
        case json
    }

    @OptionGroup var image: ImageArguments

    @Option(name: .shortAndLong, help: "How many requests.")
    var count: UInt64 = 75_000

    @Option(name: .shortAndLong, help: "How many at a time, up to 4096.")
    var depth = 64

    @Option(name: [.customShort("s"), .long], help: "Bytes of a request.", transform: BenchCommand.size)
    var bufferSize: UInt64 = 4096

    @Option(
        name: [.customShort("S"), .long], help: "Bytes from one request to the next (default: the request's size).",
        transform: BenchCommand.size)
    var stepSize: UInt64?

    @Option(name: .shortAndLong, help: "Where to begin.", transform: BenchCommand.size)
    var offset: UInt64 = 0

    @Flag(name: .shortAndLong, help: "Write; this overwrites the image's content.")
    var write = false

    @Option(help: "The byte to write.", transform: BenchCommand.byte)
    var pattern: UInt8 = 0

    @Option(help: "Flush after so many writes.")
    var flushInterval: UInt64 = 0

    @Flag(help: "Send requests to random places, multiples of their size.")
    var random = false

    @Option(help: "Where the random numbers begin.")
    var seed: UInt64 = 1

    @Flag(name: .shortAndLong, help: "Print the result only.")
    var quiet = false

    @Option(help: "How to print the result.")
    var output = Layout.human

    func validate() throws {
        try image.check()
        guard count > 0 else { throw ValidationError("--count must be at least 1.") }
        guard (1...4096).contains(depth) else { throw ValidationError("--depth must be from 1 to 4096.") }
        guard (1...(1 << 30)).contains(bufferSize) else {
            throw ValidationError("--buffer-size must be from 1 byte to 1 GiB.")
        }
        guard bufferSize * UInt64(depth) <= 1 << 32 else {
            throw ValidationError("--buffer-size times --depth must not exceed 4 GiB.")
        }
        guard flushInterval == 0 || write else { throw ValidationError("--flush-interval needs --write.") }
        guard flushInterval == 0 || flushInterval >= depth else {
            throw ValidationError("--flush-interval must not be less than --depth.")
        }
    }

    func run() throws {
        let backend = try Backend()
        let notices = backend.tellOfEngines()
        defer { notices.cancel() }
        let node = try image.open(on: backend, readOnly: !write)
        let end = offset.addingReportingOverflow(bufferSize)
        guard !end.overflow, end.partialValue <= node.length else {
            throw IOFailure("a request of \(bufferSize) bytes at \(offset) exceeds the image's \(node.length) bytes")
        }
        let plan = BenchPlan(
            writes: write, count: count, depth: depth, size: bufferSize, step: stepSize ?? bufferSize, offset: offset,
            isRandom: random, seed: seed, pattern: pattern, flushInterval: flushInterval,
            isDurable: image.writesThrough)
        var options = QueueOptions()
        // One more for a flush.
        options.depth = depth + 1
        let queue = try backend.makeQueue(options: options)
        let handle = try queue.attach(node, access: write ? .readWrite : .readOnly, sharesWrites: true)
        if !quiet && output == .human { Output.standard.print(BenchReport.announcement(plan)) }
        let report = BenchReport(plan: plan, run: try BenchRun(plan, queue, handle, length: node.length))
        switch output {
        case .human: Output.standard.print(report.text)
        case .json: Output.standard.print(JSONWriter(.pretty).string(.object(report.json)))
        }
    }

    private static func size(_ text: String) throws -> UInt64 {
        guard let size = Figures.size(text) else { throw ValidationError("'\(text)' is no size, such as 4096 or 64k.") }
        return size
    }

    private static func byte(_ text: String) throws -> UInt8 {
        do throws(IOFailure) { return try IOCommandLine.pattern(text) } catch { throw ValidationError(error.message) }
    }
}
