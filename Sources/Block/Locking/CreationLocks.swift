internal import Sys

/// The image locks of somebody who makes an image anew.
package enum CreationLocks {
    /// Takes the locks of one that writes and resizes, and lets nobody else resize; they go with the descriptor.
    ///
    /// Where there are no locks of open file descriptions to be had nobody can be asked.
    package static func take(_ descriptor: Int32, path: String) throws(BlockError) {
        guard System.hasDescriptionLocks else { return }
        var locks = ImageLocks(owner: .description)
        let permissions = NodePermissions(used: [.write, .resize], shared: .all.subtracting(.resize))
        do throws(LockFailure) {
            try locks.acquire(LockSet(permissions), descriptor)
        } catch {
            guard !error.isLack else { return }
            throw error.error(for: "a new image", on: path, descriptor, node: { _ in nil })
        }
    }
}
