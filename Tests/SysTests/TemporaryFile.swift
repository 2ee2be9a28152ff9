import Glibc
import Sys

/// A named file that goes away with its owner.
final class TemporaryFile {
    let path: String
    let descriptor: Int32

    init(bytes: [UInt8] = []) throws {
        var template = Array("/tmp/holdfast-sys-XXXXXX".utf8).map { CChar(bitPattern: $0) } + [0]
        descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw Errno.noEntry }
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }
}
