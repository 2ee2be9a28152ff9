import Glibc
import Sys

/// A named file that goes away with its owner.
package final class TemporaryImage {
    package let path: String
    package let descriptor: Int32

    /// Makes a file of `size` bytes in a folder; `bytes` come first in it.
    package init(size: Int = 0, bytes: [UInt8] = [], folder: String = "/tmp") throws {
        var template = Array("\(folder)/holdfast-block-XXXXXX".utf8).map { CChar(bitPattern: $0) } + [0]
        descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw Errno.noEntry }
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        if size > bytes.count { try System.truncate(descriptor, to: Int64(size)) }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// What the file holds now.
    package func contents() throws -> [UInt8] {
        let size = Int(try System.status(of: descriptor).size)
        var bytes = [UInt8](repeating: 0, count: size)
        var done = 0
        while done < size {
            let count = pread(descriptor, &bytes[done], size - done, done)
            guard count > 0 else { throw Errno.ioError }
            done += count
        }
        return bytes
    }
}
