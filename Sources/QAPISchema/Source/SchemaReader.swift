/// Reads schemas: files into definitions that have passed every check that needs no other definition.
public enum SchemaReader {
    /// How deep files may include one another.
    static let maximumIncludeDepth = 100

    /// Reads the schema whose first file is at `path`.
    ///
    /// All files are parsed before anything is checked, so that pragmas count for the whole schema.
    public static func read(_ path: String, files: some SchemaFiles) throws(SchemaError) -> SchemaSource {
        var session = Session(files: files)
        try session.parse(path)
        session.source.definitions.reserveCapacity(session.definitions.count)
        let checker = ExpressionChecker(session.source.pragmas)
        for raw in session.definitions {
            session.source.definitions.append(try checker.check(raw))
        }
        return session.source
    }

    /// Reads a schema that consists of one text; `include` finds nothing.
    public static func read(text: String, name: String = "schema.json") throws(SchemaError) -> SchemaSource {
        try read(name, files: MemorySchemaFiles([name: text]))
    }

    /// What has been read so far.
    private struct Session<Files: SchemaFiles> {
        let files: Files
        var source = SchemaSource(modules: [], definitions: [], pragmas: .init())
        var definitions: [RawDefinition] = []
        /// The absolute paths of the files that have been reached, each of which is parsed once.
        var reached: Set<String> = []
        /// The files that are being parsed, the innermost last.
        var open: [OpenFile] = []

        struct OpenFile {
            var path: String
            var absolutePath: String
            var module: Int
            var parser: FileParser
        }

        init(files: Files) {
            self.files = files
        }

        mutating func parse(_ path: String) throws(SchemaError) {
            let whole = SourceLocation(file: path, line: 0)
            try enter(path, absolutePath: files.absolutePath(path), includedFrom: []) { reason in
                SchemaError("can't read the schema file \(quoted(path)): \(reason)", at: whole)
            }
            while let innermost = open.indices.last {
                guard let item = try open[innermost].parser.next() else {
                    open.removeLast()
                    continue
                }
                try take(item, from: innermost)
            }
        }

        private mutating func take(_ item: FileParser.Item, from index: Int) throws(SchemaError) {
            let module = open[index].module
            switch item {
            case .freeForm(let documentation):
                source.modules[module].freeForm.append(documentation)
            case .pragma(let settings, let location):
                try source.pragmas.apply(settings, at: location)
            case .definition(let object, let location, let documentation):
                definitions.append(
                    RawDefinition(object: object, location: location, module: module, documentation: documentation))
            case .include(let name, let location):
                try include(name, at: location, from: open[index].path)
            }
        }

        private mutating func include(_ name: String, at location: SourceLocation, from includer: String)
            throws(SchemaError)
        {
            let path = SchemaPath.resolve(name, from: includer)
            let absolutePath = files.absolutePath(path)
            if open.contains(where: { $0.absolutePath == absolutePath }) {
                throw SchemaError("including \(quoted(name)) here closes a loop of files", at: location)
            }
            guard !reached.contains(absolutePath) else { return }
            guard open.count < SchemaReader.maximumIncludeDepth else {
                throw SchemaError(
                    "files include one another more than \(SchemaReader.maximumIncludeDepth) deep", at: location)
            }
            let site = SourceLocation.IncludeSite(file: location.file, line: location.line)
            try enter(path, absolutePath: absolutePath, includedFrom: [site] + location.includedFrom) { reason in
                SchemaError("can't read the included file \(quoted(path)): \(reason)", at: location)
            }
        }

        private mutating func enter(
            _ path: String, absolutePath: String, includedFrom: [SourceLocation.IncludeSite],
            unreadable: (String) -> SchemaError
        ) throws(SchemaError) {
            reached.insert(absolutePath)
            let bytes: [UInt8]
            do {
                bytes = try files.read(path)
            } catch {
                throw unreadable(error.reason)
            }
            let text = try SourceText(bytes, file: path, includedFrom: includedFrom)
            let parser = try FileParser(text, file: path, includedFrom: includedFrom)
            let module = source.modules.count
            source.modules.append(.init(file: path, name: SchemaPath.stem(path), freeForm: []))
            open.append(OpenFile(path: path, absolutePath: absolutePath, module: module, parser: parser))
        }
    }
}
