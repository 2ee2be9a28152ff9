package import Block
internal import Sys

/// Keeps the state of a disk in a file of its own, in most cases beside the image: `disk.img.pr`.
///
/// The file holds two records that are written in turn. It is made under another name and linked to its own when it is
/// whole; it never moves afterwards, since locks and descriptors are of a file and not of a name.
package final class SidecarStore: ReservationStore {
    package let location: String
    package let folder: String
    private let identity: DiskIdentity
    private let place: [UInt8]?
    private let audit: AuditLog
    private let file: Locked<OpenSidecar?>

    private init(
        _ path: String, _ sidecar: consuming SidecarFile, _ identity: DiskIdentity, _ place: [UInt8]?, _ audit: AuditLog
    ) {
        location = path
        folder = SidecarPlace.folder(of: path)
        self.identity = identity
        self.place = place
        self.audit = audit
        file = Locked(OpenSidecar(sidecar))
    }

    /// Opens the sidecar of a disk, and makes it when there is none.
    ///
    /// `place` is what ``DiskPlace`` says of the image; it matters where the sidecar is called after the disk's identity.
    package static func open(
        at path: String, of identity: DiskIdentity, place: [UInt8]? = nil, ownership: StoreOwnership,
        audit: AuditPlace = .beside
    ) throws(BlockError) -> SidecarStore {
        do throws(Errno) {
            // Whoever makes it first wins.
            var found = try existing(path)
            if found == nil { found = try create(path, identity, ownership) }
            if found == nil { found = try existing(path) }
            guard let found else { throw .exists }
            let descriptor = Descriptor(owning: found)
            let status = try System.inode(of: found)
            guard status.isRegular else { throw .noDevice }
            guard ownership.accepts(status) else { throw .notPermitted }
            let log = AuditLog(audit.path(beside: path), ownership: ownership, disk: identity)
            return SidecarStore(path, try SidecarFile(descriptor), identity, place, log)
        } catch {
            throw refusal(path, error)
        }
    }

    /// What a sidecar holds, whichever disk it belongs to; nil when there is none.
    ///
    /// For those who only look: needs no permission to write and no lock.
    package static func look(at path: String) throws(StoreError) -> StoredState? {
        let opened: SidecarFile
        do throws(Errno) {
            let file = try System.open(path, [.readOnly, .noFollow, .nonBlocking])
            guard try System.inode(of: file.rawValue).isRegular else { throw .noDevice }
            opened = try SidecarFile(file)
        } catch {
            if error == .noEntry { return nil }
            throw .unreadable(error)
        }
        return try OpenSidecar(opened).state(of: nil)
    }

    package func load() throws(StoreError) -> StoredState {
        let state = try file.withLock { file throws(StoreError) in
            guard let file else { throw .unreadable(.badDescriptor) }
            return try file.state(of: identity)
        }
        guard case .blank = state, let before = predecessor() else { return state }
        return .foreign(label: before.identity.text)
    }

    package func loadForeign() throws(StoreError) -> DiskRecord? {
        let (isBlank, record) = try file.withLock { file throws(StoreError) in
            guard let file else { throw .unreadable(.badDescriptor) }
            switch try file.sidecar.survey(of: identity) {
            case .own(_, let generation): return (generation == 0, nil as DiskRecord?)
            case .foreign(let index):
                return (false, try? DiskRecord(decoding: UnsafeRawBufferPointer(file.sidecar.record(index))))
            case .damaged: return (false, nil)
            }
        }
        return isBlank ? predecessor() : record
    }

    package func secure() throws(StoreError) {
        try file.withLock { file throws(StoreError) in
            do throws(Errno) {
                guard let file else { throw .badDescriptor }
                try file.sidecar.synchronize()
            } catch {
                throw .unreadable(error)
            }
        }
    }

    package func commit(_ record: DiskRecord, noting entry: () -> AuditEntry?) throws(StoreError) {
        var line: AuditLog.Line?
        try file.withLock { file throws(StoreError) in
            guard let file else { throw .unchanged(.badDescriptor) }
            try commit(record, to: file.sidecar) { record, bytes in
                line = entry().flatMap(audit.prepare)
                file.remember(record, as: bytes)
            }
        }
        if let line { audit.append(line) }
    }

    package func append(_ entry: AuditEntry) { audit.append(entry) }

    package func setAudit(_ place: AuditPlace) { audit.move(to: place.path(beside: location)) }

    package func seal() { audit.seal() }

    package func close() {
        file.withLock { $0 = nil }
        audit.close()
    }

    /// The open file, for tests that make calls on it fail.
    var descriptor: Int32? { file.withLock { $0?.sidecar.descriptor.rawValue } }
}

extension SidecarStore {
    /// Of a new disk whose sidecar is called after it: the newest state of another disk that was at the same place.
    ///
    /// A sidecar beside an image needs no such search, since it keeps its name when the image is replaced.
    private func predecessor() -> DiskRecord? {
        guard let place, location == "\(folder)/\(identity.fileName).pr" else { return nil }
        var found: DiskRecord?
        for name in (try? System.entries(of: folder)) ?? [] where name.hasSuffix(".pr") {
            guard case .record(let record) = try? Self.look(at: "\(folder)/\(name)"), record.place == place,
                record.identity != identity, record.state.hasSomethingToLose
            else { continue }
            if found.map({ $0.generation < record.generation }) ?? true { found = record }
        }
        return found
    }

    /// Writes over the older record; when that fails, makes sure that the newer one still counts.
    ///
    /// Calls `meanwhile` with what it has written while the medium takes that; nobody knows yet whether it does.
    private func commit(
        _ record: DiskRecord, to file: borrowing SidecarFile,
        meanwhile: (_ record: DiskRecord, _ bytes: UnsafeRawBufferPointer) -> Void
    ) throws(StoreError) {
        try requireName(of: file)
        let before: SidecarFile.Survey
        do throws(StoreError) {
            before = try file.survey(of: identity)
        } catch {
            throw .unchanged(error.cause)
        }
        if case .own(let index, let generation) = before, generation >= record.generation,
            (try? DiskRecord(decoding: UnsafeRawBufferPointer(file.record(index)))) != nil
        {
            // Somebody else commits to this file, past the lock of this disk.
            throw .lost(.staleFile)
        }
        var record = record
        record.place = place
        let target = before.index.map { 1 - $0 } ?? 0
        let bytes = UnsafeRawBufferPointer(
            rebasing: file.record(target)[..<record.encode(into: file.record(target))])
        var isWhole = false
        do throws(Errno) {
            try file.transfer(target, bytes)
            isWhole = true
            Milestones.reach("stored")
            try file.send(target, bytes.count) { meanwhile(record, bytes) }
            try file.synchronize()
        } catch {
            try takeBack(target, isWhole: isWhole, in: file, before, cause: error)
        }
        switch before {
        // One that makes no sense counted until now.
        case .own(let index, let generation) where generation >= record.generation: try? file.invalidate(index)
        case .own: break
        case .damaged: try? file.invalidate(1 - target)
        case .foreign(let index): try? file.invalidate(index)
        }
    }

    /// After a failed sync the new record may be read back from the page cache, and be on the medium or not: it is
    /// overwritten, and what counts is looked at again.
    ///
    /// One that was not even written whole is no record wherever its parts are, so that a full disk does no harm.
    private func takeBack(
        _ target: Int, isWhole: Bool, in file: borrowing SidecarFile, _ before: SidecarFile.Survey, cause: Errno
    ) throws(StoreError) -> Never {
        let isGone = (try? file.invalidate(target)) != nil
        guard isGone || !isWhole, let after = try? file.survey(of: identity) else { throw .lost(cause) }
        throw after.isSame(as: before) ? .unchanged(cause) : .lost(cause)
    }

    /// A record in a file that lost its name, or whose name another file has, would not be found again.
    private func requireName(of file: borrowing SidecarFile) throws(StoreError) {
        do throws(Errno) {
            guard try System.inode(at: location).isSameFile(as: file.status) else { throw .staleFile }
        } catch {
            throw .unchanged(error == .noEntry ? .staleFile : error)
        }
    }
}
