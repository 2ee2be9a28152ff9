import Glibc
package import QAPISchema

/// Schema files on disk.
package struct DiskSchemaFiles: SchemaFiles {
    /// The largest file that is read; QEMU's largest has a quarter of a megabyte.
    package static let sizeLimit = 64 << 20

    /// The folder in which the tool was started.
    package let workingFolder: String

    /// Begins at the present working folder.
    package init() {
        let folder = getcwd(nil, 0)
        defer { free(folder) }
        workingFolder = folder.map { String(cString: $0) } ?? "/"
    }

    /// Reads the whole of the file at `path`.
    package func read(_ path: String) throws(SchemaFileError) -> [UInt8] {
        // A name with a NUL would open another file, the one named by what stands before.
        guard !path.utf8.contains(0) else { throw SchemaFileError(reason: "the name contains a NUL") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure() }
        defer { close(descriptor) }

        var contents: [UInt8] = []
        var room = Self.size(of: descriptor)
        while true {
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                count = Glibc.read(descriptor, buffer.baseAddress, room)
                filled = max(count, 0)
            }
            if count == 0 { return contents }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw Self.failure()
            }
            if contents.isEmpty {
                contents = chunk
            } else {
                contents += chunk
            }
            guard contents.count <= Self.sizeLimit else {
                throw SchemaFileError(reason: "larger than \(Self.sizeLimit >> 20) MiB")
            }
            room = 1 << 16
        }
    }

    /// How much to read at first: the whole of a regular file, and what any other may have.
    private static func size(of descriptor: Int32) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return 1 << 16 }
        return min(max(Int(status.st_size), 1 << 12), sizeLimit + 1)
    }

    private static func failure() -> SchemaFileError { SchemaFileError(reason: String(cString: strerror(errno))) }
}
