import ArgumentParser
import BlockSchema
import Holdfast
import QAPI

/// `holdfast img map`: which parts of an image are stored.
struct ImgMap: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Show which parts of an image are stored.",
        discussion: """
            FILENAME is opened for reading only and shared with whoever uses it. For people the parts that hold data are \
            shown; '--output json' shows all, with the members of 'qemu-img map'.
            """)

    @OptionGroup var image: ImageArguments

    @Option(help: "How to print it.")
    var output = ImgInfo.Layout.human

    @Option(name: [.customShort("s"), .long], help: "Where to begin.", transform: ImageArguments.size)
    var startOffset: UInt64 = 0

    @Option(name: [.customShort("l"), .long], help: "How much to look at.", transform: ImageArguments.size)
    var maxLength: UInt64?

    func validate() throws { try image.check() }

    func run() throws {
        let backend = try Backend()
        var settings = image.settings(readOnly: true)
        settings.forceShare = true
        let node = try image.open(on: backend, settings)
        var text = output == .json ? "[" : Self.row("Offset", "Length", "Mapped to", "File")
        var separator = ""
        try ImageMap.visit(node, of: backend, from: startOffset, count: maxLength) { entry in
            switch output {
            case .json:
                text += separator + Self.json(entry)
                separator = ",\n"
            case .human:
                guard entry.data, !entry.zero else { return }
                text += Self.row(
                    Self.hexadecimal(entry.start), Self.hexadecimal(entry.length),
                    entry.offset.map(Self.hexadecimal) ?? "-", entry.filename ?? node.name)
            }
            // Of an image with many holes not everything is kept until the end.
            if text.utf8.count > 65536 {
                Output.standard.write(text)
                text = ""
            }
        }
        Output.standard.write(text + (output == .json ? "]\n" : ""))
    }

    private static func row(_ offset: String, _ length: String, _ place: String, _ file: String) -> String {
        offset.padded(to: 15) + " " + length.padded(to: 15) + " " + place.padded(to: 15) + " " + file + "\n"
    }

    private static func hexadecimal(_ value: Int64) -> String {
        value == 0 ? "0" : "0x" + String(value, radix: 16)
    }

    /// One part in the layout that programs know from `qemu-img map`.
    private static func json(_ entry: MapEntry) -> String {
        let place = entry.offset.map { ", \"offset\": \($0)" } ?? ""
        return """
            { "start": \(entry.start), "length": \(entry.length), "depth": \(entry.depth), "present": \(entry.present), \
            "zero": \(entry.zero), "data": \(entry.data), "compressed": \(entry.compressed)\(place)}
            """
    }
}
