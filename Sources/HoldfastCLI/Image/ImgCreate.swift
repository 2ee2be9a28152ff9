import ArgumentParser
import BlockSchema
import Holdfast
import JSON
import QAPI

/// `holdfast img create`: makes a raw image.
struct ImgCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an image.",
        discussion: """
            Options after -o: preallocation=off|falloc|full, nocow=on|off, extent-size-hint=SIZE and size=SIZE. A file that is there already is emptied \
            first, unless another process uses it.
            """)

    @Option(help: ArgumentHelp("Add an object first.", valueName: "option"))
    var object: [String] = []

    @Option(name: .shortAndLong, help: "The format; only 'raw'.")
    var format = "raw"

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Set creation options.", valueName: "name=value,.."))
    var options: [String] = []

    @Flag(name: .shortAndLong, help: "Print nothing.")
    var quiet = false

    @Argument(help: "The file to make.", completion: .file())
    var filename: String

    @Argument(help: "The size in bytes, such as 10G.")
    var size: String?

    func validate() throws {
        guard format == "raw" else {
            throw ValidationError("'--format \(format)': the format '\(format)' is not supported; only 'raw' is.")
        }
    }

    func run() throws {
        let backend = try Backend()
        for option in object { try backend.addObject(option) }
        let settings = try creation()
        let size = try ImageCreation.create(settings)
        guard !quiet else { return }
        let given = settings.preallocation.map { " preallocation=\($0.rawValue)" } ?? ""
        Output.standard.print("Formatting '\(settings.filename)', fmt=raw size=\(size)\(given)")
    }

    /// What the arguments ask for.
    private func creation() throws(QAPIError) -> BlockdevCreateOptionsFile {
        var tree = JSONObject()
        for text in options { try Keyval.merge(try Keyval.parse(text).tree, into: &tree) }
        if let size {
            guard tree["size"] == nil else {
                throw QAPIError("The size is given twice, as an argument and as an option", parameter: "size")
            }
            tree["size"] = .string(size)
        }
        guard tree["filename"] == nil else {
            throw QAPIError("The file name is an argument, not an option", parameter: "filename")
        }
        tree["filename"] = .string(filename)
        return try BlockdevCreateOptionsFile(keyval: tree)
    }
}
