import ArgumentParser
import BlockSchema
import Holdfast
import JSON
import QAPI

/// `holdfast img copy`: copies an image, holes and all.
struct ImgCopy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy an image.",
        discussion: """
            TARGET is made, or emptied and resized; a block device, or with -n any image, is written over. Holes of SOURCE \
            stay holes, and what the file system can share is shared. With -S data is read, and zeroes in it become \
            holes too.
            """)

    @Option(help: ArgumentHelp("Add an object first.", valueName: "option"))
    var object: [String] = []

    @Option(name: .shortAndLong, help: "The format; only 'raw'.")
    var format = "raw"

    @Option(
        name: [.customShort("t"), .long], help: ArgumentHelp("The cache mode of TARGET.", valueName: "mode"),
        transform: ImageArguments.cacheMode)
    var cache = CacheMode.writeback

    @Option(
        name: [.customShort("T"), .long], help: ArgumentHelp("The cache mode of SOURCE.", valueName: "mode"),
        transform: ImageArguments.cacheMode)
    var sourceCache = CacheMode.writeback

    @Flag(name: [.customShort("U"), .long], help: "Share SOURCE with whoever uses it, who may change it meanwhile.")
    var forceShare = false

    @Flag(name: [.customShort("n"), .long], help: "TARGET is there already; its size stays.")
    var noCreate = false

    @Flag(help: "With -n: TARGET reads as zeroes, so that zeroes need not be written.")
    var targetIsZero = false

    @Option(
        name: [.customShort("S"), .long],
        help: ArgumentHelp(
            "Read all data, and leave out zeroes of at least this many bytes (0: none).", valueName: "bytes"),
        transform: ImageArguments.size)
    var sparseSize: UInt64?

    @Option(name: [.customShort("m"), .long], help: "How many pieces to copy at a time.")
    var parallel = 8

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Set creation options.", valueName: "name=value,.."))
    var options: [String] = []

    @Flag(name: .shortAndLong, help: "Show how far it is.")
    var progress = false

    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    @Argument(help: "The image to copy.", completion: .file())
    var source: String

    @Argument(help: "The image to make.", completion: .file())
    var target: String

    func validate() throws {
        guard format == "raw" else {
            throw ValidationError("'--format \(format)': the format '\(format)' is not supported; only 'raw' is.")
        }
        guard (1...64).contains(parallel) else { throw ValidationError("--parallel must be from 1 to 64.") }
        guard noCreate || !targetIsZero else { throw ValidationError("--target-is-zero needs --no-create.") }
        guard !noCreate || options.isEmpty else { throw ValidationError("-o is for images that are made, not for -n.") }
    }

    func run() throws {
        let backend = try Backend()
        for option in object { try backend.addObject(option) }
        let from = try ImageSettings(
            filename: source, nodeName: "source", readOnly: true, cache: sourceCache, forceShare: forceShare
        ).open(on: backend)
        let isNew = try !noCreate && HostPath.device(target) == nil && make(length: from.length, unlike: from)
        // Holes in the target are what is wanted.
        let to = try ImageSettings(filename: target, nodeName: "target", cache: cache, discard: "unmap")
            .open(on: backend)
        var settings = ImageCopy.Options()
        settings.targetIsZero = isNew || targetIsZero
        settings.parallel = parallel
        if let sparseSize {
            settings.sparseSize = sparseSize
            settings.offload = false
        }
        var bar = progress && !quiet ? ProgressBar() : nil
        try ImageCopy.run(from: from, to: to, of: backend, options: settings) { done, total in
            bar?.show(done, of: total)
        }
        bar?.end()
    }

    /// Makes the target; true, because a new file reads as zeroes.
    private func make(length: UInt64, unlike source: Node) throws(QAPIError) -> Bool {
        guard !HostPath.areSame(target, source.filename) else {
            throw QAPIError("'\(target)' is the image that is to be copied", parameter: "target")
        }
        var tree = JSONObject()
        for text in options { try Keyval.merge(try Keyval.parse(text).tree, into: &tree) }
        for name in ["filename", "size"] where tree[name] != nil {
            throw QAPIError("The option '\(name)' follows from the arguments", parameter: name)
        }
        tree["filename"] = .string(try Self.path(target))
        tree["size"] = .string("\(length)")
        try ImageCreation.create(BlockdevCreateOptionsFile(keyval: tree))
        return true
    }

    /// The path that a file name stands for.
    private static func path(_ name: String) throws(QAPIError) -> String {
        let options = try LegacyFilename.options(name, probe: HostPath.device)
        guard let path = options["filename"]?.stringValue, options["driver"]?.stringValue == "file" else {
            throw QAPIError("'\(name)' can't be made", hint: "Make it first, and copy with -n.", parameter: "target")
        }
        return path
    }
}
