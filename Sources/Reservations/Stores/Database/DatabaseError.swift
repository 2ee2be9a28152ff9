internal import CSQLite
package import Sys

/// Reports what SQLite could not do.
package struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extended result code (`SQLITE_IOERR_FSYNC` and its like).
    package let code: Int32
    /// The library's sentence, or the database's own.
    package let message: String
    /// The kernel's error, where there was one.
    package let cause: Errno?

    /// The result code without its extension.
    private var primary: Int32 { code & 0xff }

    /// The bits of a later format, when that is the problem.
    package let incompatibleBits: UInt32?

    init(code: Int32, message: String, cause: Errno?, incompatibleBits: UInt32? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.incompatibleBits = incompatibleBits
    }

    /// Content that no release of Holdfast wrote.
    static func damaged(_ what: String) -> DatabaseError {
        DatabaseError(code: SQLITE_CORRUPT, message: what, cause: nil)
    }

    /// Content that a later release wrote.
    static func incompatible(_ bits: UInt32) -> DatabaseError {
        DatabaseError(
            code: SQLITE_MISMATCH, message: "\(RecordError.incompatible(bits))", cause: nil, incompatibleBits: bits)
    }

    /// Somebody else wrote the row that was to be written, past the lock of the disk.
    static let overtaken = DatabaseError(code: SQLITE_ABORT, message: "the row has changed", cause: .staleFile)

    /// The content is damaged, or is no database at all.
    package var isDamage: Bool { primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB }

    /// Another user of the database took too long; nothing was written.
    var isBusy: Bool { primary == SQLITE_BUSY || primary == SQLITE_LOCKED }

    /// Something was not written, and therefore nowhere whole: no space, or a write that failed.
    var isPartialWrite: Bool { primary == SQLITE_FULL || code == SQLITE_IOERR | 3 << 8 }

    /// The nearest error of the kernel.
    package var errno: Errno {
        if let cause { return cause }
        return switch primary {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .noSpace
        case SQLITE_NOMEM: .noMemory
        case SQLITE_PERM, SQLITE_AUTH: .accessDenied
        case SQLITE_READONLY: .readOnlyFileSystem
        case SQLITE_CANTOPEN: .noEntry
        default: .ioError
        }
    }

    /// The sentence, and its cause.
    package var description: String { cause.map { "\(message): \($0)" } ?? message }
}
