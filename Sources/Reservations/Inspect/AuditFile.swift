internal import JSON
internal import Sys

/// Reads the log of commands about a disk as it grows, across the moment when a new file is begun.
final class AuditFile: AuditTrail {
    let place: String
    private let disk: String
    private var file: Descriptor?
    private var inode: InodeStatus?
    private var position: Int64 = 0
    /// The end of a line that has not come yet.
    private var rest: [UInt8] = []
    private var hasBegun = false

    /// No line is longer: what is, was not written by us.
    private static let lineLimit = 1 << 20

    init(_ path: String, disk: DiskIdentity) {
        place = path
        self.disk = disk.fileName
    }

    func next() throws(StoreError) -> [AuditEntry] {
        do throws(Errno) {
            var entries: [AuditEntry] = []
            if !hasBegun {
                hasBegun = true
                if try open("\(place).1") { entries += try read() }
            }
            if try isCurrent() { return entries + (try read()) }
            // What still went into the old file comes first.
            if inode != nil { entries += try read() }
            if try open(place) { entries += try read() }
            return entries
        } catch {
            throw .unreadable(error)
        }
    }

    /// Whether the open file is the one that commands are noted in now.
    private func isCurrent() throws(Errno) -> Bool {
        guard let inode else { return false }
        do throws(Errno) {
            return try System.inode(at: place).isSameFile(as: inode)
        } catch {
            guard error == .noEntry else { throw error }
            return false
        }
    }

    private func open(_ path: String) throws(Errno) -> Bool {
        do throws(Errno) {
            let opened = try System.open(path, [.readOnly, .noFollow, .nonBlocking])
            let status = try System.inode(of: opened.rawValue)
            guard status.isRegular else { throw .noDevice }
            file = consume opened
            (inode, position, rest) = (status, 0, [])
            return true
        } catch {
            guard error == .noEntry else { throw error }
            return false
        }
    }

    private func read() throws(Errno) -> [AuditEntry] {
        guard let descriptor = file?.rawValue else { return [] }
        var entries: [AuditEntry] = []
        let buffer = try AlignedBuffer(count: 1 << 16, alignment: 8)
        while true {
            let count = try System.pread(descriptor, buffer.bytes, at: position)
            guard count > 0 else { return entries }
            position += Int64(count)
            for byte in buffer.bytes[..<count] {
                guard byte == UInt8(ascii: "\n") else {
                    if rest.count < Self.lineLimit { rest.append(byte) }
                    continue
                }
                if let value = try? JSONParser.parse(rest), let (disk, entry) = AuditEntry.decode(value),
                    disk == self.disk
                {
                    entries.append(entry)
                }
                rest.removeAll(keepingCapacity: true)
            }
        }
    }
}
