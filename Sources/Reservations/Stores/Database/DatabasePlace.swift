internal import Block
internal import Sys

/// Opens the file of a database, and makes it when it is missing.
enum DatabasePlace {
    /// Shorter than the deadline for a disk's lock, under which the database is used.
    private static let busyMilliseconds: Int32 = 2500

    /// The path without links in the folders; the file itself need not exist.
    static func canonical(_ path: String) throws(BlockError) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard !name.isEmpty, name != ".", name != "..", !path.hasSuffix("/") else {
            throw BlockError(.invalid, "'\(path)' is no file to keep a database in (database=)")
        }
        do throws(Errno) {
            let folder = try System.open(SidecarPlace.folder(of: path), [.path, .directory])
            let canonical = try System.readLink("/proc/self/fd/\(folder.rawValue)")
            return canonical == "/" ? "/\(name)" : "\(canonical)/\(name)"
        } catch {
            throw BlockError(.system, "can't use the folder of '\(path)' (database=)", cause: error)
        }
    }

    /// Opens a database by its canonical path, of a format that this release may write.
    static func open(
        _ path: String, _ ownership: StoreOwnership, _ journal: DatabaseStore.Journal?
    ) throws(BlockError) -> DatabaseConnection {
        let isLocal = try examine(path, ownership)
        let journal = journal ?? (isLocal ? .log : .rollback)
        do throws(DatabaseError) {
            let database = try Database(path: path, .create, busyMilliseconds: busyMilliseconds)
            // Before anything is in it: what SQLite makes beside it takes after it.
            apply(ownership, to: path, onlyIfEmpty: true)
            try prepare(database, journal)
            for suffix in ["-wal", "-shm", "-journal"] { apply(ownership, to: path + suffix, onlyIfEmpty: false) }
            return try DatabaseConnection(database)
        } catch {
            throw refusal(path, error)
        }
    }

    /// Looks at what is there, without opening it; tells whether WAL may be used.
    private static func examine(_ path: String, _ ownership: StoreOwnership) throws(BlockError) -> Bool {
        do throws(Errno) {
            let folder = SidecarPlace.folder(of: path)
            let kind = try System.fileSystem(at: folder)
            guard kind.reach != .shared else { throw .notSupported }
            let isLocal = kind.reach == .local
            let found: InodeStatus
            do throws(Errno) {
                found = try System.inode(at: path)
            } catch {
                if error == .noEntry { return isLocal }
                throw error
            }
            guard found.isRegular else {
                throw .noDevice
            }
            guard ownership.accepts(found) else { throw .notPermitted }
            // Others would find another journal beside it, or none.
            guard found.links == 1, try System.inode(at: folder).mount == found.mount else { throw .crossDevice }
            return isLocal
        } catch {
            throw refusal(path, error)
        }
    }

    private static func apply(_ ownership: StoreOwnership, to path: String, onlyIfEmpty: Bool) {
        guard let status = try? System.inode(at: path), status.isRegular else { return }
        if onlyIfEmpty, (try? System.status(at: path).size) != 0 { return }
        try? ownership.apply(to: .path(path), now: status)
    }

    /// Makes the tables when there is nothing, and refuses what is not ours.
    private static func prepare(_ database: Database, _ journal: DatabaseStore.Journal) throws(DatabaseError) {
        let mode = try database.text("PRAGMA journal_mode = \(journal == .log ? "WAL" : "TRUNCATE")")
        // Where memory can't be shared SQLite stays with the journal it had.
        guard journal == .log || mode != "wal" else {
            throw .damaged("the database is in WAL mode, and other hosts may reach its file system")
        }
        try database.execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 64")
        if try isNew(database) {
            try Transaction(database).run { () throws(DatabaseError) in
                // Somebody else may have been faster.
                if try isNew(database) { try database.execute(DatabaseSchema.create) }
            }
            try? System.synchronizeFolder(SidecarPlace.folder(of: database.path))
        }
        guard try database.number("PRAGMA application_id") == DatabaseSchema.application else {
            throw .damaged("it is the database of another program")
        }
        let version = try database.number("PRAGMA user_version") ?? 0
        if let bits = DatabaseSchema.unknownBits(in: version, forWriting: true) { throw .incompatible(bits) }
    }

    private static func isNew(_ database: Database) throws(DatabaseError) -> Bool {
        guard try database.number("PRAGMA application_id") == 0 else { return false }
        return try database.number("SELECT count(*) FROM sqlite_schema") == 0
    }

    // MARK: - Sentences

    static func refusal(_ path: String, _ error: DatabaseError) -> BlockError {
        let what = "can't use the database '\(path)'"
        if let bits = error.incompatibleBits {
            return BlockError(.unsupported, "\(what): \(RecordError.incompatible(bits))")
        }
        return BlockError(.system, "\(what): \(error.message)", cause: error.cause)
    }

    private static func refusal(_ path: String, _ error: Errno) -> BlockError {
        let advice =
            switch error {
            case .noDevice: "it is no regular file"
            case .notPermitted:
                "it belongs to somebody who has nothing to do with the disk; remove it, or set group= to the group that the"
                    + " virtual machines have in common"
            case .notSupported: "other hosts can reach its file system; database= must be on a local one"
            case .crossDevice: "it has several names, or is mounted without its folder; mount the folder"
            default: "it can't be examined"
            }
        return BlockError(.system, "can't use the database '\(path)': \(advice)", cause: error)
    }
}
