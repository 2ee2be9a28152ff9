package import Block
internal import Sys

/// A disk of which somebody wants to know how its reservations stand: opened for reading, without a lock, attached nowhere.
package final class InspectedDisk {
    package let path: String
    package let identity: DiskIdentity
    package let view: any StoreView
    package let kind: ManagerKind
    let manager: SoftwareManager
    let file: KeptDescriptor
    let status: FileStatus

    /// Opens a disk that a manager would keep the reservations of.
    package init(_ path: String, _ manager: SoftwareManager) throws(BlockError) {
        self.path = path
        self.manager = manager
        kind = manager.kind
        do throws(Errno) {
            file = KeptDescriptor(try System.open(path, [.readOnly, .nonBlocking]))
            status = try System.status(of: file.rawValue)
        } catch {
            throw BlockError(.system, "'\(path)' can't be opened", cause: error)
        }
        guard status.kind == .regular || status.kind == .blockDevice else {
            throw BlockError(.unsupported, "'\(path)' is neither a regular file nor a block device")
        }
        identity = try DiskIdentity.find(file.rawValue)
        view = try manager.view(file.rawValue, identity)
    }

    /// The disk as a node would show it to its manager.
    var node: NodeIdentity {
        NodeIdentity(
            name: "operator", path: path, descriptor: file.rawValue, status: status, isWritable: true)
    }

    /// The socket of a slot.
    func socket(_ slot: Int) -> String { Meeting.socket(view.folder, identity, slot) }
}
