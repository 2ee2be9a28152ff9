internal import Block
import Synchronization
internal import Sys

extension SidecarStore {
    private static let files = Atomic<UInt32>(0)
    private static let flags: OpenFlags = [.readWrite, .noFollow, .nonBlocking]

    /// Opens what is there; nil when nothing is.
    static func existing(_ path: String) throws(Errno) -> Int32? {
        do throws(Errno) {
            return try System.open(path, flags.union(.noAccessTime)).release()
        } catch {
            if error == .noEntry { return nil }
            guard error == .notPermitted else { throw error }
            // It is somebody else's file, of which only they may keep the time.
            return try System.open(path, flags).release()
        }
    }

    /// Makes a sidecar with a first, empty record, whole and durable before it gets its name; nil when somebody else was
    /// faster.
    static func create(
        _ path: String, _ identity: DiskIdentity, _ ownership: StoreOwnership
    ) throws(Errno) -> Int32? {
        let number = files.add(1, ordering: .relaxed).newValue
        let temporary = "\(path).\(System.processID)-\(number).new"
        let file = try System.open(temporary, [.readWrite, .create, .exclusive, .noFollow, .noAccessTime], mode: 0o600)
        defer { try? System.unlink(temporary) }
        try avoidCopyOnWrite(file.rawValue)
        let contents = try AlignedBuffer(count: SidecarFile.length, alignment: 4096)
        contents.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        let first = DiskRecord(
            generation: 0, identity: identity, bootID: [UInt8](repeating: 0, count: 16),
            machineID: [UInt8](repeating: 0, count: 16))
        first.encode(into: UnsafeMutableRawBufferPointer(rebasing: contents.bytes[..<DiskRecord.encodedLength]))
        // Written and not only allocated: a commit then changes data in place, and no metadata.
        var done = 0
        while done < contents.bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: contents.bytes[done...])
            done += try System.pwrite(file.rawValue, rest, at: Int64(done))
        }
        try ownership.apply(to: .descriptor(file.rawValue), now: System.inode(of: file.rawValue))
        try System.synchronize(file.rawValue)
        do throws(Errno) {
            try System.link(temporary, to: path)
        } catch {
            if error == .exists { return nil }
            throw error
        }
        try System.synchronizeFolder(SidecarPlace.folder(of: path))
        return file.release()
    }

    /// On btrfs every write takes new space, which may have run out; files without copy-on-write keep theirs.
    private static func avoidCopyOnWrite(_ descriptor: Int32) throws(Errno) {
        guard try System.fileSystem(of: descriptor).name == "btrfs" else { return }
        var flags: UInt32 = (try? System.ioctl(descriptor, .fileFlags, as: UInt32.self)) ?? 0
        flags |= System.noCopyOnWriteFlag
        _ = withUnsafeMutableBytes(of: &flags) { bytes in
            try? System.ioctl(descriptor, .setFileFlags, bytes.baseAddress)
        }
    }

    /// A sentence for people: why a sidecar can't be used, and what to do.
    static func refusal(_ path: String, _ error: Errno) -> BlockError {
        let what = "can't use '\(path)', where the reservations of the disk are kept"
        let advice: String? =
            switch error {
            case .linkLoop: "it is a symbolic link"
            case .noDevice: "it is no regular file"
            case .notPermitted:
                "it belongs to somebody who has nothing to do with the disk; remove it, or set group= to the group that"
                    + " the virtual machines have in common"
            case .accessDenied:
                "this user must be able to write to it and, when it is made, to its folder; set group= and mode=, or give"
                    + " state= another folder"
            case .readOnlyFileSystem: "give state= a folder that can be written to"
            case .noEntry: "its folder doesn't exist"
            default: nil
            }
        return BlockError(.system, advice.map { "\(what): \($0)" } ?? what, cause: error)
    }
}
