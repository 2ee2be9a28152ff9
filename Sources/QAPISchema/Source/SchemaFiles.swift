/// Where the front end gets the text of schema files from.
///
/// The module does no input itself: programs read the disk, tests hand over text.
public protocol SchemaFiles {
    /// The folder that relative names start from, as an absolute path.
    var workingFolder: String { get }

    /// Reads the whole of the file at `path`.
    func read(_ path: String) throws(SchemaFileError) -> [UInt8]

    /// The one name of the file at `path`, by which a file that is reached twice is known again.
    func absolutePath(_ path: String) -> String
}

extension SchemaFiles {
    /// The one name of the file at `path`, made without looking at the disk: symbolic links count as files of their own.
    public func absolutePath(_ path: String) -> String {
        SchemaPath.absolute(path, in: workingFolder)
    }
}

/// The reason why a schema file can't be read.
public struct SchemaFileError: Error, Sendable, Hashable {
    /// The reason, such as `No such file or directory`.
    public var reason: String

    /// Creates the error.
    public init(reason: String) {
        self.reason = reason
    }
}

/// Schema files that are held in memory.
public struct MemorySchemaFiles: SchemaFiles, Sendable {
    /// The files' contents by absolute path.
    public private(set) var contents: [String: [UInt8]] = [:]
    /// The folder that relative names start from.
    public var workingFolder: String { "/" }

    /// Creates a collection of files; their names are relative to `/`.
    public init(_ texts: [String: String] = [:]) {
        for (path, text) in texts {
            set(path, to: Array(text.utf8))
        }
    }

    /// Adds or replaces a file.
    public mutating func set(_ path: String, to bytes: [UInt8]) {
        contents[absolutePath(path)] = bytes
    }

    /// Reads the whole of the file at `path`.
    public func read(_ path: String) throws(SchemaFileError) -> [UInt8] {
        guard let bytes = contents[absolutePath(path)] else {
            throw SchemaFileError(reason: "No such file or directory")
        }
        return bytes
    }
}
