import QAPISchema

/// Properties of the schema reader and model.
enum SchemaFuzz {
    /// What is refused is refused at a place that can be shown, and line ends make no difference.
    ///
    /// A zero byte divides the input into files named `0`, `1` and so on, so that they can include one another.
    static func schema(_ input: UnsafeRawBufferPointer) {
        let parts = input.split(separator: 0, maxSplits: 9, omittingEmptySubsequences: false).map { Array($0) }
        let files = files(parts)
        let source: SchemaSource
        do throws(SchemaError) {
            source = try SchemaReader.read("0", files: files)
            _ = try Schema(source)
        } catch {
            check(error, files)
            return
        }
        precondition(source.definitions.allSatisfy { source.modules.indices.contains($0.module) })
        if !input.contains(UInt8(ascii: "\r")) {
            precondition(source == read(parts, lineEnd: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]), "line ends matter")
        }
    }

    private static func check(_ error: SchemaError, _ files: MemorySchemaFiles) {
        precondition(error.location.line >= 1, "an error lies outside the text")
        precondition(error.message.utf8.count < 10_000, "a message repeats the input at length")
        let text = Diagnostic.render(error, files: files)
        precondition(text.hasPrefix("\(error.location.file):\(error.location.line):"))
        precondition(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }

    private static func files(_ parts: [[UInt8]]) -> MemorySchemaFiles {
        var files = MemorySchemaFiles()
        for (number, part) in parts.enumerated() {
            files.set("\(number)", to: part)
        }
        return files
    }

    /// Reads the schema with other line ends.
    private static func read(_ parts: [[UInt8]], lineEnd: [UInt8]) -> SchemaSource? {
        let changed = parts.map { part in
            Array(
                part.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).joined(separator: lineEnd))
        }
        do throws(SchemaError) {
            return try SchemaReader.read("0", files: files(changed))
        } catch {
            return nil
        }
    }
}
