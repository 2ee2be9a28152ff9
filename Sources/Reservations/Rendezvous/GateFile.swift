internal import Block
internal import Sys

/// The page of an image in a file of a tmpfs, for processes that can't hand descriptors to each other (`gate=DIR`).
///
/// Whoever can write the folder can make a file that is too short and kill those who map it: the folder must belong to the
/// users of the disk alone. Files only: a device needs its claim handed on.
struct GateFile {
    private let path: String
    private let node: NodeIdentity
    private let ownership: StoreOwnership

    init(_ folder: String, _ identity: DiskIdentity, _ node: NodeIdentity, _ ownership: StoreOwnership)
        throws(BlockError)
    {
        self.node = node
        self.ownership = ownership
        path = "\(folder)/\(identity.fileName).page"
        let kind: FileSystemKind
        do throws(Errno) {
            kind = try System.fileSystem(at: folder)
        } catch {
            throw BlockError(.system, "the folder '\(folder)' of gate= can't be used", cause: error)
        }
        guard kind == .tmpfs else {
            throw BlockError(
                .unsupported,
                "'\(folder)' is on \(kind.name), and gate= wants a folder on a tmpfs, such as one below /run or /dev/shm: "
                    + "memory that is written back to a disk would make every request wait")
        }
    }

    /// The page of those who use the image; nil when there is none.
    func open() throws(BlockError) -> PageMemory? {
        do throws(Errno) {
            let file = try System.open(path, [.readWrite, .noFollow, .nonBlocking])
            let status = try System.status(of: file.rawValue)
            guard status.kind == .regular, status.size == UInt64(PageLayout.length), status.allocated >= status.size
            else {
                throw .protocolError
            }
            return try PageMemory.file(file, count: PageLayout.length)
        } catch {
            if error == .noEntry { return nil }
            throw BlockError(.system, "the page of '\(node.path)' at '\(path)' can't be used", cause: error)
        }
    }

    /// Makes a new page in place of one that nobody uses any more.
    func create() throws(BlockError) -> PageMemory {
        let fresh = "\(path).\(System.processID)"
        do throws(Errno) {
            try? System.unlink(fresh)
            let file = try System.open(fresh, [.readWrite, .create, .exclusive, .noFollow], mode: 0o600)
            do throws(Errno) {
                try System.allocate(file.rawValue, .fill, offset: 0, length: Int64(PageLayout.length))
                try ownership.apply(to: .descriptor(file.rawValue), now: try System.inode(of: file.rawValue))
                try System.rename(fresh, to: path)
            } catch {
                try? System.unlink(fresh)
                throw error
            }
            return try PageMemory.file(file, count: PageLayout.length)
        } catch {
            throw BlockError(.system, "a page for '\(node.path)' can't be made at '\(path)'", cause: error)
        }
    }
}
