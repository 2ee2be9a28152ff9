/// A place in a schema file, with the chain of files that included it.
public struct SourceLocation: Sendable, Hashable {
    /// The file's name as it was given or joined with the including file's folder.
    public var file: String
    /// The line, from 1; 0 speaks of the file as a whole.
    public var line: Int
    /// The column, from 1 and counted in characters as QEMU counts them (a tab leads back to the columns 1 to 8), where
    /// one is known.
    public var column: Int?
    /// The number of characters before the place on its line, where a column is known; this is where a caret belongs.
    public var characterOffset: Int?
    /// The places of the `include` directives that led here, innermost first.
    public var includedFrom: [IncludeSite]

    /// The place of one `include` directive.
    public struct IncludeSite: Sendable, Hashable {
        /// The including file.
        public var file: String
        /// The line of the directive, from 1.
        public var line: Int

        /// Creates a site.
        public init(file: String, line: Int) {
            self.file = file
            self.line = line
        }
    }

    /// Creates a location.
    public init(
        file: String, line: Int, column: Int? = nil, characterOffset: Int? = nil, includedFrom: [IncludeSite] = []
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.characterOffset = characterOffset
        self.includedFrom = includedFrom
    }

    /// The same place without its column: QEMU speaks of most things by their line alone.
    var lineOnly: SourceLocation {
        SourceLocation(file: file, line: line, includedFrom: includedFrom)
    }
}
