import ArgumentParser
import JSON
import QAPISchema

/// `holdfast schema list`: the definitions of a schema, one a line.
struct SchemaList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List every definition: module, kind, name, members.",
        discussion: """
            Files come in the order of first inclusion, definitions in the order in which they stand there. \
            '*name' may be left out, '[T]' is an array of T, 'value -> T' a union's branch.
            """)

    @Argument(help: "The schema's first file.", completion: .file())
    var file: String

    @Flag(help: "Print an array of JSON objects.")
    var json = false

    func run() throws {
        let listing = SchemaListing(try SchemaCommand.load(file))
        if json {
            Output.standard.print(JSONWriter(.pretty).string(listing.value))
        } else {
            Output.standard.write(listing.text)
        }
    }
}
