import Glibc
package import Sys

/// A folder for sockets and disks, removed with everything in it at the end.
package final class SocketFolder: Sendable {
    package let path: String

    /// Makes the folder; `padding` makes its path so much longer.
    package init(padding: Int = 0) throws(Errno) {
        let name = "/tmp/holdfast-pr-\(String(repeating: "p", count: padding))XXXXXX"
        var template = Array(name.utf8).map { CChar(bitPattern: $0) } + [0]
        guard mkdtemp(&template) != nil else { throw .ioError }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink("\(path)/\(name)")
            }
            closedir(folder)
        }
        rmdir(path)
    }

    /// The path of a name in the folder.
    package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes a file of 64 KiB and returns its path.
    package func disk(_ name: String) throws(Errno) -> String {
        let file = try System.open(self(name), [.readWrite, .create])
        try System.truncate(file.rawValue, to: 65536)
        return self(name)
    }
}
