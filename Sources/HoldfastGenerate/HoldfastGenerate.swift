import Glibc
import QAPISchema
import SchemaDisk

/// Writes the Swift and the reference page that are made from a schema.
///
/// Usage: `HoldfastGenerate SCHEMA SWIFT-FOLDER OPTIONS-PAGE`. A program of its own, because the `holdfast` tool is made
/// with what this writes.
@main
enum HoldfastGenerate {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else {
            report("usage: HoldfastGenerate SCHEMA SWIFT-FOLDER OPTIONS-PAGE\n")
            exit(2)
        }
        let files = DiskSchemaFiles()
        do {
            let schema = try Schema(SchemaReader.read(arguments[1], files: files))
            for file in try SwiftGenerator(schema, prefix: "Block").files() {
                try write(file.text, to: "\(arguments[2])/\(file.name)")
            }
            try write(OptionsPage.blockOptions(schema), to: arguments[3])
        } catch let error as SchemaError {
            report(Diagnostic.render(error, files: files))
            exit(1)
        } catch {
            report("error: \(error)\n")
            exit(1)
        }
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw WriteError(path: path, code: errno) }
        let failed = fputs(text, file) < 0
        guard fclose(file) == 0, !failed else { throw WriteError(path: path, code: errno) }
    }

    private static func report(_ message: String) {
        _ = message.withCString { Glibc.write(STDERR_FILENO, $0, strlen($0)) }
    }
}

/// A file that could not be written.
struct WriteError: Error, CustomStringConvertible {
    let path: String
    let code: Int32

    var description: String { "can't write \(path): \(String(cString: strerror(code)))" }
}
