internal import Sys

/// The state of a disk that `pr-manager-sqlite` keeps.
struct DatabaseView: StoreView {
    let location: String
    let identity: DiskIdentity
    let place: [UInt8]?
    let audit: AuditPlace

    var folder: String { SidecarPlace.folder(of: location) }

    func look() throws(StoreError) -> StoredState? {
        // By its name: closing a descriptor of its own would drop SQLite's locks.
        guard (try? System.linkStatus(at: location)) != nil else { return nil }
        return try DatabaseReader(path: location).state(of: identity, at: place)
    }

    func examine(_ identity: DiskIdentity) -> [ReservationCheck] {
        do throws(StoreError) {
            return try DatabaseReader(path: location).examine(identity)
        } catch {
            return [ReservationCheck("database", .wrong, "'\(location)': \(error)")]
        }
    }

    func auditTrail(of identity: DiskIdentity) -> (any AuditTrail)? {
        switch audit {
        case .off: nil
        case .beside: AuditTable(location, disk: identity)
        case .file(let path): AuditFile(path, disk: identity)
        }
    }
}

/// Reads the table of commands as it grows.
final class AuditTable: AuditTrail {
    let place: String
    private let disk: String
    private var reader: DatabaseReader?
    private var number: Int64 = 0

    init(_ path: String, disk: DiskIdentity) {
        place = path
        self.disk = disk.fileName
    }

    func next() throws(StoreError) -> [AuditEntry] {
        let reader: DatabaseReader
        if let known = self.reader {
            reader = known
        } else {
            guard (try? System.linkStatus(at: place)) != nil else { return [] }
            reader = try DatabaseReader(path: place)
            self.reader = reader
        }
        var entries: [AuditEntry] = []
        while true {
            let more = try reader.entries(after: number, of: disk)
            guard let last = more.last else { return entries }
            number = last.number
            entries += more.map(\.entry)
        }
    }
}
