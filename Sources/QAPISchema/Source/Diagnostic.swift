/// Renders schema errors for people: where, what, and the line itself with a caret.
public enum Diagnostic {
    /// Renders an error as lines of text, each ended by a line feed.
    ///
    /// The first line is `FILE:LINE:COLUMN: error: MESSAGE`, the column only where one is known. The source line
    /// follows, and notes: the `include` directives that led to the file, innermost first, and the related place.
    ///
    /// - Parameter source: gives the bytes of a file by the name that stands in the error's locations; where it has
    ///   none, no source line is shown.
    public static func render(_ error: SchemaError, source: (_ file: String) -> [UInt8]?) -> String {
        let subject = error.definition.map { "in \($0): " } ?? ""
        var text = "\(place(error.location)): error: \(printable(subject + error.message))\n"
        text += excerpt(error.location, source)
        for site in error.location.includedFrom {
            text += "\(printable(site.file)):\(site.line): note: included from here\n"
        }
        if let related = error.related {
            text += "\(place(related.location)): note: \(printable(related.message))\n"
            text += excerpt(related.location, source)
        }
        return text
    }

    /// Renders an error, with source lines as `files` has them.
    public static func render(_ error: SchemaError, files: some SchemaFiles) -> String {
        render(error) { file in
            do {
                return try files.read(file)
            } catch {
                return nil
            }
        }
    }

    private static func place(_ location: SourceLocation) -> String {
        let file = printable(location.file)
        guard location.line > 0 else { return file }
        return "\(file):\(location.line)" + (location.column.map { ":\($0)" } ?? "")
    }

    private static func printable(_ text: String) -> String {
        text.unicodeScalars.map { QAPISchema.printable($0) }.joined()
    }

    // MARK: - Source lines

    /// A line of a file, prepared for a terminal.
    private struct Line {
        /// The widest part of a line that is shown.
        static let width = 100
        /// How far before the caret a cut line is shown.
        static let lead = 60

        var text = ""
        var caret: Int?

        init(_ scalars: Substring.UnicodeScalarView, caretAfter offset: Int?) {
            let start = max(0, (offset ?? 0) - Self.lead)
            var column = start > 0 ? 1 : 0
            text = start > 0 ? "…" : ""
            for (index, scalar) in scalars.enumerated().dropFirst(start) {
                if index == offset {
                    caret = column
                }
                guard column < Self.width else {
                    text += "…"
                    return
                }
                let shown =
                    scalar == "\t" ? String(repeating: " ", count: 8 - column % 8) : QAPISchema.printable(scalar)
                text += shown
                column += shown.unicodeScalars.count
            }
            if offset == scalars.count {
                caret = column
            }
        }
    }

    /// The line of a place with its number, and a caret under the place; nothing if the line is not to be had.
    private static func excerpt(_ location: SourceLocation, _ source: (String) -> [UInt8]?) -> String {
        guard location.line > 0, let bytes = source(location.file),
            let content = SourceText.line(location.line, of: bytes)
        else { return "" }
        let line = Line(content.unicodeScalars, caretAfter: location.characterOffset)
        let number = String(location.line)
        let margin = String(repeating: " ", count: max(0, 5 - number.count))
        var text = "\(margin)\(number) | \(line.text)\n"
        if let caret = line.caret {
            text +=
                String(repeating: " ", count: max(5, number.count)) + " | " + String(repeating: " ", count: caret)
                + "^\n"
        }
        return text
    }
}
