import ArgumentParser
import QAPISchema

/// `holdfast schema doc`: a schema's documentation as Markdown.
struct SchemaDoc: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doc",
        abstract: "Print the documentation of a schema as Markdown.")

    @Argument(help: "The schema's first file.", completion: .file())
    var file: String

    func run() throws {
        Output.standard.write(SchemaDocument(try SchemaCommand.load(file)).markdown)
    }
}
