internal import CSQLite
internal import Sys

/// One connection to an SQLite database, used by one thread at a time.
///
/// Nobody else in this process may open the files: closing any descriptor of a file drops the process's locks on it, which
/// are SQLite's (fcntl_locking(2)).
final class Database {
    let handle: OpaquePointer
    let path: String

    /// How a database is opened.
    enum Mode {
        case readOnly
        case readWrite
        case create

        fileprivate var flags: Int32 {
            switch self {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        }
    }

    /// Opens a file; a symbolic link anywhere in its path is refused.
    init(path: String, _ mode: Mode, busyMilliseconds: Int32) throws(DatabaseError) {
        var opened: OpaquePointer?
        let flags = mode.flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
        let result = sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened else { throw DatabaseError(code: result, message: "out of memory", cause: .noMemory) }
        guard result == SQLITE_OK else {
            let error = Self.error(opened, result)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        self.path = path
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, busyMilliseconds)
        // Rows that a hostile database may hold are no longer than this, nor are the statements.
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 1 << 20)
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        try check(hf_sqlite_harden(handle))
        try execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY")
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements that return nothing of interest.
    func execute(_ sql: String) throws(DatabaseError) { try check(sqlite3_exec(handle, sql, nil, nil, nil)) }

    /// Runs one statement and returns the first column of its first row as a number.
    func number(_ sql: String) throws(DatabaseError) -> Int64? {
        let statement = try Statement(self, sql)
        return try statement.first { $0.number(0) }
    }

    /// Runs one statement and returns the first column of its first row as text.
    func text(_ sql: String) throws(DatabaseError) -> String? {
        let statement = try Statement(self, sql)
        return try statement.first { $0.text(0) }
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// How many rows the last statement that changes any has changed.
    var changedRows: Int64 { sqlite3_changes64(handle) }

    /// Whether the file lost its name, or another one has it.
    var hasMoved: Bool {
        var moved: Int32 = 0
        let result = sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        return result != SQLITE_OK || moved != 0
    }

    /// Throws unless a result is the good one.
    func check(_ result: Int32) throws(DatabaseError) {
        if result != SQLITE_OK { throw Self.error(handle, result) }
    }

    static func error(_ handle: OpaquePointer, _ result: Int32) -> DatabaseError {
        let code = sqlite3_extended_errcode(handle)
        let number = sqlite3_system_errno(handle)
        let isSystems = [SQLITE_IOERR, SQLITE_CANTOPEN].contains(result & 0xff)
        return DatabaseError(
            code: code & 0xff == result & 0xff ? code : result,
            message: sqlite3_errmsg(handle).map { String(cString: $0) } ?? "unknown error",
            cause: isSystems && number > 0 ? Errno(rawValue: number) : nil)
    }
}
