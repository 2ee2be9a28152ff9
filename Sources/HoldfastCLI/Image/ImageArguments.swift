import ArgumentParser
import BlockSchema
import Glibc
import Holdfast
import JSON
import QAPI

/// The arguments by which commands name the image that they work on: nodes, or the name of a file.
struct ImageArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Add an object, such as a pr-manager; before the nodes.", valueName: "option"))
    var object: [String] = []

    @Option(help: ArgumentHelp("Add a block node; the last one is worked on.", valueName: "option"))
    var blockdev: [String] = []

    @Option(name: .shortAndLong, help: "The format of FILENAME; only 'raw', and nothing is ever guessed.")
    var format = "raw"

    @Option(
        name: [.customShort("t"), .long], help: ArgumentHelp("The cache mode of FILENAME.", valueName: "mode"),
        transform: ImageArguments.cacheMode)
    var cache = CacheMode.writeback

    @Flag(name: [.customShort("n"), .long], help: "Bypass the page cache; short for --cache none.")
    var nocache = false

    @Flag(name: [.customShort("U"), .long], help: "Share FILENAME with whoever uses it; needs reading only.")
    var forceShare = false

    @Argument(help: "The image; a path, 'file:' and a path, or 'json:' and an object.", completion: .file())
    var filename: String?

    /// The name that the node of a file name gets.
    static let nodeName = "image"

    /// Checks what can be checked before anything is opened; for `validate()`.
    func check() throws {
        guard (filename == nil) != blockdev.isEmpty else {
            throw ValidationError("Give either FILENAME or --blockdev.")
        }
        guard format == "raw" else {
            throw ValidationError("'--format \(format)': the format '\(format)' is not supported; only 'raw' is.")
        }
    }

    /// True when every write is to be durable when it completes.
    var writesThrough: Bool { filename != nil && !mode.writeback }

    private var mode: CacheMode { nocache ? .none : cache }

    /// Adds the objects and nodes, and returns the node to work on.
    func open(on backend: Backend, readOnly: Bool = false) throws(QAPIError) -> Node {
        for option in object { try backend.addObject(option) }
        if let filename {
            return try backend.addNode(options(for: filename, readOnly: readOnly))
        }
        var last: Node?
        for option in blockdev { last = try backend.addNode(option) }
        guard let last else { throw QAPIError("No node is given") }
        return last
    }

    private static func cacheMode(_ text: String) throws -> CacheMode {
        guard let mode = CacheMode(rawValue: text) else {
            let modes = CacheMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' is no cache mode; there are: \(modes).")
        }
        return mode
    }

    /// The node of a file name.
    private func options(for filename: String, readOnly: Bool) throws(QAPIError) -> BlockdevOptions {
        var flat = JSONObject()
        flat["driver"] = .string("raw")
        flat["node-name"] = .string(Self.nodeName)
        flat["read-only"] = .bool(readOnly)
        flat["force-share"] = .bool(forceShare)
        flat["cache.direct"] = .bool(mode.direct)
        flat["cache.no-flush"] = .bool(mode.noFlush)
        for member in try LegacyFilename.options(filename, probe: HostPath.device).members {
            flat["file.\(member.name)"] = member.value
        }
        guard case .object(let tree) = try BlockOptions.crumpleForKeyval(flat) else {
            throw QAPIError("'\(filename)' describes no image")
        }
        return try BlockdevOptions(keyval: tree)
    }
}

/// What paths of this system are.
enum HostPath {
    /// The kind of device that a path names, by looking at it.
    static func device(_ path: String) -> LegacyFilename.HostDevice? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let type = status.st_mode & S_IFMT
        guard type == S_IFBLK || type == S_IFCHR else { return nil }
        // Optical drives have the major number 11 (SCSI).
        return type == S_IFBLK && (status.st_rdev >> 8) & 0xfff == 11 ? .cdrom : .device
    }
}
