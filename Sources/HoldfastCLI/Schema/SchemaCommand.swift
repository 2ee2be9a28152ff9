import ArgumentParser
import QAPISchema
import SchemaDisk

/// `holdfast schema`: everything about QAPI schemas.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Check, describe and document QAPI schemas.",
        subcommands: [SchemaCheck.self, SchemaIntrospect.self, SchemaList.self, SchemaDoc.self])
}

extension SchemaCommand {
    /// Reads and checks the schema whose first file is at `path`.
    ///
    /// - Throws: Failure, once the error has been reported.
    static func load(_ path: String) throws -> Schema {
        let files = DiskSchemaFiles()
        do throws(SchemaError) {
            return try Schema(SchemaReader.read(path, files: files))
        } catch {
            Output.error.write(Diagnostic.render(error, files: files))
            throw ExitCode.failure
        }
    }
}
