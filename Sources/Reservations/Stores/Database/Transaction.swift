/// The statements around a transaction of one connection.
final class Transaction {
    private let database: Database
    private let begin: Statement
    private let commit: Statement

    init(_ database: Database) throws(DatabaseError) {
        self.database = database
        begin = try Statement(database, "BEGIN IMMEDIATE")
        commit = try Statement(database, "COMMIT")
    }

    /// Runs `body` in a transaction that holds the write lock from the start; nothing of it stays when it throws.
    func run(_ body: () throws(DatabaseError) -> Void) throws(DatabaseError) {
        try begin.run()
        do throws(DatabaseError) {
            try body()
            try commit.run()
        } catch {
            // After some errors SQLite has rolled back already.
            if database.isInTransaction { try? database.execute("ROLLBACK") }
            throw error
        }
    }
}
