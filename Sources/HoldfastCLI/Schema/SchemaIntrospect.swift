import ArgumentParser
import JSON
import QAPISchema

/// `holdfast schema introspect`: what a monitor of the schema answers to `query-qmp-schema`.
struct SchemaIntrospect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "introspect",
        abstract: "Print what a monitor with this schema answers to query-qmp-schema.",
        discussion: """
            Parts under a condition are there when the condition holds for the defined symbols. Types are called by \
            numbers, as on the wire; --unmask gives their names.
            """)

    @Argument(help: "The schema's first file.", completion: .file())
    var file: String

    @Option(
        name: [.customLong("define"), .customShort("D")],
        help: ArgumentHelp("Define a symbol for 'if' conditions; may be repeated.", valueName: "symbol"))
    var symbols: [String] = []

    @Flag(help: "Call types by their names.")
    var unmask = false

    func validate() throws {
        for symbol in symbols {
            let isName =
                symbol.first?.isUppercase == true
                && symbol.utf8.allSatisfy {
                    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                        || $0 == UInt8(ascii: "_")
                }
            guard isName else {
                throw ValidationError(
                    "'\(symbol)' can't be a symbol: one starts with an upper-case letter, and upper-case letters, "
                        + "digits and '_' follow")
            }
        }
    }

    func run() throws {
        let schema = try SchemaCommand.load(file)
        let introspection = SchemaIntrospection(schema, defining: Set(symbols), unmasked: unmask)
        Output.standard.print(JSONWriter(.pretty).string(introspection.value))
    }
}
