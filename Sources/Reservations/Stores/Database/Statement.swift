internal import CSQLite

/// A prepared statement of one connection, which it keeps open.
///
/// Rows are seen only inside ``first(_:)`` and ``each(_:)``: no statement stays in the middle of its rows, which would keep
/// a lock.
struct Statement: ~Copyable {
    private let database: Database
    private let handle: OpaquePointer

    /// Prepares one statement.
    init(_ database: Database, _ sql: String) throws(DatabaseError) {
        var prepared: OpaquePointer?
        try database.check(
            sqlite3_prepare_v3(database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil))
        guard let prepared else { throw DatabaseError(code: SQLITE_MISUSE, message: "an empty statement", cause: nil) }
        self.database = database
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    /// What a parameter is set to.
    enum Value {
        case null
        case number(Int64)
        case text(String)
        case blob(UnsafeRawBufferPointer)
    }

    /// Sets all parameters, in order.
    borrowing func bind(_ values: Value...) throws(DatabaseError) {
        for (index, value) in values.enumerated() {
            let position = Int32(truncatingIfNeeded: index + 1)
            let result =
                switch value {
                case .null: sqlite3_bind_null(handle, position)
                case .number(let number): sqlite3_bind_int64(handle, position, number)
                case .text(let text):
                    hf_sqlite_bind_text(handle, position, text, Int32(truncatingIfNeeded: text.utf8.count))
                case .blob(let bytes):
                    hf_sqlite_bind_blob(handle, position, bytes.baseAddress, Int32(truncatingIfNeeded: bytes.count))
                }
            try database.check(result)
        }
    }

    /// Runs to the end and drops the rows.
    borrowing func run() throws(DatabaseError) { try each { _ in } }

    /// Runs and hands over the first row; nil when there is none.
    borrowing func first<Result>(_ body: (borrowing Row) -> Result?) throws(DatabaseError) -> Result? {
        var result: Result?
        try step { row in
            result = body(row)
            return false
        }
        return result
    }

    /// Runs and hands over each row.
    borrowing func each(_ body: (borrowing Row) -> Void) throws(DatabaseError) {
        try step { row in
            body(row)
            return true
        }
    }

    private borrowing func step(_ body: (borrowing Row) -> Bool) throws(DatabaseError) {
        defer { sqlite3_reset(handle) }
        while true {
            let result = sqlite3_step(handle)
            if result == SQLITE_DONE { return }
            guard result == SQLITE_ROW else { throw Database.error(database.handle, result) }
            if !body(Row(handle: handle)) { return }
        }
    }

    /// The row that a statement stands on; columns count from 0.
    struct Row: ~Copyable {
        fileprivate let handle: OpaquePointer

        /// A number; nil when the column holds something else.
        borrowing func number(_ column: Int32) -> Int64? {
            sqlite3_column_type(handle, column) == SQLITE_INTEGER ? sqlite3_column_int64(handle, column) : nil
        }

        /// Text; nil when the column holds something else, or no UTF-8.
        borrowing func text(_ column: Int32) -> String? {
            guard sqlite3_column_type(handle, column) == SQLITE_TEXT, let text = sqlite3_column_text(handle, column)
            else { return nil }
            let count = Int(sqlite3_column_bytes(handle, column))
            return String(validating: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
        }

        /// Bytes; nil when the column holds something else.
        borrowing func blob(_ column: Int32) -> [UInt8]? {
            guard sqlite3_column_type(handle, column) == SQLITE_BLOB else { return nil }
            let count = Int(sqlite3_column_bytes(handle, column))
            guard count > 0, let bytes = sqlite3_column_blob(handle, column) else { return [] }
            return Array(UnsafeRawBufferPointer(start: bytes, count: count))
        }
    }
}
