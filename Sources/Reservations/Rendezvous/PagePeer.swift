internal import Sys

/// A stranger at the socket of an attachment, until it has shown the disk or its time is up.
final class PagePeer {
    let socket: Descriptor
    let listener: PageListener
    let deadline: UInt64
    private let closer: StrangersCloser
    private var received: [UInt8] = []
    private var shown: Int32?

    init(_ socket: consuming Descriptor, _ listener: PageListener, deadline: UInt64, closer: StrangersCloser) {
        self.socket = socket
        self.listener = listener
        self.deadline = deadline
        self.closer = closer
    }

    deinit {
        if let shown { closer.close(shown) }
    }

    /// Takes what has come; true when the conversation is over.
    func attend() -> Bool {
        var bytes = [UInt8](repeating: 0, count: PageMessage.length - received.count)
        let (count, descriptors): (Int, [Int32])
        do throws(Errno) {
            (count, descriptors) = try bytes.withUnsafeMutableBufferPointer { buffer throws(Errno) in
                try UnixSocket.receiveDescriptors(socket.rawValue, UnsafeMutableRawBufferPointer(buffer))
            }
        } catch {
            return error != .again && error != .interrupted
        }
        if !descriptors.isEmpty {
            // One, and with the first byte.
            guard descriptors.count == 1, shown == nil, received.isEmpty else {
                for descriptor in descriptors { closer.close(descriptor) }
                return true
            }
            shown = descriptors[0]
        }
        guard count > 0, shown != nil else { return true }
        received += bytes[..<count]
        guard received.count == PageMessage.length else { return false }
        if PageMessage.isQuestion(received), let disk = shown, isDisk(disk) {
            listener.answer(socket.rawValue)
            // Closing the disk takes no time.
            shown = nil
            _ = Descriptor(owning: disk)
        }
        return true
    }

    /// Whether the descriptor is one of the disk that its owner may write to.
    ///
    /// Asks nobody but the kernel: whoever serves a file system of a stranger could let us wait.
    private func isDisk(_ shown: Int32) -> Bool {
        guard let flags = try? System.openFlags(of: shown), flags.access == .readWrite,
            flags.isDisjoint(with: .path), let status = try? System.cachedStatus(of: shown),
            status.kind == .regular || status.kind == .blockDevice
        else { return false }
        return DiskKey(status) == listener.disk
    }
}
