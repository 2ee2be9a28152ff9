import Glibc
import Sys

/// A folder that stands in for /sys.
package final class SysfsFixture {
    package let root: String

    /// Makes files with these texts and symbolic links to these targets, by paths below the root.
    package init(_ files: [String: String], links: [String: String] = [:]) throws {
        var template = Array("/tmp/holdfast-sysfs-XXXXXX".utf8).map { CChar(bitPattern: $0) } + [0]
        guard mkdtemp(&template) != nil else { throw Errno.noEntry }
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for (path, text) in files {
            let file = try System.open(try place(path), [.writeOnly, .create])
            _ = try Array("\(text)\n".utf8).withUnsafeBytes { try System.write(file.rawValue, $0) }
        }
        for (path, target) in links { guard symlink(target, try place(path)) == 0 else { throw Errno.noEntry } }
    }

    /// Makes the folders of a path below the root; returns the whole path.
    private func place(_ path: String) throws -> String {
        var folder = root
        for part in path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o700)
        }
        return "\(root)/\(path)"
    }

    deinit {
        remove(root, depth: 0)
    }

    private func remove(_ path: String, depth: Int) {
        if depth < 16, unlink(path) != 0, let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != "." && name != ".." { remove("\(path)/\(name)", depth: depth + 1) }
            }
            closedir(folder)
            rmdir(path)
        }
    }
}
