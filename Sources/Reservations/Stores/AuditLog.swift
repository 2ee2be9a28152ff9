internal import Sys

/// A file of lines, each a JSON object about one command; several processes may append to it.
///
/// It is bounded: one that has reached ``limit`` becomes `<path>.1`, in place of the one before, when the next line comes.
package final class AuditLog: Sendable {
    /// When a new file is begun, in bytes.
    package static let limit: UInt64 = 8 << 20

    private let ownership: StoreOwnership
    private let disk: DiskIdentity
    private let state: Locked<State>

    private struct State {
        var path: String?
        var descriptor: Int32 = -1
        /// What the open file is; asked once, as it stays the same.
        var inode: InodeStatus?
        /// Whether no file may be opened any more.
        var isSealed = false

        /// Whether the open file still has its name: another process may have begun a new one.
        func isCurrent(_ path: String) -> Bool {
            guard let inode, let named = try? System.inode(at: path) else { return false }
            return named.isSameFile(as: inode)
        }

        var isFull: Bool { (try? System.status(of: descriptor).size).map { $0 >= limit } ?? false }

        mutating func release() {
            if descriptor >= 0 { _ = Descriptor(owning: descriptor) }
            descriptor = -1
            inode = nil
        }

        /// Puts a full file aside; of several processes that find it full, one does.
        func rotate(_ path: String) {
            guard (try? System.lock(descriptor, .exclusive, start: 0, length: 1)) != nil else { return }
            defer { try? System.unlock(descriptor, start: 0, length: 1) }
            guard isCurrent(path) else { return }
            try? System.rename(path, to: "\(path).1")
        }
    }

    /// Opens nothing yet; without a path nothing is noted.
    package init(_ path: String?, ownership: StoreOwnership, disk: DiskIdentity) {
        self.ownership = ownership
        self.disk = disk
        state = Locked(State(path: path))
    }

    deinit { close() }

    /// Goes on in another file, or nowhere; nowhere too once sealed.
    package func move(to path: String?) {
        close()
        state.withLock { $0.path = path }
    }

    /// Opens the file now, and none afterwards: it goes on in this one whatever name that has, until it is full.
    package func seal() {
        state.withLock { state in
            guard !state.isSealed else { return }
            if let path = state.path { makeRoom(path, &state) }
            state.isSealed = true
        }
    }

    /// A line that only has to be written.
    struct Line {
        fileprivate let bytes: [UInt8]
    }

    /// Makes the line of an entry, and sees to the file that takes it; nil where nothing is noted.
    func prepare(_ entry: AuditEntry) -> Line? {
        state.withLock { state in
            guard let path = state.path else { return nil }
            makeRoom(path, &state)
            // One that was put aside grows no further.
            guard state.descriptor >= 0, !state.isSealed || !state.isFull else { return nil }
            return Line(bytes: entry.line(disk: disk))
        }
    }

    /// Appends a line, in one call; what can't be written is dropped.
    ///
    /// Others may have put the file aside since ``prepare(_:)``: then the line is the last of that one.
    func append(_ line: Line) {
        state.withLock { state in
            guard let path = state.path else { return }
            // Moved meanwhile.
            if state.descriptor < 0, !state.isSealed { open(path, &state) }
            guard state.descriptor >= 0 else { return }
            line.bytes.withUnsafeBytes { Self.write($0, to: state.descriptor) }
        }
    }

    /// Appends the line of an entry.
    package func append(_ entry: AuditEntry) { prepare(entry).map(append) }

    /// Puts a full file aside, and opens the one that has the name then, unless sealed.
    private func makeRoom(_ path: String, _ state: inout State) {
        if !state.isSealed, !state.isCurrent(path) { open(path, &state) }
        guard state.isFull else { return }
        state.rotate(path)
        if !state.isSealed { open(path, &state) }
    }

    /// Closes the file; the next line opens it again.
    package func close() { state.withLock { $0.release() } }

    /// Goes on in the file of a path, or in none if that can't be opened.
    private func open(_ path: String, _ state: inout State) {
        state.release()
        let flags: OpenFlags = [.readWrite, .append, .create, .noFollow, .nonBlocking]
        guard let file = try? System.open(path, flags, mode: 0o600),
            let status = try? System.inode(of: file.rawValue), status.isRegular
        else { return }
        if let size = try? System.status(of: file.rawValue).size, size == 0 {
            try? ownership.apply(to: .descriptor(file.rawValue), now: status)
        }
        state.inode = status
        state.descriptor = file.release()
    }

    /// In one call, so that the lines of several processes don't mix; only a full disk cuts one.
    private static func write(_ line: UnsafeRawBufferPointer, to descriptor: Int32) {
        guard let count = try? System.write(descriptor, line), count < line.count else { return }
        let rest = UnsafeRawBufferPointer(rebasing: line[count...])
        // A line that was cut ends here, so that the next one is whole.
        if (try? System.write(descriptor, rest)) != rest.count {
            _ = withUnsafeBytes(of: UInt8(ascii: "\n")) { try? System.write(descriptor, $0) }
        }
    }
}
