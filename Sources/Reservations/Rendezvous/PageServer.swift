package import Block
package import Sys

/// Hands the shared memory of disks out to other processes that have the same disk open for writing.
///
/// One thread serves all attachments of a program.
package final class PageServer: Sendable {
    private let loop: PageServerLoop
    private static let backlog: Int32 = 64

    /// Starts the thread.
    package init(threads: ThreadFactory) throws(Errno) { loop = try PageServerLoop(threads: threads) }

    deinit { loop.stop() }

    /// Makes the socket of an attachment; called under the registry lock.
    ///
    /// `offering` is the page's descriptor, for a device followed by those of its claim and its node; all are duplicated.
    /// A socket file that a dead process has left is replaced; the new one belongs to those who may write to the disk.
    package func serve(
        _ path: String, disk: FileStatus, offering: [Int32], as ownership: StoreOwnership? = nil
    ) throws(BlockError) -> PageListener {
        precondition(offering.count == 1 || offering.count == 3, "a page, or a page with a claim and a node")
        do throws(Errno) {
            let offer = try offering.map { number throws(Errno) in KeptDescriptor(try System.duplicate(number)) }
            try PageClient.clear(path)
            let socket = try UnixSocket.listen(path, backlog: PageServer.backlog)
            do throws(Errno) {
                try ownership?.apply(to: .path(path), now: try System.inode(at: path))
                let inode = try System.linkStatus(at: path)
                let listener = PageListener(
                    path, socket, disk: DiskKey(disk), inode: inode, offer: offer, server: loop)
                loop.add(listener)
                return listener
            } catch {
                try? System.unlink(path)
                throw error
            }
        } catch {
            if error == .addressInUse {
                throw BlockError(.busy, "somebody else listens at '\(path)'", cause: error)
            }
            throw BlockError(
                .system, "cannot listen at '\(path)', where others who share the disk ask for what they need",
                cause: error)
        }
    }
}
