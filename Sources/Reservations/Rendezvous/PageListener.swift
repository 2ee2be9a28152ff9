internal import Sys

/// The socket of one attachment, at which others who have the disk open get what they need to share it.
package final class PageListener: Sendable {
    let path: String
    let socket: Descriptor
    let disk: DiskKey
    /// Copies of what is handed out: the page, and for a device its claim and its node.
    private let offer: [KeptDescriptor]
    private let contents: PageMessage.Contents
    private let inode: FileStatus
    private let state: Locked<Bool>
    private let server: PageServerLoop

    init(
        _ path: String, _ socket: consuming Descriptor, disk: DiskKey, inode: FileStatus, offer: [KeptDescriptor],
        server: PageServerLoop
    ) {
        self.path = path
        self.socket = socket
        self.disk = disk
        self.inode = inode
        self.offer = offer
        self.server = server
        contents = PageMessage.Contents(rawValue: offer.count == 3 ? 7 : 1)
        state = Locked(false)
    }

    /// Hands nothing out any more and removes the socket file; called while the slot is still the attachment's, so that
    /// nobody else wants the name yet.
    package func stop() {
        let isFirst = state.withLock { isStopped in
            defer { isStopped = true }
            return !isStopped
        }
        guard isFirst else { return }
        if let present = try? System.linkStatus(at: path), present.inode == inode.inode,
            present.device == inode.device
        {
            try? System.unlink(path)
        }
        server.remove(self)
    }

    /// Answers somebody who has shown a descriptor of the disk.
    func answer(_ peer: Int32) {
        state.withLock { isStopped in
            let answer = PageMessage.encode(isStopped ? .refusal(Errno.shutDown.rawValue) : .offer(contents))
            let descriptors = isStopped ? [] : offer.map(\.rawValue)
            // Always fits: nothing was sent before. Who doesn't read gets nothing.
            answer.withUnsafeBytes { bytes in
                _ = try? UnixSocket.send(peer, bytes, descriptors: descriptors)
            }
        }
    }
}

/// A descriptor that several keep.
final class KeptDescriptor: Sendable {
    private let own: Descriptor
    var rawValue: Int32 { own.rawValue }

    init(_ own: consuming Descriptor) { self.own = own }
}
