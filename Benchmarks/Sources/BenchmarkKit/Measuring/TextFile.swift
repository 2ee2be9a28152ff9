import Glibc

/// Small files, read and written whole.
public enum TextFile {
    /// The bytes of a file.
    public static func bytes(_ path: String) throws(BenchmarkError) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw BenchmarkError("\(path): \(errorText(errno))") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// The text of a file.
    static func text(_ path: String) throws(BenchmarkError) -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    /// Makes or replaces a file.
    public static func write(_ bytes: [UInt8], to path: String) throws(BenchmarkError) {
        guard let file = fopen(path, "we") else { throw BenchmarkError("\(path): \(errorText(errno))") }
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else {
            throw BenchmarkError("\(path): \(errorText(errno))")
        }
    }

    /// Makes a folder and those above it, where they are missing.
    public static func makeFolder(_ path: String) throws(BenchmarkError) {
        var status = stat()
        if path.isEmpty || stat(path, &status) == 0 { return }
        if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw BenchmarkError("\(path): \(errorText(errno))") }
    }
}
