import ArgumentParser
import Glibc
import Holdfast
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
        try open(on: backend, settings(readOnly: readOnly))
    }

    /// Adds the objects and nodes, those of a file name by `settings`, and returns the node to work on.
    func open(on backend: Backend, _ settings: ImageSettings) throws(QAPIError) -> Node {
        for option in object { try backend.addObject(option) }
        guard filename == nil else { return try settings.open(on: backend) }
        var last: Node?
        for option in blockdev { last = try backend.addNode(option) }
        guard let last else { throw QAPIError("No node is given") }
        return last
    }

    /// What the arguments say of a file name.
    func settings(readOnly: Bool) -> ImageSettings {
        ImageSettings(filename: filename, readOnly: readOnly, cache: mode, forceShare: forceShare)
    }

    /// A cache mode by its name.
    static func cacheMode(_ text: String) throws -> CacheMode {
        guard let mode = CacheMode(rawValue: text) else {
            let modes = CacheMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' is no cache mode; there are: \(modes).")
        }
        return mode
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

extension HostPath {
    /// True when two paths lead to one file.
    static func areSame(_ first: String, _ second: String?) -> Bool {
        var (left, right) = (stat(), stat())
        guard let second, stat(first, &left) == 0, stat(second, &right) == 0 else { return false }
        return left.st_dev == right.st_dev && left.st_ino == right.st_ino
    }
}

extension ImageArguments {
    /// A number of bytes, such as `64k`.
    static func size(_ text: String) throws -> UInt64 {
        guard let size = Figures.size(text), size <= UInt64(Int64.max) else {
            throw ValidationError("'\(text)' is no number of bytes, such as 512, 64k or 0x1000.")
        }
        return size
    }
}
