import ArgumentParser
import BlockSchema
import Holdfast
import JSON
import QAPI

/// `holdfast img info`: describes an image.
struct ImgInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Describe an image.",
        discussion: "FILENAME is opened for reading only and shared with whoever uses it.")

    /// What is printed.
    enum Layout: String, ExpressibleByArgument, CaseIterable {
        case human
        case json
    }

    @OptionGroup var image: ImageArguments

    @Option(help: "How to print it.")
    var output = Layout.human

    func validate() throws { try image.check() }

    func run() throws {
        let backend = try Backend()
        var image = image
        image.forceShare = true
        let information = try image.open(on: backend, readOnly: true).information
        switch output {
        case .human: Output.standard.write(Self.text(information))
        case .json: Output.standard.print(JSONWriter(.pretty).string(try information.json()))
        }
    }

    /// The description for people: the image, then what is below it.
    static func text(_ info: BlockGraphInfo) -> String {
        var text = """
            image: \(info.filename)
            file format: \(info.format)
            virtual size: \(size(info.virtualSize))
            disk size: \(info.actualSize.map { SizeText.human(UInt64(clamping: $0)) } ?? "unavailable")

            """
        append(info.children, below: "", to: &text)
        return text
    }

    private static func append(_ children: [BlockChildInfo], below path: String, to text: inout String) {
        for child in children {
            text += """
                Child node '\(path)/\(child.name)':
                    filename: \(child.info.filename)
                    protocol type: \(child.info.format)
                    file length: \(size(child.info.virtualSize))
                    disk size: \(child.info.actualSize.map { SizeText.human(UInt64(clamping: $0)) } ?? "unavailable")

                """
            append(child.info.children, below: "\(path)/\(child.name)", to: &text)
        }
    }

    private static func size(_ bytes: Int64) -> String { "\(SizeText.human(UInt64(clamping: bytes))) (\(bytes) bytes)" }
}
